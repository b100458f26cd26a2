import { z } from "zod";
import { isPlainObject, setOwn } from "../../src/expression/plain-object.ts";
import { Refusal } from "../refusal.ts";
import { fromNode, valueNode } from "../values/from-node.ts";
import { isCut, type ValueNode } from "../values/node.ts";
import { toNode, unlimited } from "../values/to-node.ts";
import type { StoredDocument } from "./rows.ts";

/** One change of a stored document. Without a value the field is removed. */
export const change = z.strictObject({
  /** Stored names and positions, from the document down. */
  path: z.array(z.string()).min(1).max(100),
  value: valueNode.optional(),
  /** What the page showed there before; absent: nothing. */
  was: valueNode.optional(),
});

export type Change = z.infer<typeof change>;

/** Changes in the server's form. */
export interface Patch {
  /** The document as it will be. */
  readonly after: StoredDocument;
  readonly update: { readonly $set?: Record<string, unknown>; readonly $unset?: Record<string, true> };
}

/**
 * What an update has to say so that a stored document changes at these places and nowhere else: all other values stay as they are, to the bit.
 *
 * @param fixed stored names at the top that are not to be changed
 * @throws {Refusal} for places that there are not, and those that somebody else changed since the page read them
 */
export function patchOf(before: StoredDocument, changes: readonly Change[], fixed: ReadonlySet<string>): Patch {
  const kept = changes.find(({ path }) => fixed.has(path[0]!));
  if (kept !== undefined) throw new Refusal("value", `${kept.path[0]} is kept by Haricot and can not be changed.`);
  const after = copy(before) as StoredDocument;
  for (const one of changes) apply(after, one, before);
  const $set: Record<string, unknown> = {}, $unset: Record<string, true> = {};
  for (const path of sentPaths(changes)) {
    const value = valueAt(after, path);
    if (value === undefined) $unset[path.join(".")] = true;
    else setOwn($set, path.join("."), value);
  }
  return {
    after,
    update: {
      ...(Object.keys($set).length > 0 && { $set }),
      ...(Object.keys($unset).length > 0 && { $unset }),
    },
  };
}

function apply(document: StoredDocument, { path, value, was }: Change, before: StoredDocument): void {
  const name = path.join(".");
  if (!isAsSeen(valueAt(before, path), was)) {
    throw new Refusal(
      "conflict",
      `${name} was changed by somebody else since this page read it. Load the document again.`,
    );
  }
  const holder = valueAt(document, path.slice(0, -1));
  const key = path.at(-1)!;
  if (Array.isArray(holder)) {
    const index = /^\d{1,9}$/.test(key) ? Number(key) : NaN;
    if (value === undefined || !(index < holder.length)) {
      throw new Refusal("request", `${name}: a list changes its length as a whole.`);
    }
    holder[index] = fromNode(value, name);
  } else if (isPlainObject(holder)) {
    if (value === undefined) delete holder[key];
    else setOwn(holder, key, fromNode(value, name));
  } else throw new Refusal("request", `${name} is in no object and in no list.`);
}

/** Whether the page showed what is stored now. Of what it showed in part only that it is there counts. */
function isAsSeen(stored: unknown, seen: ValueNode | undefined): boolean {
  if (seen === undefined || stored === undefined) return seen === stored;
  return isCut(seen) || JSON.stringify(seen) === JSON.stringify(toNode(stored, unlimited()));
}

/** Where the update writes. A key that the server would take for something else is written with what holds it. */
function sentPaths(changes: readonly Change[]): string[][] {
  const paths = changes.map(({ path }) => {
    const strange = path.findIndex((step) => step === "" || step.includes(".") || step.startsWith("$"));
    if (strange === 0) {
      throw new Refusal(
        "value",
        `The field ${JSON.stringify(path[0])} can not be written alone: its name has a "." or "$".`,
      );
    }
    return strange < 0 ? path : path.slice(0, strange);
  });
  const isBelow = (path: string[], other: string[]) =>
    other.length < path.length && other.every((step, at) => step === path[at]);
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...unique.values()].filter((path) => !paths.some((other) => isBelow(path, other)));
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let at = document;
  for (const step of path) {
    if (Array.isArray(at)) at = /^\d{1,9}$/.test(step) ? at[Number(step)] : undefined;
    else at = isPlainObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** Lists and objects anew; values of other types do not change. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlainObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(result, key, copy(value[key]));
  return result;
}
