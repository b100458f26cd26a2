import type { Collation } from "../types/options.ts";
import type { IndexDescription } from "../types/indexes.ts";
import { canonical } from "./canonical-value.ts";

/**
 * What makes an index the one it is. Two indexes with the same keys and the same traits can not be in one collection, whatever their
 * other options (MongoDB 5.0 and later).
 */
export interface IndexIdentity {
  /** Paths in order with directions and kinds; the fields of a text index as a set, which is all that the server remembers. */
  readonly keys: string;
  /** Collation, partial filter, unique, sparse. */
  readonly traits: string;
  /** Each option that tells indexes apart, in comparable form; those at their default are left out. */
  readonly options: ReadonlyMap<string, string>;
}

/** Options that are false unless they are set. */
const FLAGS = ["unique", "sparse", "hidden"] as const;
const TRAITS = ["collation", "partialFilterExpression", "unique", "sparse"];

/** What the server takes for an option of a text or 2d index that is not given. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  default_language: "english",
  language_override: "language",
  bits: 26,
  min: -180,
  max: 180,
};

/** The server's own choice where nothing is declared, so it says nothing about what was declared. */
const VERSIONS = ["textIndexVersion", "2dsphereIndexVersion"] as const;

/** The identity of an index, declared or listed, without its name. */
export function identityOf(index: IndexDescription): IndexIdentity {
  const options = new Map<string, string>();
  const add = (name: string, value: unknown): void => {
    if (value !== undefined) options.set(name, canonical(value));
  };
  for (const name of FLAGS) if (index[name] === true) add(name, true);
  add("expireAfterSeconds", index.expireAfterSeconds);
  add("partialFilterExpression", index.partialFilterExpression);
  add("collation", completeCollation(index.collation));
  add("weights", weightsOf(index));
  for (const [name, standard] of Object.entries(DEFAULTS)) {
    const value = index[name as keyof IndexDescription];
    if (value !== standard) add(name, value);
  }
  add("wildcardProjection", index.wildcardProjection && projected(index.wildcardProjection));
  add("storageEngine", index.storageEngine);
  for (const name of VERSIONS) add(name, index[name]);
  return { keys: keysOf(index), traits: TRAITS.map((name) => options.get(name) ?? "").join("|"), options };
}

/**
 * Names of the options in which two indexes differ.
 *
 * @param declared what the model wants; what it leaves to the server's choice differs from nothing
 */
export function differingOptions(declared: IndexDescription, existing: IndexDescription): string[] {
  const wanted = identityOf(declared).options;
  const found = identityOf(existing).options;
  return [...new Set([...wanted.keys(), ...found.keys()])].filter((name) =>
    wanted.get(name) !== found.get(name) && !((VERSIONS as readonly string[]).includes(name) && !wanted.has(name))
  );
}

/** Whether the existing index is what is declared; names do not count. */
export function isSameIndex(declared: IndexDescription, existing: IndexDescription): boolean {
  return identityOf(declared).keys === identityOf(existing).keys && differingOptions(declared, existing).length === 0;
}

/** Whether it is a text index, of which a collection has at most one. */
export function isTextIndex(index: IndexDescription): boolean {
  return Object.values(index.key).includes("text");
}

function keysOf(index: IndexDescription): string {
  const parts: unknown[] = [];
  for (const [path, direction] of Object.entries(index.key)) {
    if (direction !== "text") parts.push([path, direction]);
    else if (!parts.includes("text")) parts.push("text");
  }
  return JSON.stringify([parts, Object.keys(weightsOf(index) ?? {}).sort()]);
}

/** The weight of every field of a text index: those that only `weights` names belong to it as well. */
function weightsOf(index: IndexDescription): Record<string, number> | undefined {
  if (!isTextIndex(index)) return undefined;
  const paths = Object.keys(index.key).filter((path) => index.key[path] === "text");
  return { ...Object.fromEntries(paths.map((path) => [path, 1])), ...index.weights };
}

/** With what the server fills in (MongoDB manual, Collation); `simple` is the server's name for none. */
function completeCollation(collation: Collation | undefined): object | undefined {
  if (collation === undefined || collation.locale === "simple") return undefined;
  const { version: _version, ...given } = collation as Collation & { version?: string };
  return {
    caseLevel: false,
    caseFirst: "off",
    strength: 3,
    numericOrdering: false,
    alternate: "non-ignorable",
    maxVariable: "punct",
    normalization: false,
    backwards: collation.locale === "fr_CA",
    ...given,
  };
}

/** Paths of a projection, in which servers before 6.0 nest them and write down that the id is left out, as it is anyway. */
function projected(projection: Readonly<Record<string, unknown>>, before = ""): Record<string, boolean> {
  const paths = Object.entries(projection).flatMap(([name, one]): [string, boolean][] => {
    const path = `${before}${name}`;
    if (typeof one !== "object" || one === null) return path === "_id" && !one ? [] : [[path, Boolean(one)]];
    return Object.entries(projected(one as Record<string, unknown>, `${path}.`));
  });
  return Object.fromEntries(paths);
}
