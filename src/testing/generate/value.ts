import { z } from "zod";
import { declaredKind, declaredLink } from "../../schema/metadata.ts";
import { type AnySchema, checksOf, definition, lazyTarget } from "../../schema/zod.ts";
import { array, map, record, set, tuple } from "./collections.ts";
import { below, type Generation, notGenerated, TooDeep } from "./context.ts";
import { constantDefault } from "./defaults.ts";
import { bigint, date, number } from "./numbers.ts";
import { ownKind } from "./own-kinds.ts";
import { text } from "./text.ts";
import { word } from "./words.ts";

/** Tries to meet checks that are code: after so many it is the user's turn. */
const TRIES = 50;
/** How often a schema may contain itself. */
const DEEPEST = 3;

/**
 * A value that the schema takes, `undefined` where it is left out.
 *
 * @param overrides what is given of an object, by name
 * @throws {TestingError} `testing.not_generated` where checks or transforms stand in the way that are code
 */
export function generate(schema: AnySchema, at: Generation, path: string, overrides?: object): unknown {
  const depth = at.open.get(schema) ?? 0;
  if (depth >= DEEPEST) throw new TooDeep();
  at.open.set(schema, depth + 1);
  try {
    return checked(schema, at, path, overrides);
  } finally {
    at.open.set(schema, depth);
  }
}

/** Where a schema has checks, it judges what was made; what it refuses is made again. */
function checked(schema: AnySchema, at: Generation, path: string, overrides?: object): unknown {
  const judged = checksOf(schema).length > 0 || definition(schema).type === "pipe" ||
    definition(schema).type === "custom";
  let issue = "";
  for (let tries = 0; tries < (judged ? TRIES : 1); tries++) {
    const value = make(schema, at, path, overrides);
    if (!judged) return value;
    const result = z.safeParse(schema, value);
    if (result.success) return value;
    issue = result.error.issues.map(({ path, message }) => [...path, message].join(": ")).join(", ");
  }
  throw notGenerated(at, path, `its schema refuses everything that was tried, with "${issue}"`);
}

function make(schema: AnySchema, at: Generation, path: string, overrides?: object): unknown {
  const { source } = at;
  const link = declaredLink(schema);
  if (link !== undefined) return link.direction === "forward" ? at.link(link, path) : undefined;
  const kind = declaredKind(schema);
  if (kind !== undefined) return ownKind(kind, schema, source);
  const def = definition(schema);
  switch (def.type) {
    case "string":
      return scalar(() => text(schema, source), at, path);
    case "number":
      return scalar(() => number(schema, source), at, path);
    case "bigint":
      return scalar(() => bigint(schema, source), at, path);
    case "date":
      return scalar(() => date(schema, source), at, path);
    case "boolean":
      return source.boolean();
    case "null":
      return null;
    case "undefined":
    case "void":
      return undefined;
    case "nan":
      return NaN;
    case "any":
    case "unknown":
      return word(source);
    case "literal":
    case "enum":
      return source.pick([...schema._zod.values!]);
    case "template_literal":
      return scalar(() => source.matching(schema._zod.pattern!), at, path);
    case "object":
      return object(def.shape, at, path, overrides);
    case "array":
      return array(schema, def.element, at, path, generate);
    case "set":
      return set(schema, def.valueType, at, path, generate);
    case "map":
      return map(def.keyType, def.valueType, at, path, generate);
    case "record":
      return record(def.keyType, def.valueType, at, path, generate);
    case "tuple":
      return tuple(def.items, at, path, generate);
    case "union":
      return union(def.options, at, path);
    case "intersection":
      return both(generate(def.left, at, path, overrides), generate(def.right, at, path, overrides));
    case "optional":
      return optional(def.innerType, at, path, overrides);
    case "nullable":
      return nullable(def.innerType, at, path, overrides);
    case "default":
    case "prefault":
      return overrides === undefined && constantDefault(def) ? undefined : generate(def.innerType, at, path, overrides);
    case "readonly":
    case "catch":
      return generate(def.innerType, at, path, overrides);
    case "nonoptional":
      return generate(def.innerType, { ...at, optional: "all" }, path, overrides);
    case "lazy":
      return generate(lazyTarget(schema), at, path, overrides);
    case "pipe":
      return generate(definition(def.in).type === "transform" ? def.out : def.in, at, path, overrides);
    default:
      throw notGenerated(at, path, `its schema is code (z.${def.type}), which does not say what it takes`);
  }
}

function scalar<T>(make: () => T, at: Generation, path: string): T {
  try {
    return make();
  } catch (cause) {
    throw notGenerated(at, path, (cause as Error).message, cause);
  }
}

/** The fields of an object; what is given is taken as it is, but that an object may be given in part. */
export function object(
  shape: Readonly<Record<string, AnySchema>>,
  at: Generation,
  path: string,
  overrides: object = {},
): Record<string, unknown> {
  const given = overrides as Readonly<Record<string, unknown>>;
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(shape)) {
    const schema = shape[name]!;
    const isGiven = Object.hasOwn(given, name);
    const value = isGiven && !(isPart(given[name]) && isObject(schema))
      ? given[name]
      : generate(schema, at, below(path, name), isGiven ? given[name] as object : undefined);
    if (value !== undefined) made[name] = value;
  }
  for (const name of Object.keys(given)) if (!Object.hasOwn(shape, name)) made[name] = given[name];
  return made;
}

function isPart(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether a value is an object with declared fields, wrappers left aside. */
function isObject(schema: AnySchema): boolean {
  if (declaredLink(schema) !== undefined) return false;
  const def = definition(schema);
  if (def.type === "lazy") return isObject(lazyTarget(schema));
  return def.type === "object" || ("innerType" in def && isObject(def.innerType as AnySchema));
}

function optional(inner: AnySchema, at: Generation, path: string, overrides?: object): unknown {
  // A link is made when it has to be there, or is asked for: documents would draw others after them without end.
  const leadsAway = declaredLink(inner) !== undefined && at.optional !== "all";
  if (overrides === undefined && (at.optional === "none" || leadsAway)) return undefined;
  if (overrides === undefined && at.optional === "some" && at.source.boolean()) return undefined;
  return orElse(() => generate(inner, at, path, overrides), undefined);
}

function nullable(inner: AnySchema, at: Generation, path: string, overrides?: object): unknown {
  if (overrides === undefined && at.optional !== "all" && at.source.integer(0, 4) === 0) return null;
  return orElse(() => generate(inner, at, path, overrides), null);
}

/** Any of the members; where one contains itself without end, another one. */
function union(options: readonly AnySchema[], at: Generation, path: string): unknown {
  const first = at.source.integer(0, options.length - 1);
  for (let tries = 0; tries < options.length; tries++) {
    try {
      return generate(options[(first + tries) % options.length]!, at, path);
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
    }
  }
  throw new TooDeep();
}

function orElse<T>(make: () => unknown, instead: T): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof TooDeep) return instead;
    throw error;
  }
}

function both(left: unknown, right: unknown): unknown {
  return typeof left === "object" && typeof right === "object" ? { ...left, ...right } : left;
}
