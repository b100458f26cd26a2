import { DeleteRules } from "../relations/rules.ts";
import type { WriteOptions } from "../types/options.ts";
import { linkedDocuments } from "./linked-documents.ts";
import type { DocumentState } from "./state.ts";
import { passedOn } from "./write-linked.ts";

interface Deletable {
  delete(options: WriteOptions): Promise<unknown>;
}

/** With `DeleteRules.DELETE_LINKS` deletes what a document links to and was fetched, in either direction, before it itself. */
export async function deleteLinked(document: DocumentState, options: WriteOptions): Promise<void> {
  if (options.linkRule !== DeleteRules.DELETE_LINKS) return;
  for (const linked of linkedDocuments(document, true)) {
    // Each by its own class: it may mark instead of removing.
    if (!linked.isNew) await (linked as unknown as Deletable).delete(passedOn(linked.constructor, options));
  }
}
