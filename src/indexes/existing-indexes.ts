import { openCursor } from "../client/cursor.ts";
import { ServerError } from "../errors/server-error.ts";
import { untypedRows } from "../query/rows.ts";
import type { Binding } from "../schema/model.ts";
import { indexOperation } from "./index-operation.ts";
import type { IndexCallOptions, IndexDescription } from "../types/indexes.ts";

/** The server's code for a collection that is not there. */
const NAMESPACE_NOT_FOUND = 26;

/** The name of the index that every collection has. */
export const ID_INDEX = "_id_";

/** The indexes of a collection as the server lists them, in the form in which they are declared; none while there is no collection. */
export async function existingIndexes(
  place: Binding,
  model: string,
  options: IndexCallOptions,
): Promise<IndexDescription[]> {
  const operation = indexOperation(place, { listIndexes: place.collection, cursor: {} }, options, model);
  try {
    return (await openCursor(operation, untypedRows).toArray()).map(described);
  } catch (error) {
    if (error instanceof ServerError && error.serverCode === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

/** Text indexes are listed under two keys of the server's own, with their fields among the weights only. */
function described(listed: Record<string, unknown>): IndexDescription {
  const { v: _version, ns: _namespace, background: _background, key, ...rest } = listed;
  const keys: Record<string, unknown> = {};
  for (const [path, direction] of Object.entries(key as Record<string, unknown>)) {
    if (path === "_fts") { for (const text of Object.keys(rest.weights as object)) keys[text] = "text"; }
    else if (path !== "_ftsx") keys[path] = direction;
  }
  return { ...rest, key: keys } as unknown as IndexDescription;
}
