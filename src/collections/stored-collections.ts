import type { Database } from "../client/database.ts";

/** What the server says of a collection (MongoDB manual, `listCollections`). */
export interface StoredCollection {
  readonly name: string;
  readonly type: "collection" | "view" | "timeseries";
  readonly options: Readonly<Record<string, unknown>>;
}

/** Those of the named collections and views that there are. */
export async function storedCollections(
  database: Database,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, StoredCollection>> {
  const command = { listCollections: 1, filter: { name: { $in: names } } };
  const found = await database.cursorCommand(command, signal && { signal }).toArray() as unknown as StoredCollection[];
  return new Map(found.map((collection) => [collection.name, collection]));
}
