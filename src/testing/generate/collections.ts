import { declaredLink } from "../../schema/metadata.ts";
import type { AnySchema } from "../../schema/zod.ts";
import { checkDefinitions } from "./check-definitions.ts";
import { below, type Generation, TooDeep } from "./context.ts";

/** Makes a value for a schema. */
export type Make = (schema: AnySchema, at: Generation, path: string) => unknown;

/** How many elements there have to be, and between which numbers to choose. */
interface Size {
  readonly least: number;
  readonly min: number;
  readonly max: number;
}

/** Elements of lists where nothing is said. */
const USUAL: Size = { least: 0, min: 1, max: 3 };

export function array(schema: AnySchema, element: AnySchema, at: Generation, path: string, make: Make): unknown[] {
  const size = sizes(schema, declaredLink(element) !== undefined && at.optional !== "all");
  return few(size, at, (index) => make(element, at, below(path, index)));
}

export function set(schema: AnySchema, element: AnySchema, at: Generation, path: string, make: Make): Set<unknown> {
  return new Set(few(sizes(schema), at, (index) => make(element, at, below(path, index))));
}

export function map(key: AnySchema, value: AnySchema, at: Generation, path: string, make: Make): Map<unknown, unknown> {
  const entry = (): [unknown, unknown] => [make(key, at, path), make(value, at, path)];
  return new Map(few(USUAL, at, entry));
}

/** All keys where they are listed, else some. */
export function record(
  key: AnySchema,
  value: AnySchema,
  at: Generation,
  path: string,
  make: Make,
): Record<string, unknown> {
  const listed = key._zod.values;
  const keys = listed !== undefined ? [...listed] : few(USUAL, at, () => make(key, at, path));
  return Object.fromEntries(keys.map((name) => [name, make(value, at, below(path, String(name)))]));
}

export function tuple(items: readonly AnySchema[], at: Generation, path: string, make: Make): unknown[] {
  return items.map((item, index) => make(item, at, below(path, index)));
}

/** Ends early, where it may, when elements contain themselves without end. */
function few<T>({ least, min, max }: Size, at: Generation, one: (index: number) => T): T[] {
  const made: T[] = [];
  const count = at.source.integer(min, max);
  try {
    while (made.length < count) made.push(one(made.length));
  } catch (error) {
    if (!(error instanceof TooDeep) || made.length < least) throw error;
  }
  return made;
}

/** @param sparing no more elements than there have to be */
function sizes(schema: AnySchema, sparing = false): Size {
  let [least, most] = [0, Infinity];
  for (const def of checkDefinitions(schema)) {
    if (def.check === "min_length" || def.check === "min_size") least = Math.max(least, def.minimum);
    if (def.check === "max_length" || def.check === "max_size") most = Math.min(most, def.maximum);
    if (def.check === "length_equals") least = most = def.length;
    if (def.check === "size_equals") least = most = def.size;
  }
  if (sparing) return { least, min: least, max: least };
  const min = Math.max(least, Math.min(USUAL.min, most));
  return { least, min, max: Math.max(min, Math.min(USUAL.max, most)) };
}
