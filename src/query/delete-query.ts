import { runDocument, runValue } from "../client/run.ts";
import type { DeleteResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import { checkResponse, type UpdateResponse } from "./update-response.ts";
import { checkManyTarget, deleteCommand, findAndModifyCommand, writeOperation } from "./write-command.ts";
import { deleteResult, type FindAndModifyReply } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

/** A delete of all that match, or of the first. */
export class DeleteRun extends WriteQuery<DeleteResult | object | null> {
  readonly #response: UpdateResponse;

  constructor(state: QueryState, one: boolean, response: UpdateResponse = "UPDATE_RESULT") {
    super(state, one);
    this.#response = response;
  }

  responseType(response: UpdateResponse): DeleteRun {
    checkResponse(this.one, "delete", response);
    return new DeleteRun(this.state, this.one, response);
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "delete";
  }

  protected override with(changes: Partial<QueryState>): this {
    return new DeleteRun({ ...this.state, ...changes }, this.one, this.#response) as this;
  }

  protected override async run(): Promise<DeleteResult | object | null> {
    if (this.#response !== "UPDATE_RESULT") {
      const operation = writeOperation(this.state, findAndModifyCommand(this.state, { remove: true }));
      return (await runValue(operation, this.state.model.rows())).value;
    }
    if (!this.one) checkManyTarget(this.state, "delete");
    const command = this.one && this.state.sort.length > 0
      ? findAndModifyCommand(this.state, { remove: true, fields: { _id: 1 } })
      : deleteCommand(this.state, this.one ? 1 : 0);
    return deleteResult(await runDocument(writeOperation(this.state, command)) as { n: number } | FindAndModifyReply);
  }
}
