import type { BulkWriter } from "../bulk/bulk-writer.ts";
import type { Operation } from "../client/operation.ts";
import { runDocument, runValue } from "../client/run.ts";
import type { DeleteResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import { type QueryState, rowsOf } from "./query-state.ts";
import { mark, unmarked } from "./soft-delete.ts";
import { checkResponse, type UpdateResponse } from "./update-response.ts";
import {
  checkManyTarget,
  deleteCommand,
  findAndModifyCommand,
  updateCommand,
  writeOperation,
} from "./write-command.ts";
import { deleteResult, type FindAndModifyReply } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

interface DeleteDetails {
  /** False: the documents are marked as deleted. */
  readonly removes: boolean;
  readonly response: UpdateResponse;
}

/** A delete of all that match, or of the first. A model with soft delete marks them, unless they are to be removed. */
export class DeleteRun extends WriteQuery<DeleteResult | object | null> {
  readonly #details: DeleteDetails;

  constructor(state: QueryState, one: boolean, removes: boolean, response: UpdateResponse = "UPDATE_RESULT") {
    super(state, one);
    this.#details = { removes, response };
  }

  responseType(response: UpdateResponse): DeleteRun {
    checkResponse(this.one, "delete", response);
    return new DeleteRun(this.state, this.one, this.#details.removes, response);
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "delete";
  }

  protected override with(changes: Partial<QueryState>): this {
    const { removes, response } = this.#details;
    return new DeleteRun({ ...this.state, ...changes }, this.one, removes, response) as this;
  }

  protected override async send(): Promise<DeleteResult | object | null> {
    const { response } = this.#details;
    const operation = this.#operation();
    if (response !== "UPDATE_RESULT") return (await runValue(operation, rowsOf(this.state))).value;
    return deleteResult(await runDocument(operation) as { n: number } | FindAndModifyReply);
  }

  protected override queue(writer: BulkWriter): void {
    writer.add(this.#operation(), { marks: !this.#details.removes, after: [] });
  }

  #operation(): Operation {
    const { removes, response } = this.#details;
    const state = removes ? this.state : unmarked(this.state);
    if (!this.one) checkManyTarget(state, "delete");
    const command = response !== "UPDATE_RESULT"
      ? findAndModifyCommand(state, this.#change())
      : this.one && state.sort.length > 0
      ? findAndModifyCommand(state, { ...this.#change(), fields: { _id: 1 } })
      : removes
      ? deleteCommand(state, this.one ? 1 : 0)
      : updateCommand(state, mark(this.state.model), !this.one);
    return writeOperation(state, command);
  }

  #change(): Record<string, unknown> {
    return this.#details.removes ? { remove: true } : { update: mark(this.state.model) };
  }
}
