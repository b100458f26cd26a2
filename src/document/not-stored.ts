import { DocumentNotFound } from "../errors/document-not-found.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { DocumentState } from "./state.ts";

/** The error of a call that needs a stored document. */
export function notStored(document: DocumentState, model: ModelRuntime, call: string): DocumentNotFound {
  const advice = document.isNew
    ? "This instance is new: store it with insert() or save() first."
    : "It was deleted in the meantime.";
  return new DocumentNotFound(
    `${model.name}.${call}(): there is no document with the id ${
      String(document.id)
    } in "${model.binding().collection}". ${advice}`,
    { model: model.name, id: document.id },
  );
}
