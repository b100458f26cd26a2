import { runDocument } from "../client/run.ts";
import { DocumentNotFound } from "../errors/document-not-found.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { splice } from "../transfer/splice.ts";
import type { WriteOptions } from "../types/options.ts";
import { type DocumentState, setStored } from "./state.ts";
import { byId } from "./identity.ts";
import { validateBeforeWrite } from "./validate.ts";
import { writeOperation } from "./write-operation.ts";

/** Puts the whole instance in the place of the stored document. */
export async function replaceDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D> {
  validateBeforeWrite(document, model);
  const update = { q: byId(document, model), u: splice(0) };
  const operation = writeOperation(model, { update: model.binding().collection, updates: [update] }, options);
  const reply = await runDocument({ ...operation, documents: { plan: model.plan, values: [document] } });
  if (reply.n === 0) throw notStored(document, model, "replace");
  setStored(document, true);
  return document;
}

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
