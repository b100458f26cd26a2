import type { ConflictingIndexes, IndexDescription, IndexDiff } from "../types/indexes.ts";
import type { DeclaredIndex } from "./declared-indexes.ts";
import { ID_INDEX } from "./existing-indexes.ts";
import { differingOptions, identityOf, isSameIndex, isTextIndex } from "./index-identity.ts";

/** Compares what is declared with what is there. */
export function diffIndexes(declared: readonly DeclaredIndex[], listed: readonly IndexDescription[]): IndexDiff {
  const existing = new Set(listed.filter(({ name }) => name !== ID_INDEX));
  const inherited = listed.find(({ name }) => name === ID_INDEX)?.collation;
  const create: IndexDescription[] = [];
  const keep: IndexDescription[] = [];
  const conflict: ConflictingIndexes[] = [];
  const missing: { index: IndexDescription; wanted: IndexDescription }[] = [];
  for (const { index, isNamed } of declared) {
    // An index without a collation gets that of its collection, which the index of _id shows.
    const wanted = inherited !== undefined && index.collation === undefined
      ? { ...index, collation: inherited }
      : index;
    const same = [...existing].find((other) => isSameIndex(wanted, other) && (!isNamed || other.name === index.name));
    if (same === undefined) missing.push({ index, wanted });
    else {
      keep.push(same);
      existing.delete(same);
    }
  }
  for (const { index, wanted } of missing) {
    const obstacle = findObstacle(wanted, existing);
    if (obstacle === undefined) create.push(index);
    else {
      conflict.push({ declared: index, ...obstacle });
      existing.delete(obstacle.existing);
    }
  }
  return { create, drop: [...existing], keep, conflict };
}

/** The index that keeps the server from creating a declared one. */
function findObstacle(
  declared: IndexDescription,
  others: Iterable<IndexDescription>,
): Omit<ConflictingIndexes, "declared"> | undefined {
  const list = [...others];
  const namesake = list.find(({ name }) => name === declared.name);
  if (namesake !== undefined) {
    return {
      existing: namesake,
      reason: `the index "${declared.name}" has another definition: ${difference(declared, namesake)}`,
    };
  }
  const wanted = identityOf(declared);
  const equal = list.find((other) => {
    const { keys, traits } = identityOf(other);
    return keys === wanted.keys && traits === wanted.traits;
  });
  if (equal !== undefined) {
    return {
      existing: equal,
      reason: `the index "${equal.name}" has the keys of "${declared.name}": ${difference(declared, equal)}`,
    };
  }
  const text = isTextIndex(declared) ? list.find(isTextIndex) : undefined;
  return text && {
    existing: text,
    reason: `the text index "${text.name}" is there, and a collection has one at most`,
  };
}

function difference(declared: IndexDescription, existing: IndexDescription): string {
  if (identityOf(declared).keys !== identityOf(existing).keys) return "other keys";
  const options = differingOptions(declared, existing);
  return options.length === 0 ? "another name" : `other values of ${options.join(", ")}`;
}
