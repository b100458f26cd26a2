import type { DeleteRun } from "./delete-query.ts";
import { checkedInsertable } from "./insertable.ts";
import type { Projection } from "./projection.ts";
import type { QueryState } from "./query-state.ts";
import { ReadQuery } from "./read-query.ts";
import { readFirst } from "./read-rows.ts";
import { ReplaceRun } from "./replace-query.ts";
import type { UpdateRun } from "./update-query.ts";
import { writingState } from "./write-query.ts";

/** A query for the first document that matches. */
export class FindOne extends ReadQuery<object | null> {
  findOne(...criteria: unknown[]): this {
    return this.find(...criteria);
  }

  updateOne(...changes: unknown[]): UpdateRun {
    return this.update(...changes);
  }
  deleteOne(): DeleteRun {
    return this.delete();
  }

  replaceOne(document: unknown): ReplaceRun {
    const { model } = this.state;
    return new ReplaceRun(
      writingState(this.state),
      checkedInsertable(model, document, "replaceOne", "argument.documents"),
    );
  }

  protected override get one(): boolean {
    return true;
  }

  protected override copy(state: QueryState, projection: Projection | undefined): this {
    return new FindOne(state, projection) as this;
  }

  protected override async run(): Promise<object | null> {
    return await readFirst(this.state, this.read(1, 1));
  }

  protected override command(): Record<string, unknown> {
    return this.read(1, 1).command;
  }
}
