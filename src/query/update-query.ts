import { type BulkWriter, checkedWriter } from "../bulk/bulk-writer.ts";
import { ChangingQuery } from "./changing-query.ts";
import type { Operation } from "../client/operation.ts";
import { sessionInForce } from "../client/ambient.ts";
import { runDocument, runValue } from "../client/run.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { inPlaceOf } from "../schema/placement.ts";
import type { WriteOptions } from "../types/options.ts";
import type { UpdateResult } from "../types/results.ts";
import { checkResponse, type UpdateResponse } from "./update-response.ts";
import { copyOptions, type OPTION_NAMES } from "./options.ts";
import { criteriaOf, type QueryState, rowsOf } from "./query-state.ts";
import type { UpdatePlan } from "./update-plan.ts";
import { checkUpsert } from "./upsert-check.ts";
import { checkedInsertable, type Insertable } from "./insertable.ts";
import { type FindAndModifyReply, type UpdateReply, updateResult } from "./write-reply.ts";
import { checkManyTarget, findAndModifyCommand, updateCommand, writeOperation } from "./write-command.ts";

interface UpdateDetails {
  readonly plan: UpdatePlan;
  readonly onInsert: Insertable | undefined;
  readonly response: UpdateResponse;
}

/** An update of all that match, or of the first. */
export class UpdateRun extends ChangingQuery<unknown, UpdateRun> {
  readonly #one: boolean;
  readonly #details: UpdateDetails;

  constructor(
    state: QueryState,
    one: boolean,
    plan: UpdatePlan,
    onInsert: Insertable | undefined = undefined,
    response: UpdateResponse = "UPDATE_RESULT",
  ) {
    super(state);
    this.#one = one;
    this.#details = { plan, onInsert, response };
  }

  updateOne(...changes: unknown[]): UpdateRun {
    return this.update(...changes);
  }
  updateMany(...changes: unknown[]): UpdateRun {
    return this.update(...changes);
  }

  upsert(onInsert: unknown): this {
    return this.#change({ onInsert: checkedInsertable(this.state.model, onInsert, "upsert", "argument.upsert") });
  }

  responseType(response: UpdateResponse): this {
    checkResponse(this.#one, "update", response);
    return this.#change({ response });
  }

  /** The update as the server gets it. */
  getUpdateQuery(): SentUpdate {
    return this.#details.plan.compile();
  }

  protected override changed(change: (plan: UpdatePlan) => UpdatePlan): UpdateRun {
    return this.#change({ plan: change(this.#details.plan) });
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "update";
  }

  protected override with(changes: Partial<QueryState>): this {
    return this.#copy({ ...this.state, ...changes }, this.#details);
  }

  bulkWriter(writer: BulkWriter): this {
    return this.with({ bulkWriter: checkedWriter(writer) });
  }

  protected override async run(): Promise<unknown> {
    const { onInsert, response } = this.#details;
    if (this.state.bulkWriter !== undefined) return this.#queue(this.state.bulkWriter);
    const first = await this.#update();
    if (onInsert === undefined || hasMatched(first, response)) return first;
    try {
      return await inPlaceOf(this.state.model, [onInsert], () => onInsert.insert(this.#insertOptions()));
    } catch (error) {
      // In a transaction nobody else is seen, and the server ended it with the error.
      const isRace = error instanceof DuplicateKeyError && sessionInForce(this.state.session)?.inTransaction !== true;
      if (!isRace) throw error;
      // Somebody else inserted it in between: now it can be updated.
      const second = await this.#update();
      if (hasMatched(second, response)) return second;
      throw error;
    }
  }

  #queue(writer: BulkWriter): void {
    const { onInsert } = this.#details;
    const { model } = this.state;
    if (onInsert === undefined) return writer.add(this.#operation(), { after: [] });
    const insert = () => inPlaceOf(model, [onInsert], () => onInsert.insert(writer.insertOptions));
    writer.add(this.#operation(), { after: [] }, insert);
  }

  async #update(): Promise<UpdateResult | object | null> {
    const operation = this.#operation();
    if (this.#details.response !== "UPDATE_RESULT") return (await runValue(operation, rowsOf(this.state))).value;
    return updateResult(await runDocument(operation) as unknown as UpdateReply | FindAndModifyReply);
  }

  #operation(): Operation {
    const { plan, response } = this.#details;
    const update = plan.compile();
    const { state } = this;
    if (state.withChildren && state.options.upsert === true && state.model.family !== undefined) {
      throw new InvalidArgument(
        `${state.model.name}: an upsert with children could not say of which class the new document is. Use .upsert(document), or leave out withChildren().`,
        { code: "argument.upsert", model: state.model.name },
      );
    }
    if (!this.#one) checkManyTarget(state, "update");
    if (state.options.upsert === true) checkUpsert(state.model, criteriaOf(state), update);
    const command = response !== "UPDATE_RESULT"
      ? findAndModifyCommand(state, { update, new: response === "NEW_DOCUMENT" })
      : this.#one && state.sort.length > 0
      ? findAndModifyCommand(state, { update, fields: { _id: 1 } })
      : updateCommand(state, update, !this.#one);
    return writeOperation(state, command);
  }

  #insertOptions(): WriteOptions {
    const { session, signal, options } = this.state;
    const passed: WriteOptions = { session, signal };
    copyOptions(passed, options, ["writeConcern", "comment", "timeoutMS", "bypassDocumentValidation"]);
    return passed;
  }

  #change(details: Partial<UpdateDetails>): this {
    return this.#copy(this.state, { ...this.#details, ...details });
  }

  #copy(state: QueryState, { plan, onInsert, response }: UpdateDetails): this {
    return new UpdateRun(state, this.#one, plan, onInsert, response) as this;
  }
}

/** The server's own upsert counts as a match: something is stored. */
function hasMatched(result: UpdateResult | object | null, response: UpdateResponse): boolean {
  if (response !== "UPDATE_RESULT") return result !== null;
  const { matchedCount, upsertedId } = result as UpdateResult;
  return matchedCount > 0 || upsertedId !== undefined;
}
