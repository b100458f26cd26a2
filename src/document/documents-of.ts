import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import type { Plan } from "../transfer/plan.ts";
import { DocumentState, runtime } from "./state.ts";

/** @throws {InvalidArgument} when the value is no list of documents that are stored where those of the class are */
export function checkedDocuments(
  type: ModelClassLike,
  model: ModelRuntime,
  documents: readonly unknown[],
  call: string,
): DocumentState[] {
  if (!Array.isArray(documents)) {
    throw new InvalidArgument(`${model.name}.${call} takes a list of documents.`, { code: "argument.documents" });
  }
  return documents.map((document, index) => checkedDocument(type, model, document, `${call}, document ${index}`));
}

/** @throws {InvalidArgument} when the value is no document that is stored where those of the class are */
export function checkedDocument(
  type: ModelClassLike,
  model: ModelRuntime,
  document: unknown,
  place: string,
): DocumentState {
  if (!(document instanceof DocumentState && document instanceof type)) {
    throw new InvalidArgument(
      `${model.name}.${place} is no ${model.name}. Make it with new ${model.name}({ ... }).`,
      { code: "argument.documents" },
    );
  }
  if (document.constructor !== type) checkHome(runtime(document), model, place);
  return document;
}

/** A child without a root above it has a collection of its own: in the parent's it would lose its fields. */
function checkHome(own: ModelRuntime, model: ModelRuntime, place: string): void {
  if (model.storesDocumentsOf(own)) {
    // A child that was not initialised would not be found again.
    if (model.family !== undefined) own.binding();
    return;
  }
  throw new InvalidArgument(
    `${model.name}.${place} is a ${own.name}, whose documents have a collection of their own: write it through ${own.name}. Children share the ` +
      "collection of a class with the setting isRoot.",
    { code: "argument.documents" },
  );
}

/** How documents that are written together are carried: they may be of several classes of a tree. */
export function planOf(documents: readonly DocumentState[], model: ModelRuntime): Plan {
  if (model.family === undefined) return model.plan;
  const first = documents[0]!;
  const isMixed = documents.some((document) => document.constructor !== first.constructor);
  return isMixed ? model.mixture.writing : runtime(first).plan;
}
