import { type Cursor, openCursor } from "../client/cursor.ts";
import type { Rows } from "../client/operation.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { BaseQuery } from "./base-query.ts";
import { type OPTION_NAMES, wholeNumber } from "./options.ts";
import { projectionOf } from "./projection.ts";
import { cursorOperation, type QueryState } from "./query-state.ts";
import { aggregateCommand, matchStages, pagingStages } from "./read-command.ts";

/** Rows that the server sends at once, for whole lists and for loops. */
const LIST_BATCH = 5000, LOOP_BATCH = 1000;

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
    return new AggregateRun(state, [...matchStages(state), ...stages, ...pagingStages(state)], rows);
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

  async toList(length?: number): Promise<object[]> {
    if (length === undefined) return await this.#open(this.#stages, LIST_BATCH).toArray();
    const limit = wholeNumber("length", length);
    return limit === 0 ? [] : await this.#open([...this.#stages, { $limit: limit }], LIST_BATCH).toArray();
  }

  [Symbol.asyncIterator](): AsyncIterator<object, undefined> {
    return this.#open(this.#stages, LOOP_BATCH)[Symbol.asyncIterator]();
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

  #open(stages: readonly object[], batchSize: number): Cursor<object> {
    return openCursor(
      cursorOperation(this.state, aggregateCommand(this.state, stages, batchSize), batchSize),
      this.#rows,
    );
  }
}
