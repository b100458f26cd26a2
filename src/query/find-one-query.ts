import { openCursor } from "../client/cursor.ts";
import { DeleteRun } from "./delete-query.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describe } from "../expression/describe.ts";
import { ownProjection, type Projection, projectionOf } from "./projection.ts";
import { operationOf, type QueryState } from "./query-state.ts";
import { findCommand } from "./read-command.ts";
import { ReadQuery } from "./read-query.ts";
import { ReplaceRun } from "./replace-query.ts";
import { UpdatePlan } from "./update-plan.ts";
import { UpdateRun } from "./update-query.ts";
import { writingState } from "./write-query.ts";

/** A query for the first document that matches. */
export class FindOne extends ReadQuery<object | null> {
  findOne(...criteria: unknown[]): this {
    return this.find(...criteria);
  }

  project(target: unknown): FindOne {
    return new FindOne(this.state, projectionOf(target));
  }

  count(): Promise<number> {
    return this.countAfter([]);
  }

  set(...changes: unknown[]): UpdateRun {
    return this.#write().set(...changes);
  }
  inc(amounts: unknown): UpdateRun {
    return this.#write().inc(amounts);
  }
  unset(...names: string[]): UpdateRun {
    return this.#write().unset(...names);
  }
  push(elements: unknown): UpdateRun {
    return this.#write().push(elements);
  }
  currentDate(fields: unknown): UpdateRun {
    return this.#write().currentDate(fields);
  }
  update(...changes: unknown[]): UpdateRun {
    return this.#write().update(...changes);
  }
  updateOne(...changes: unknown[]): UpdateRun {
    return this.update(...changes);
  }
  upsert(onInsert: unknown): UpdateRun {
    return this.#write().upsert(onInsert);
  }
  delete(): DeleteRun {
    return new DeleteRun(writingState(this.state), true);
  }
  deleteOne(): DeleteRun {
    return this.delete();
  }

  replaceOne(document: unknown): ReplaceRun {
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      throw new InvalidArgument(
        `${this.state.model.name}: replaceOne(...) takes a document, not ${describe(document)}.`,
      );
    }
    return new ReplaceRun(writingState(this.state), document);
  }

  protected override copy(state: QueryState, projection: Projection | undefined): this {
    return new FindOne(state, projection) as this;
  }

  protected override async run(): Promise<object | null> {
    const { rows, fields } = this.projection ?? ownProjection(this.state.model);
    const found = await openCursor(operationOf(this.state, findCommand(this.state, fields, 1, 1)), rows).toArray();
    return found[0] ?? null;
  }

  #write(): UpdateRun {
    return new UpdateRun(writingState(this.state), true, new UpdatePlan(this.state.model));
  }
}
