import { runDocument } from "../client/run.ts";
import { IndexConflict } from "../errors/index-conflict.ts";
import type { Binding, ModelRuntime } from "../schema/model.ts";
import type {
  IndexCallOptions,
  IndexChangeOptions,
  IndexCreateOptions,
  IndexDescription,
  IndexDiff,
  IndexSyncOptions,
} from "../types/indexes.ts";
import { declaredIndexes } from "./declared-indexes.ts";
import { existingIndexes } from "./existing-indexes.ts";
import { diffIndexes } from "./index-diff.ts";
import { indexFailure } from "./index-failure.ts";
import { indexOperation } from "./index-operation.ts";

/** What differs between what a model declares and what a collection has. */
export async function differenceOf(
  model: ModelRuntime,
  place: Binding,
  options: IndexCallOptions,
  sharing?: readonly ModelRuntime[],
): Promise<IndexDiff> {
  const declared = declaredIndexes(model, sharing);
  return diffIndexes(declared, await existingIndexes(place, model.name, options));
}

/**
 * Creates the declared indexes, with `drop` in the place of all others: what conflicts goes first, what is no longer declared last, so that its
 * queries are never without an index for longer than they must.
 *
 * @param sharing classes that are about to share the collection
 * @throws {IndexConflict} without `drop`, before anything is changed
 */
export async function synchroniseIndexes(
  model: ModelRuntime,
  place: Binding,
  { drop = false, commitQuorum, ...changing }: IndexSyncOptions,
  sharing?: readonly ModelRuntime[],
): Promise<IndexDiff> {
  if (!drop && declaredIndexes(model, sharing).length === 0) return { create: [], drop: [], keep: [], conflict: [] };
  const { writeConcern: _, ...reading } = changing;
  const found = await differenceOf(model, place, reading, sharing);
  if (found.conflict.length > 0 && !drop) throw new IndexConflict(model.name, place.collection, found.conflict);
  for (const { existing } of found.conflict) await dropIndex(model, place, existing.name, changing);
  const wanted = [...found.create, ...found.conflict.map(({ declared }) => declared)];
  await createIndexes(model, place, wanted, { ...changing, commitQuorum });
  if (drop) { for (const { name } of found.drop) await dropIndex(model, place, name, changing); }
  return found;
}

async function createIndexes(
  model: ModelRuntime,
  place: Binding,
  indexes: readonly IndexDescription[],
  options: IndexCreateOptions,
): Promise<void> {
  if (indexes.length === 0) return;
  const command = { createIndexes: place.collection, indexes };
  try {
    await runDocument(indexOperation(place, command, options, model.name));
  } catch (error) {
    throw indexFailure(error, `build on "${place.collection}"`, indexes.map(({ name }) => name), model.name);
  }
}

/** Drops one index. */
export async function dropIndex(
  model: ModelRuntime,
  place: Binding,
  name: string,
  options: IndexChangeOptions,
): Promise<void> {
  const command = { dropIndexes: place.collection, index: name };
  try {
    await runDocument(indexOperation(place, command, options, model.name));
  } catch (error) {
    throw indexFailure(error, `drop from "${place.collection}"`, [name], model.name);
  }
}
