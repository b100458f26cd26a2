import type { BulkWriter } from "../bulk/bulk-writer.ts";
import type { Operation, OperationDocuments } from "../client/operation.ts";
import { runDocument, runValue } from "../client/run.ts";
import { DocumentNotFound } from "../errors/document-not-found.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import type { Plan } from "../transfer/plan.ts";
import { splice } from "../transfer/splice.ts";
import type { UpdateResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import { type QueryState, rowsOf } from "./query-state.ts";
import { checkResponse, type UpdateResponse } from "./update-response.ts";
import { findAndModifyCommand, updateCommand, writeOperation } from "./write-command.ts";
import { type FindAndModifyReply, type UpdateReply, updateResult } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

/**
 * Puts a document's data in the place of the first that matches.
 *
 * @throws {DocumentNotFound} when nothing matches
 */
export class ReplaceRun extends WriteQuery<UpdateResult | object | null> {
  readonly #document: object;
  readonly #response: UpdateResponse;

  constructor(state: QueryState, document: object, response: UpdateResponse = "UPDATE_RESULT") {
    super(state, true);
    this.#document = document;
    this.#response = response;
  }

  responseType(response: UpdateResponse): ReplaceRun {
    checkResponse(true, "replace", response);
    return new ReplaceRun(this.state, this.#document, response);
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "replace";
  }

  protected override with(changes: Partial<QueryState>): this {
    return new ReplaceRun({ ...this.state, ...changes }, this.#document, this.#response) as this;
  }

  protected override async send(): Promise<UpdateResult | object | null> {
    if (this.#response !== "UPDATE_RESULT") {
      const { value, updatedExisting } = await runValue(this.#operation(), rowsOf(this.state));
      if (!updatedExisting) throw this.#notFound();
      return value;
    }
    const reply = await runDocument(this.#operation());
    const result = updateResult(reply as unknown as UpdateReply | FindAndModifyReply);
    if (result.matchedCount === 0) throw this.#notFound();
    return result;
  }

  protected override queue(writer: BulkWriter): void {
    writer.add(this.#operation(), { after: [] });
  }

  #operation(): Operation {
    const command = this.#response !== "UPDATE_RESULT"
      ? findAndModifyCommand(this.state, { update: splice(0), new: this.#response === "NEW_DOCUMENT" })
      : this.state.sort.length > 0
      ? findAndModifyCommand(this.state, { update: splice(0), fields: { _id: 1 } })
      : updateCommand(this.state, splice(0), false);
    const documents: OperationDocuments = { plan: withoutId(this.#model.plan), values: [this.#document] };
    return { ...writeOperation(this.state, command), documents };
  }

  /** In a tree the document may be of a child class. */
  get #model(): ModelRuntime {
    const { model } = this.state;
    return model.family === undefined ? model : modelOf(this.#document.constructor as ModelClassLike);
  }

  #notFound(): DocumentNotFound {
    const { name } = this.state.model;
    return new DocumentNotFound(
      `${name}.findOne(...).replaceOne(...): no document matches the criteria. To store this one nevertheless, insert it.`,
      { model: name },
    );
  }
}

const plans = new WeakMap<Plan, Plan>();

/** The plan without the id: the stored document keeps its own. */
function withoutId(plan: Plan): Plan {
  let made = plans.get(plan);
  if (made === undefined) {
    const [document, ...nested] = plan.objects;
    const fields = document!.fields.filter((field) => field.name !== "_id");
    made = { model: plan.model, objects: [{ ...document!, fields }, ...nested] };
    plans.set(plan, made);
  }
  return made;
}
