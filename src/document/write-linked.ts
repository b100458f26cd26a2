import { skippedBy } from "../events/actions.ts";
import { whileWriting } from "../relations/being-written.ts";
import { WriteRules } from "../relations/rules.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { insertDocument } from "./insert.ts";
import { insertDocuments } from "./insert-many.ts";
import { linkedDocuments } from "./linked-documents.ts";
import { saveDocument } from "./save.ts";
import { type DocumentState, runtime } from "./state.ts";

/** What a write does about the documents that its document links to; `back`: also about those that link back and were fetched. */
export type WriteLinked = <T>(
  document: DocumentState,
  options: WriteOptions,
  back: boolean,
  write: () => Promise<T>,
) => Promise<T>;

/**
 * With `WriteRules.WRITE` writes what a document links to before it itself: new documents by one insert a class, stored ones saved. All of them know
 * their ids beforehand, so they may link to each other in circles.
 */
export const writeLinked: WriteLinked = async (document, options, back, write) => {
  if (options.linkRule !== WriteRules.WRITE) return await write();
  const linked = linkedDocuments(document, back);
  if (linked.length === 0) return await write();
  return await whileWriting([document, ...linked], async () => {
    const stored = linked.filter(({ isNew }) => !isNew);
    for (const [type, documents] of newByClass(linked)) await insertAll(type, documents, passedOn(type, options));
    for (const one of stored) await saveDocument(one, runtime(one), passedOn(one.constructor, options));
    return await write();
  });
};

/** The options of a write for a document of another class that is written along with it: its links were found already, its actions are its own. */
// deno-lint-ignore ban-types -- a class of any constructor signature
export function passedOn(model: Function, { linkRule: _, skipActions, ...passed }: WriteOptions): WriteOptions {
  return skipActions === undefined ? passed : { ...passed, skipActions: skippedBy(model, skipActions) };
}

async function insertAll(type: ModelClassLike, documents: DocumentState[], options: WriteOptions): Promise<void> {
  if (options.bulkWriter === undefined) await insertDocuments(type, modelOf(type), documents, options);
  else for (const document of documents) await insertDocument(document, modelOf(type), options);
}

function newByClass(documents: readonly DocumentState[]): Map<ModelClassLike, DocumentState[]> {
  const classes = new Map<ModelClassLike, DocumentState[]>();
  for (const document of documents) {
    if (!document.isNew) continue;
    const type = document.constructor as ModelClassLike;
    const present = classes.get(type);
    if (present === undefined) classes.set(type, [document]);
    else present.push(document);
  }
  return classes;
}
