import { checkSession, checkSignal } from "../client/call-options.ts";
import { openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { withDepth, withDepths, withPaths } from "../fetching/fetch-request.ts";
import { chosenFor } from "../fetching/separation.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";
import { addCriteria, addSort } from "./base-query.ts";
import { ChangingQuery } from "./changing-query.ts";
import { DeleteRun } from "./delete-query.ts";
import { fetchingById } from "./fetching-by-id.ts";
import { fetchingRead } from "./fetching-read.ts";
import { mergeOptions, type OPTION_NAMES } from "./options.ts";
import { ownProjection, type Projection, projectionOf } from "./projection.ts";
import { operationOf, type QueryState, separatedState } from "./query-state.ts";
import { aggregateCommand, findCommand, matchStages, pagingStages, wholePage } from "./read-command.ts";
import type { Read } from "./read-rows.ts";
import { untypedRows } from "./rows.ts";
import { checkSoftDelete } from "./soft-delete.ts";
import { UpdatePlan } from "./update-plan.ts";
import { UpdateRun } from "./update-query.ts";
import { fetchesById } from "./way-of-fetching.ts";
import { writingState } from "./write-query.ts";

/** A query for documents, which it reads as they are or projected, and which it can turn into an update or a delete of. */
export abstract class ReadQuery<R> extends ChangingQuery<R, UpdateRun> {
  /** Undefined: instances of the model. */
  protected readonly projection: Projection | undefined;

  constructor(state: QueryState, projection: Projection | undefined) {
    super(state);
    this.projection = projection;
  }

  /** The class of the query itself; `R` is the rows' type for the compiler only. */
  protected abstract copy(state: QueryState, projection: Projection | undefined): this;
  /** Whether at most one document is meant. */
  protected abstract get one(): boolean;
  /** The `find` command, as `explain` asks for it. */
  protected abstract command(): Record<string, unknown>;

  find(...criteria: unknown[]): this {
    return this.with({ filters: addCriteria(this.state, criteria) });
  }

  sort(...keys: unknown[]): this {
    return this.with({ sort: addSort(this.state, keys) });
  }

  project(target: unknown): this {
    return this.copy(this.state, projectionOf(target));
  }

  /** Fetches links: those that are named, or all. */
  fetchLinks(...names: unknown[]): this {
    const fetch = withPaths(this.state.fetch, this.state.model.name, names);
    // Names that there are not are told where they are given.
    chosenFor(this.state.model, fetch, this.state.withChildren);
    return this.with({ fetch });
  }

  /** Fetches links so many levels deep; 0: none. */
  nestingDepth(depth: unknown): this {
    return this.with({ fetch: withDepth(this.state.fetch, depth) });
  }

  /** Fetches links, single ones so many levels deep; 0 leaves one out. */
  nestingDepthsPerField(depths: unknown): this {
    const fetch = withDepths(this.state.fetch, this.state.model.name, depths);
    chosenFor(this.state.model, fetch, this.state.withChildren);
    return this.with({ fetch });
  }

  ignoreCache(): this {
    return this.with({ ignoreCache: true });
  }

  async exists(options?: object): Promise<boolean> {
    const state = { ...this.given(options), sort: [] };
    if (state.fetch !== undefined) {
      return (await this.#rows(state, [...pagingStages({ ...state, limit: 1 }), { $project: { _id: 1 } }])).length > 0;
    }
    const reply = await runDocument(operationOf(state, findCommand(state, { _id: 1 }, 1, 1)));
    return (reply.cursor as { firstBatch: unknown[] }).firstBatch.length > 0;
  }

  /** Counts by a pipeline, as the drivers do: exact, also within transactions. */
  async count(options?: object): Promise<number> {
    const state = { ...this.given(options), sort: [] };
    const rows = await this.#rows(state, [...pagingStages(state), { $group: { _id: null, n: { $sum: 1 } } }]);
    return (rows[0]?.n as number | undefined) ?? 0;
  }

  async explain(verbosity = "queryPlanner"): Promise<Record<string, unknown>> {
    return await runDocument(operationOf(this.state, { explain: this.command(), verbosity }));
  }

  buildAggregationPipeline(): Record<string, unknown>[] {
    if (this.state.fetch !== undefined) {
      return [...fetchingRead(this.state, separatedState(this.state), this.projection, this.state.limit).stages];
    }
    return [...matchStages(this.state), ...pagingStages(this.state)];
  }

  upsert(onInsert: unknown): UpdateRun {
    return this.#update(new UpdatePlan(this.state.model)).upsert(onInsert);
  }

  delete(): DeleteRun {
    return new DeleteRun(writingState(this.state), this.one, !this.state.model.softDeletes);
  }

  /** Removes documents that `delete()` would only mark. */
  hardDelete(): DeleteRun {
    checkSoftDelete(this.state.model, "hardDelete()");
    return new DeleteRun(writingState(this.state), this.one, true);
  }

  /** Takes the mark off the deleted documents that match, which the query itself may hide. */
  restore(): UpdateRun {
    checkSoftDelete(this.state.model, "restore()");
    return this.with({ scope: "deleted" }).set({ [DELETED_AT.property]: null });
  }

  /** The state with what one call was given beside it. */
  protected given(options: object | undefined): QueryState {
    if (options === undefined) return this.state;
    const { session = this.state.session, signal = this.state.signal, ...rest } = options as Partial<QueryState>;
    checkSession(session);
    checkSignal(signal);
    const added = isPlainObject(options) ? rest : options;
    return { ...this.state, session, signal, options: mergeOptions("read", this.state.options, added) };
  }

  /** What is sent, and how the rows are made of the answer. */
  protected read(limit: number, batchSize: number): Read<object> {
    const { state } = this;
    if (state.fetch === undefined) {
      const { rows, fields } = this.projection ?? ownProjection(state);
      return { command: findCommand(state, fields, limit, batchSize), rows };
    }
    const parts = separatedState(state);
    if (this.projection === undefined && fetchesById(state, parts, limit)) {
      const { rows, fields } = ownProjection(state);
      return {
        command: findCommand(state, fields, limit, batchSize),
        rows,
        complete: fetchingById(state, parts.chosen),
      };
    }
    const { stages, rows } = fetchingRead(state, parts, this.projection, limit);
    return { command: aggregateCommand(state, stages, wholePage(limit, batchSize)), rows };
  }

  protected override changed(change: (plan: UpdatePlan) => UpdatePlan): UpdateRun {
    return this.#update(change(new UpdatePlan(this.state.model)));
  }

  protected override with(changes: Partial<QueryState>): this {
    return this.copy({ ...this.state, ...changes }, this.projection);
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "read";
  }

  /** The rows of a pipeline over what the query finds. */
  #rows(state: QueryState, stages: readonly object[]): Promise<Record<string, unknown>[]> {
    const command = aggregateCommand(state, [...matchStages(state), ...stages]);
    return openCursor(operationOf(state, command), untypedRows).toArray();
  }

  #update(plan: UpdatePlan): UpdateRun {
    return new UpdateRun(writingState(this.state), this.one, plan);
  }
}
