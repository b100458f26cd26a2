import { runFirst } from "../client/run.ts";
import type { DeleteRun } from "./delete-query.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { Projection } from "./projection.ts";
import { operationOf, type QueryState } from "./query-state.ts";
import { findCommand } from "./read-command.ts";
import { ReadQuery } from "./read-query.ts";
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
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      throw new InvalidArgument(
        `${this.state.model.name}: replaceOne(...) takes a document, not ${describeValue(document)}.`,
      );
    }
    return new ReplaceRun(writingState(this.state), document);
  }

  protected override get one(): boolean {
    return true;
  }

  protected override copy(state: QueryState, projection: Projection | undefined): this {
    return new FindOne(state, projection) as this;
  }

  protected override async run(): Promise<object | null> {
    const { rows, fields } = this.reading;
    const operation = operationOf(this.state, findCommand(this.state, fields, 1, 1));
    return await runFirst({ ...operation, site: this.state.site }, rows);
  }

  protected override command(): Record<string, unknown> {
    return findCommand(this.state, this.reading.fields, 1, 1);
  }
}
