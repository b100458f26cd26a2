import { runValue } from "../client/run.ts";
import { FieldChange } from "../expression/change.ts";
import { resolveChange, type ResolvedChange, resolveOperator, resolveSetting } from "../expression/compile-changes.ts";
import { isFieldReference, PATH } from "../expression/field-reference.ts";
import { resolvePath } from "../expression/field-path.ts";
import { mergeChanges } from "../expression/merge-changes.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { plainRows } from "../query/rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { splitOptions } from "./change-options.ts";
import { byId } from "./identity.ts";
import { notStored } from "./replace.ts";
import type { DocumentState } from "./state.ts";
import { writeOperation } from "./write-operation.ts";

/** The instance methods that change single fields. */
export type ChangeCall = "set" | "inc" | "currentDate" | "unset" | "push" | "update";

/** Changes fields of the stored document and takes its new state over into the instance, in one findAndModify. */
export async function changeDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  call: ChangeCall,
  given: readonly unknown[],
): Promise<D> {
  const { changes, options } = splitOptions(model, given);
  const resolved = changes.flatMap((change) => resolve(model, call, change));
  if (resolved.length === 0) {
    throw new InvalidArgument(`${model.name}.${call}() got nothing to change.`, { code: "argument.change" });
  }
  const command = {
    findAndModify: model.binding().collection,
    query: byId(document, model),
    update: mergeChanges(model.name, resolved),
    new: true,
  };
  // Read into a plain object first: the instance changes only when all of the document could be read.
  const { value } = await runValue(writeOperation(model, command, options), plainRows(model.plan));
  if (value === null) throw notStored(document, model, call);
  takeOver(document, value, model);
  return document;
}

function resolve(model: ModelRuntime, call: ChangeCall, change: unknown): ResolvedChange[] {
  switch (call) {
    case "set":
      return resolveSetting(model, change);
    case "update":
      return resolveChange(model, change);
    case "unset":
      return [new FieldChange("$unset", pathOf(model, change), true)];
    default:
      return resolveOperator(model, `$${call}`, change as object);
  }
}

function pathOf(model: ModelRuntime, name: unknown): string {
  if (isFieldReference(name)) return name[PATH];
  if (typeof name === "string") return resolvePath(model, name).stored;
  throw new InvalidArgument(`${model.name}.unset() takes names of fields.`, { code: "argument.change" });
}

function takeOver(document: DocumentState, values: Record<string, unknown>, model: ModelRuntime): void {
  const held = document as unknown as Record<string, unknown>;
  for (const name of model.shape.names) {
    if (name === "id") continue;
    if (Object.hasOwn(values, name)) held[name] = values[name];
    else delete held[name];
  }
  if (model.settings.unknownFields !== "keep") return;
  for (const name of Object.keys(values)) {
    if (model.shape.names.includes(name)) continue;
    Object.defineProperty(held, name, { value: values[name], writable: true, enumerable: true, configurable: true });
  }
}
