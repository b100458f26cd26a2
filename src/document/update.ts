import type { BulkWriter } from "../bulk/bulk-writer.ts";
import { runValue } from "../client/run.ts";
import { mergeActionChanges } from "../events/conflict-resolution.ts";
import { Update } from "../events/event.ts";
import { addArrayFilters } from "../expression/array-filters.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import { copyOptions } from "../query/options.ts";
import { plainRows } from "../query/rows.ts";
import { UpdatePlan } from "../query/update-plan.ts";
import { checkUpsert } from "../query/upsert-check.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { ChangeOptions } from "../types/options.ts";
import { splitOptions } from "./change-options.ts";
import { refresh } from "./refresh.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { guardedById, missed, nextRevision, upsertFailure, withRevision, writeTarget } from "./revision.ts";
import type { DocumentState } from "./state.ts";
import { takeOver } from "./take-over.ts";
import { CHANGE_OPTIONS, checkWriteOptions } from "./write-options.ts";
import { writeOperation } from "./write-operation.ts";

/** The instance methods that change single fields. */
export type ChangeCall = "set" | "inc" | "currentDate" | "unset" | "push" | "update";

const COPIED = [...CHANGE_OPTIONS].filter((name) => name !== "arrayFilters");
const UPDATING: Surroundings = { events: [Update], watches: true };

/** Changes fields of the stored document and takes its new state over into the instance, in one findAndModify. */
export async function changeDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  call: ChangeCall,
  input: readonly unknown[],
): Promise<D> {
  const { changes, options } = splitOptions(model, input);
  checkWriteOptions(model.name, options, CHANGE_OPTIONS);
  return await updateDocument(document, model, { call, update: planOf(model, call, changes).compile(), options });
}

/** An update of one document. */
export interface DocumentChange {
  /** The call that it is made for, for messages. */
  readonly call: string;
  readonly update: SentUpdate;
  readonly options: ChangeOptions;
}

/** Updates the stored document and takes its new state over into the instance, with the actions of an update around it. */
export async function updateDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  given: DocumentChange,
): Promise<D> {
  await runLifecycle(document, model, given.options, UPDATING, (changed) => {
    const { actionConflictResolution } = model.settings;
    const update = changed === undefined
      ? given.update
      : mergeActionChanges(model.name, given.update, changed, actionConflictResolution);
    return change(document, model, { ...given, update });
  });
  return document;
}

async function change(document: DocumentState, model: ModelRuntime, details: DocumentChange): Promise<void> {
  const { call, options } = details;
  if (options.upsert === true) checkUpsert(model, [guardedById(document, model, options)], details.update);
  if (options.bulkWriter !== undefined) return queueChange(document, model, details, options.bulkWriter);
  const revision = nextRevision(model);
  const command: Record<string, unknown> = {
    findAndModify: model.binding().collection,
    query: guardedById(document, model, options),
    update: withRevision(details.update, revision),
    new: true,
  };
  copyOptions(command, options as Record<string, unknown>, COPIED);
  addArrayFilters(command, model, options.arrayFilters, details.update);
  let values: Record<string, unknown> | null;
  try {
    // Read into a plain object first: the instance changes only when all of the document could be read.
    values = (await runValue(writeOperation(model, command, options), plainRows(model.plan))).value;
  } catch (error) {
    if (error instanceof WriteConcernError) await refresh(document, model, options, revision);
    throw options.upsert === true ? upsertFailure(error, document, model, call, options) : error;
  }
  if (values === null) throw await missed(document, model, call, options);
  takeOver(document, values, model);
  settleStored(document, model, revision);
}

/**
 * The instance is not refreshed then: what the server makes of the changes is not read back. It keeps its revision, so that storing it whole
 * is refused until it was read again.
 */
function queueChange(
  document: DocumentState,
  model: ModelRuntime,
  { update, options }: DocumentChange,
  writer: BulkWriter,
): void {
  const revision = nextRevision(model);
  const statement: Record<string, unknown> = {
    q: guardedById(document, model, options),
    u: withRevision(update, revision),
  };
  const command: Record<string, unknown> = { update: model.binding().collection, updates: [statement] };
  const { let: variables, ...own } = options;
  copyOptions(statement, own as Record<string, unknown>, COPIED);
  addArrayFilters(statement, model, options.arrayFilters, update);
  if (variables !== undefined) command.let = variables;
  const target = writeTarget(document, model, options, revision);
  writer.add(writeOperation(model, command, options), {
    document,
    revision,
    target: target.proof === undefined ? undefined : target,
    after: [],
  });
}

function planOf(model: ModelRuntime, call: ChangeCall, changes: readonly unknown[]): UpdatePlan {
  const plan = new UpdatePlan(model);
  switch (call) {
    case "set":
      return plan.set(changes);
    case "update":
      return plan.update(changes);
    case "unset":
      return plan.unset(changes.map((name) => nameOf(model, name)));
    default:
      return changes.reduce<UpdatePlan>((made, fields) => made.operator(`$${call}`, fields), plan);
  }
}

function nameOf(model: ModelRuntime, name: unknown): string {
  if (typeof name === "string") return name;
  throw new InvalidArgument(`${model.name}.unset() takes names of fields.`, { code: "argument.change" });
}
