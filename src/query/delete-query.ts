import { runDocument } from "../client/run.ts";
import type { DeleteResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import { checkManyTarget, deleteCommand, findAndModifyCommand, writeOperation } from "./write-command.ts";
import { deleteResult, type FindAndModifyReply } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

/** A delete of all that match, or of the first. */
export class DeleteRun extends WriteQuery<DeleteResult> {
  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "delete";
  }

  protected override with(changes: Partial<QueryState>): this {
    return new DeleteRun({ ...this.state, ...changes }, this.one) as this;
  }

  protected override async run(): Promise<DeleteResult> {
    if (!this.one) checkManyTarget(this.state, "delete");
    const command = this.one && this.state.sort.length > 0
      ? findAndModifyCommand(this.state, { remove: true, fields: { _id: 1 } })
      : deleteCommand(this.state, this.one ? 1 : 0);
    return deleteResult(await runDocument(writeOperation(this.state, command)) as { n: number } | FindAndModifyReply);
  }
}
