import type { OperationDocuments } from "../client/operation.ts";
import { runDocument } from "../client/run.ts";
import type { Plan } from "../transfer/plan.ts";
import { splice } from "../transfer/splice.ts";
import type { UpdateResult } from "../types/results.ts";
import type { OPTION_NAMES } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import { findAndModifyCommand, updateCommand, writeOperation } from "./write-command.ts";
import { type FindAndModifyReply, type UpdateReply, updateResult } from "./write-reply.ts";
import { WriteQuery } from "./write-query.ts";

/** Puts a document's data in the place of the first that matches. */
export class ReplaceRun extends WriteQuery<UpdateResult> {
  readonly #document: object;

  constructor(state: QueryState, document: object) {
    super(state, true);
    this.#document = document;
  }

  protected override get optionKind(): keyof typeof OPTION_NAMES {
    return "update";
  }

  protected override with(changes: Partial<QueryState>): this {
    return new ReplaceRun({ ...this.state, ...changes }, this.#document) as this;
  }

  protected override async run(): Promise<UpdateResult> {
    const command = this.state.sort.length > 0
      ? findAndModifyCommand(this.state, { update: splice(0), fields: { _id: 1 } })
      : updateCommand(this.state, splice(0), false);
    const documents: OperationDocuments = { plan: withoutId(this.state.model.plan), values: [this.#document] };
    const reply = await runDocument({ ...writeOperation(this.state, command), documents });
    return updateResult(reply as unknown as UpdateReply | FindAndModifyReply);
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
