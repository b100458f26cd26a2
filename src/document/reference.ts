import { DocumentWasNotSaved } from "../errors/document-was-not-saved.ts";
import { Link } from "../relations/link.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import { DBRef } from "../values/db-ref.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { convertId } from "../query/convert-id.ts";
import type { DocumentState } from "./state.ts";

/** @throws {DocumentWasNotSaved} for a new document: the reference would lead nowhere */
export function referenceTo(document: DocumentState, model: ModelRuntime): DBRef {
  if (document.isNew) throw new DocumentWasNotSaved(model.name, "toRef()");
  return new DBRef(model.collection, convertId(model, document.id));
}

/**
 * A link to the document with an id.
 *
 * @throws {ValidationError} when the id can not be one of the model
 */
export function linkTo(type: ModelClassLike, model: ModelRuntime, id: unknown): Link {
  return new Link(() => type, decodeValue(model.field("id"), convertId(model, id), "id"));
}
