import { openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { addCriteria, addSort, BaseQuery } from "./base-query.ts";
import type { OPTION_NAMES } from "./options.ts";
import type { Projection } from "./projection.ts";
import { operationOf, type QueryState } from "./query-state.ts";
import { aggregateCommand, findCommand, matchStages } from "./read-command.ts";
import { untypedRows } from "./rows.ts";

/** A query that reads documents as they are, or projected. */
export abstract class ReadQuery<R> extends BaseQuery<R> {
  /** Undefined: instances of the model. */
  protected readonly projection: Projection | undefined;

  constructor(state: QueryState, projection: Projection | undefined) {
    super(state);
    this.projection = projection;
  }

  /** The class of the query itself; `R` is the rows' type for the compiler only. */
  protected abstract copy(state: QueryState, projection: Projection | undefined): this;

  protected override with(changes: Partial<QueryState>): this {
    return this.copy({ ...this.state, ...changes }, this.projection);
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "read";
  }

  find(...criteria: unknown[]): this {
    return this.with({ filters: addCriteria(this.state, criteria) });
  }

  sort(...keys: unknown[]): this {
    return this.with({ sort: addSort(this.state, keys) });
  }

  async exists(): Promise<boolean> {
    const reply = await runDocument(
      operationOf(this.state, findCommand({ ...this.state, sort: [] }, { _id: 1 }, 1, 1)),
    );
    return (reply.cursor as { firstBatch: unknown[] }).firstBatch.length > 0;
  }

  /** Counts by a pipeline, as the drivers do: exact, also within transactions. */
  protected async countAfter(stages: readonly object[]): Promise<number> {
    const pipeline = [...matchStages(this.state), ...stages, { $group: { _id: null, n: { $sum: 1 } } }];
    const rows = await openCursor(operationOf(this.state, aggregateCommand(this.state, pipeline)), untypedRows)
      .toArray();
    return (rows[0]?.n as number | undefined) ?? 0;
  }
}
