import { runDocument } from "../client/run.ts";
import type { DeleteResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import { markCommand } from "./soft-delete.ts";
import { checkManyTarget, deleteCommand, findAndModifyCommand, writeOperation } from "./write-command.ts";
import { deleteResult, type FindAndModifyReply } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

/** A delete of all that match, or of the first. A model with soft delete marks them, unless they are to be removed. */
export class DeleteRun extends WriteQuery<DeleteResult> {
  readonly #removes: boolean;

  constructor(state: QueryState, one: boolean, removes: boolean = !state.model.softDeletes) {
    super(state, one);
    this.#removes = removes;
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "delete";
  }

  protected override with(changes: Partial<QueryState>): this {
    return new DeleteRun({ ...this.state, ...changes }, this.one, this.#removes) as this;
  }

  protected override async run(): Promise<DeleteResult> {
    if (!this.one) checkManyTarget(this.state, "delete");
    const command = this.#removes ? this.#remove() : markCommand(this.state, this.one);
    return deleteResult(await runDocument(writeOperation(this.state, command)) as { n: number } | FindAndModifyReply);
  }

  #remove(): Record<string, unknown> {
    return this.one && this.state.sort.length > 0
      ? findAndModifyCommand(this.state, { remove: true, fields: { _id: 1 } })
      : deleteCommand(this.state, this.one ? 1 : 0);
  }
}
