import type { Cursor } from "../client/cursor.ts";
import type { Rows } from "../client/operation.ts";
import { runDocument } from "../client/run.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { BaseQuery } from "./base-query.ts";
import { type OPTION_NAMES, wholeNumber } from "./options.ts";
import { fetchedTargets } from "./fetching-read.ts";
import { projectionOf } from "./projection.ts";
import { operationOf, type QueryState } from "./query-state.ts";
import { aggregateCommand, matchStages, pagingStages } from "./read-command.ts";
import { LIST_BATCH, LOOP_BATCH, readList, readPages } from "./read-rows.ts";

/** An aggregation over what a query finds. */
export class AggregateRun extends BaseQuery<object[]> implements AsyncIterable<object> {
  readonly #stages: readonly Record<string, unknown>[];
  readonly #rows: Rows<object>;

  constructor(state: QueryState, stages: readonly Record<string, unknown>[], rows: Rows<object>) {
    super(state);
    this.#stages = stages;
    this.#rows = rows;
  }

  /** The query's filter, the given stages, then the query's sort, skip and limit. */
  static after(state: QueryState, stages: unknown, rows: Rows<object>): AggregateRun {
    if (
      !Array.isArray(stages) ||
      stages.some((stage) => typeof stage !== "object" || stage === null || Array.isArray(stage))
    ) {
      throw new InvalidArgument(
        `${state.model.name}: aggregate(...) takes a list of stages, or a function that builds a pipeline; found ${
          describeValue(stages)
        }.`,
        { code: "argument.pipeline" },
      );
    }
    const targets = state.fetch === undefined ? matchStages(state) : fetchedTargets(state);
    return new AggregateRun(state, [...targets, ...stages, ...pagingStages(state)], rows);
  }

  project(target: unknown): AggregateRun {
    const { rows, fields } = projectionOf(target);
    return new AggregateRun(
      this.state,
      fields === undefined ? this.#stages : [...this.#stages, { $project: fields }],
      rows,
    );
  }

  getAggregationPipeline(): Record<string, unknown>[] {
    return [...this.#stages];
  }

  ignoreCache(): this {
    return this.with({ ignoreCache: true });
  }

  async toList(length?: number): Promise<object[]> {
    if (length === undefined) return await this.#list(this.#stages);
    const limit = wholeNumber("length", length);
    return limit === 0 ? [] : await this.#list([...this.#stages, { $limit: limit }]);
  }

  getCursor(): Cursor<object> {
    return readPages(this.state, { command: aggregateCommand(this.state, this.#stages, LOOP_BATCH), rows: this.#rows });
  }

  [Symbol.asyncIterator](): AsyncIterator<object, undefined> {
    return this.getCursor()[Symbol.asyncIterator]();
  }

  async explain(verbosity = "queryPlanner"): Promise<Record<string, unknown>> {
    const explain = aggregateCommand(this.state, this.#stages, LIST_BATCH);
    return await runDocument(operationOf(this.state, { explain, verbosity }));
  }

  protected override with(changes: Partial<QueryState>): this {
    return new AggregateRun({ ...this.state, ...changes }, this.#stages, this.#rows) as this;
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "read";
  }

  protected override run(): Promise<object[]> {
    return this.toList();
  }

  #list(stages: readonly object[]): Promise<object[]> {
    return readList(this.state, { command: aggregateCommand(this.state, stages, LIST_BATCH), rows: this.#rows });
  }
}
