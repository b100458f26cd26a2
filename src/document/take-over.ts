import type { ModelRuntime } from "../schema/model.ts";
import type { DocumentState } from "./state.ts";

/** Puts the stored fields of a document, read into a plain object, in the place of those that the instance has. */
export function takeOver(document: DocumentState, values: Record<string, unknown>, model: ModelRuntime): void {
  const held = document as unknown as Record<string, unknown>;
  for (const name of model.shape.names) {
    if (name === "id" || model.field(name)?.isExcluded === true) continue;
    if (Object.hasOwn(values, name)) held[name] = values[name];
    else delete held[name];
  }
  if (model.settings.unknownFields !== "keep") return;
  for (const name of Object.keys(values)) {
    if (model.shape.names.includes(name) || name === "revisionId") continue;
    Object.defineProperty(held, name, { value: values[name], writable: true, enumerable: true, configurable: true });
  }
}
