import type { ModelRuntime } from "../schema/model.ts";
import { parseInput } from "../schema/run.ts";
import type { DocumentState } from "./state.ts";

/** With the setting `validateOnSave`: {@link validate}. */
export function validateBeforeWrite(document: DocumentState, model: ModelRuntime): void {
  if (model.settings.validateOnSave) validate(document, model);
}

/**
 * Runs the whole schema over the fields of a document and takes over what it coerces.
 *
 * @throws {ValidationError} with the schema library's issues
 */
export function validate(document: DocumentState, model: ModelRuntime): void {
  const held = document as unknown as Record<string, unknown>;
  // What links back is not the document's own: it is found on the other side.
  const names = model.shape.names.filter((name) => model.field(name)?.link?.direction !== "back");
  const fields = Object.fromEntries(names.map((name) => [name, held[name]]));
  const valid = parseInput(model.held, fields, model.name);
  for (const name of Object.keys(valid)) if (held[name] !== valid[name]) held[name] = valid[name];
}
