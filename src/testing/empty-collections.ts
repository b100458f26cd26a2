import type { Database } from "../client/database.ts";
import type { StoredCollection } from "../collections/stored-collections.ts";
import { ID_INDEX } from "../indexes/existing-indexes.ts";

/** Up to so many documents, deleting them is faster than making the collection and its indexes anew (docs/guide/testing.md has the measurement). */
const DELETED_AT_MOST = 2000;

/** Takes all documents out of all collections of a database; collections, their options and indexes, and views stay. */
export async function emptyCollections(database: Database): Promise<void> {
  const listed = await database.cursorCommand({ listCollections: 1 }).toArray() as unknown as StoredCollection[];
  const stored = listed.filter(({ name, type }) => type !== "view" && !name.startsWith("system."));
  await Promise.all(stored.map((collection) => empty(database, collection)));
}

async function empty(database: Database, collection: StoredCollection): Promise<void> {
  const { name, type, options } = collection;
  // Of time series and of capped collections older servers do not delete.
  if (type === "timeseries" || options.capped === true) return await makeAnew(database, collection);
  const { n } = await database.command({ count: name });
  if (Number(n) > DELETED_AT_MOST) return await makeAnew(database, collection);
  // Such a count may be behind, and deleting from what is empty costs next to nothing.
  await database.command({ delete: name, deletes: [{ q: {}, limit: 0 }] });
}

async function makeAnew(database: Database, { name, options }: StoredCollection): Promise<void> {
  const listed = await database.cursorCommand({ listIndexes: name }).toArray();
  await database.command({ drop: name });
  await database.command({ create: name, ...options });
  const indexes = listed.filter((index) => index.name !== ID_INDEX);
  if (indexes.length > 0) await database.command({ createIndexes: name, indexes });
}
