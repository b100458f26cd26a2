import type { Cursor } from "../client/cursor.ts";
import { AggregateRun } from "./aggregate-query.ts";
import type { DeleteRun } from "./delete-query.ts";
import { distinctValues, groupValue } from "./field-values.ts";
import { wholeNumber } from "./options.ts";
import { buildPipeline } from "./pipeline-builder.ts";
import { type Projection, selection } from "./projection.ts";
import type { QueryState } from "./query-state.ts";
import { ReadQuery } from "./read-query.ts";
import { LIST_BATCH, LOOP_BATCH, readList, readPages } from "./read-rows.ts";
import { untypedRows } from "./rows.ts";
import type { UpdateRun } from "./update-query.ts";

/** A query for all documents that match. */
export class FindMany extends ReadQuery<object[]> implements AsyncIterable<object> {
  findMany(...criteria: unknown[]): this {
    return this.find(...criteria);
  }

  skip(count: number): this {
    return this.with({ skip: wholeNumber("skip", count) });
  }

  limit(count: number): this {
    return this.with({ limit: wholeNumber("limit", count) });
  }

  select(...names: string[]): FindMany {
    return new FindMany(this.state, selection(this.state.model, names));
  }

  async toList(length?: number): Promise<object[]> {
    const limit = length === undefined ? this.state.limit : shorter(this.state.limit, wholeNumber("length", length));
    return length === 0 ? [] : await this.#list(limit, LIST_BATCH);
  }

  async firstOrNull(): Promise<object | null> {
    return (await this.#list(1, 1))[0] ?? null;
  }

  getCursor(): Cursor<object> {
    return readPages(this.state, this.read(this.state.limit, LOOP_BATCH));
  }

  [Symbol.asyncIterator](): AsyncIterator<object, undefined> {
    return this.getCursor()[Symbol.asyncIterator]();
  }

  async sum(field: unknown, options?: object): Promise<unknown> {
    return await groupValue(this.given(options), "$sum", field);
  }
  async avg(field: unknown, options?: object): Promise<unknown> {
    return await groupValue(this.given(options), "$avg", field);
  }
  async min(field: unknown, options?: object): Promise<unknown> {
    return await groupValue(this.given(options), "$min", field);
  }
  async max(field: unknown, options?: object): Promise<unknown> {
    return await groupValue(this.given(options), "$max", field);
  }
  async distinct(field: unknown, options?: object): Promise<unknown[]> {
    return await distinctValues(this.given(options), field);
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

  protected override command(): Record<string, unknown> {
    return this.read(this.state.limit, LIST_BATCH).command;
  }

  #list(limit: number, batchSize: number): Promise<object[]> {
    return readList(this.state, this.read(limit, batchSize));
  }
}

/** The smaller of two limits, where 0 means none. */
function shorter(one: number, other: number): number {
  return one === 0 ? other : other === 0 ? one : Math.min(one, other);
}
