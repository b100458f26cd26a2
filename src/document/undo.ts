import { sessionInForce } from "../client/ambient.ts";
import type { Session } from "../client/session.ts";
import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import { type DocumentState, presentId, restoreId, setRevision, setStored, setTracked, trackedOf } from "./state.ts";

/**
 * Remembers documents as they are before a write inside of a session, actions and all: when the transaction is aborted, or runs again, they
 * are given back what they had. Outside of transactions it does nothing.
 */
export function rememberForUndo(documents: readonly DocumentState[], given: Session | undefined): void {
  const session = sessionInForce(given);
  if (session === undefined || !session.inTransaction) return;
  for (const document of documents) session.undoOnAbort(document, restorer(document));
}

function restorer(document: DocumentState): () => void {
  const { isNew, revisionId } = document;
  const id = presentId(document);
  const tracked = trackedOf(document);
  const fields = copy({ ...document }) as Record<string, unknown>;
  return () => {
    setStored(document, !isNew);
    setTracked(document, tracked);
    setRevision(document, revisionId);
    if (id !== undefined) restoreId(document, id);
    const held = document as unknown as Record<string, unknown>;
    for (const name of Object.keys(held)) if (!Object.hasOwn(fields, name)) delete held[name];
    for (const name of Object.keys(fields)) setOwn(held, name, fields[name]);
  };
}

/** Lists and plain objects are copied, since actions may change them in place; everything else is kept. */
function copy(value: unknown, copied = new Map<object, unknown>()): unknown {
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  const known = copied.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copied.set(value, list);
    for (const entry of value) list.push(copy(entry, copied));
    return list;
  }
  const object: Record<string, unknown> = {};
  copied.set(value, object);
  for (const key of Object.keys(value)) setOwn(object, key, copy(value[key], copied));
  return object;
}
