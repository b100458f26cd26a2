import type { ModelRuntime } from "../schema/model.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import { literally } from "../expression/predicate.ts";
import type { DocumentState } from "./state.ts";

/** The filter that finds a document by its id, in stored form. */
export function byId(document: DocumentState, model: ModelRuntime): Record<string, unknown> {
  return { _id: literally(storedId(document, model)) };
}

/** The id as it is stored. */
export function storedId(document: DocumentState, model: ModelRuntime): unknown {
  return encodeStoredValue(model.field("id"), document.id, "_id", model.name);
}
