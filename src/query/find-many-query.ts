import { type Cursor, openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { AggregateRun } from "./aggregate-query.ts";
import type { DeleteRun } from "./delete-query.ts";
import { distinctValues, groupValue } from "./field-values.ts";
import { wholeNumber } from "./options.ts";
import { buildPipeline } from "./pipeline-builder.ts";
import { ownProjection, type Projection, projectionOf, selection } from "./projection.ts";
import { cursorOperation, operationOf, type QueryState } from "./query-state.ts";
import { findCommand } from "./read-command.ts";
import { untypedRows } from "./rows.ts";
import type { UpdateRun } from "./update-query.ts";
import { WritableQuery } from "./writable-query.ts";

/** Documents that the server sends at once, where the whole list is asked for. */
const LIST_BATCH = 5000;
/** The same where a loop reads them one by one: memory is bounded by the batch. */
const LOOP_BATCH = 1000;

/** A query for all documents that match. */
export class FindMany extends WritableQuery<object[]> implements AsyncIterable<object> {
  findMany(...criteria: unknown[]): this {
    return this.find(...criteria);
  }

  skip(count: number): this {
    return this.with({ skip: wholeNumber("skip", count) });
  }

  limit(count: number): this {
    return this.with({ limit: wholeNumber("limit", count) });
  }

  project(target: unknown): FindMany {
    return new FindMany(this.state, projectionOf(target));
  }

  select(...names: string[]): FindMany {
    return new FindMany(this.state, selection(this.state.model, names));
  }

  async toList(length?: number): Promise<object[]> {
    const limit = length === undefined ? this.state.limit : shorter(this.state.limit, wholeNumber("length", length));
    return length === 0 ? [] : await this.#open(limit, LIST_BATCH).toArray();
  }

  async firstOrNull(): Promise<object | null> {
    return (await this.#open(1, 1).toArray())[0] ?? null;
  }

  [Symbol.asyncIterator](): AsyncIterator<object, undefined> {
    return this.#open(this.state.limit, LOOP_BATCH)[Symbol.asyncIterator]();
  }

  count(): Promise<number> {
    const { skip, limit } = this.state;
    return this.countAfter([...(skip > 0 ? [{ $skip: skip }] : []), ...(limit > 0 ? [{ $limit: limit }] : [])]);
  }

  async explain(verbosity = "queryPlanner"): Promise<Record<string, unknown>> {
    const { fields } = this.projection ?? ownProjection(this.state.model);
    const command = findCommand(this.state, fields, this.state.limit, LIST_BATCH);
    return await runDocument(operationOf(this.state, { explain: command, verbosity }));
  }

  async sum(field: unknown): Promise<unknown> {
    return await groupValue(this.state, "$sum", field);
  }
  async avg(field: unknown): Promise<unknown> {
    return await groupValue(this.state, "$avg", field);
  }
  async min(field: unknown): Promise<unknown> {
    return await groupValue(this.state, "$min", field);
  }
  async max(field: unknown): Promise<unknown> {
    return await groupValue(this.state, "$max", field);
  }
  async distinct(field: unknown): Promise<unknown[]> {
    return await distinctValues(this.state, field);
  }

  aggregate(stages: unknown): AggregateRun {
    return typeof stages === "function"
      ? buildPipeline(this.state, stages as Parameters<typeof buildPipeline>[1])
      : AggregateRun.after(this.state, stages, untypedRows);
  }

  updateMany(...changes: unknown[]): UpdateRun {
    return this.update(...changes);
  }
  deleteMany(): DeleteRun {
    return this.delete();
  }

  protected override get one(): boolean {
    return false;
  }

  protected override copy(state: QueryState, projection: Projection | undefined): this {
    return new FindMany(state, projection) as this;
  }

  protected override run(): Promise<object[]> {
    return this.toList();
  }

  #open(limit: number, batchSize: number): Cursor<object> {
    const { rows, fields } = this.projection ?? ownProjection(this.state.model);
    return openCursor(cursorOperation(this.state, findCommand(this.state, fields, limit, batchSize), batchSize), rows);
  }
}

/** The smaller of two limits, where 0 means none. */
function shorter(one: number, other: number): number {
  return one === 0 ? other : other === 0 ? one : Math.min(one, other);
}
