import { runDocument, runValue } from "../client/run.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { compileArrayFilters } from "../expression/array-filters.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import type { UpdateOptions, WriteOptions } from "../types/options.ts";
import type { UpdateResult } from "../types/results.ts";
import { RESPONSE_TYPES, type UpdateResponse } from "./update-response.ts";
import { copyOptions, type OPTION_NAMES } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import type { UpdatePlan } from "./update-plan.ts";
import { type Insertable, isInsertable } from "./insertable.ts";
import { type FindAndModifyReply, type UpdateReply, updateResult } from "./write-reply.ts";
import { checkManyTarget, findAndModifyCommand, updateCommand, writeOperation } from "./write-command.ts";
import { WriteQuery } from "./write-query.ts";

interface UpdateDetails {
  readonly plan: UpdatePlan;
  readonly onInsert: Insertable | undefined;
  readonly response: UpdateResponse;
}

/** An update of all that match, or of the first. */
export class UpdateRun extends WriteQuery<unknown> {
  readonly #details: UpdateDetails;

  constructor(
    state: QueryState,
    one: boolean,
    plan: UpdatePlan,
    onInsert: Insertable | undefined = undefined,
    response: UpdateResponse = "UPDATE_RESULT",
  ) {
    super(state, one);
    this.#details = { plan, onInsert, response };
  }

  set(...changes: unknown[]): this {
    return this.#change({ plan: this.#details.plan.set(changes) });
  }
  inc(amounts: unknown): this {
    return this.#change({ plan: this.#details.plan.operator("$inc", amounts) });
  }
  unset(...names: string[]): this {
    return this.#change({ plan: this.#details.plan.unset(names) });
  }
  push(elements: unknown): this {
    return this.#change({ plan: this.#details.plan.operator("$push", elements) });
  }
  currentDate(fields: unknown): this {
    return this.#change({ plan: this.#details.plan.operator("$currentDate", fields) });
  }
  update(...changes: unknown[]): this {
    return this.#change({ plan: this.#details.plan.update(changes) });
  }
  updateOne(...changes: unknown[]): this {
    return this.update(...changes);
  }
  updateMany(...changes: unknown[]): this {
    return this.update(...changes);
  }

  upsert(onInsert: unknown): this {
    if (!isInsertable(onInsert)) {
      throw new InvalidArgument(
        `${this.state.model.name}: upsert(...) takes a document to insert, not ${describeValue(onInsert)}.`,
        {
          code: "argument.upsert",
        },
      );
    }
    return this.#change({ onInsert });
  }

  responseType(response: UpdateResponse): this {
    if (!RESPONSE_TYPES.includes(response)) {
      throw new InvalidArgument(`responseType(...) takes one of ${RESPONSE_TYPES.join(", ")}.`, {
        code: "argument.response_type",
      });
    }
    if (!this.one && response !== "UPDATE_RESULT") {
      throw new InvalidArgument("Only an update of one document, made of findOne(...), can answer with the document.", {
        code: "argument.response_type",
      });
    }
    return this.#change({ response });
  }

  /** The update as the server gets it. */
  get updateQuery(): SentUpdate {
    return this.#details.plan.compile();
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "update";
  }

  protected override with(changes: Partial<QueryState>): this {
    return this.#copy({ ...this.state, ...changes }, this.#details);
  }

  protected override async run(): Promise<unknown> {
    const { onInsert } = this.#details;
    const first = await this.#update();
    if (onInsert === undefined || hasMatched(first)) return first;
    try {
      return await onInsert.insert(this.#insertOptions());
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error;
      // Somebody else inserted it in between: now it can be updated.
      const second = await this.#update();
      if (hasMatched(second)) return second;
      throw error;
    }
  }

  async #update(): Promise<UpdateResult | object | null> {
    const { plan, response } = this.#details;
    const update = plan.compile();
    if (!this.one) checkManyTarget(this.state, "update");
    const state = withArrayFilters(this.state, update);
    if (response !== "UPDATE_RESULT") {
      const command = findAndModifyCommand(state, { update, new: response === "NEW_DOCUMENT" });
      return (await runValue(writeOperation(state, command), state.model.rows())).value;
    }
    if (this.one && state.sort.length > 0) {
      const command = findAndModifyCommand(state, { update, fields: { _id: 1 } });
      return updateResult(await runDocument(writeOperation(state, command)) as unknown as FindAndModifyReply);
    }
    const command = updateCommand(state, update, !this.one);
    return updateResult(await runDocument(writeOperation(state, command)) as unknown as UpdateReply);
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
    return new UpdateRun(state, this.one, plan, onInsert, response) as this;
  }
}

/** Names and values of the array filters as they are stored: which elements they are about, the paths of the update say. */
function withArrayFilters(state: QueryState, update: SentUpdate): QueryState {
  const { arrayFilters } = state.options as UpdateOptions;
  if (arrayFilters === undefined) return state;
  const compiled = compileArrayFilters(state.model, arrayFilters, update);
  return { ...state, options: { ...state.options, arrayFilters: compiled } };
}

/** A result is counts or a document; the server's own upsert counts as a match here: something is stored. */
function hasMatched(result: UpdateResult | object | null): boolean {
  if (result === null) return false;
  const counts = result as Partial<UpdateResult>;
  return counts.matchedCount !== 0 || counts.upsertedId !== undefined;
}
