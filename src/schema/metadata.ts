import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Kind } from "../transfer/plan.ts";
import type { IndexOptions } from "../types/settings.ts";
import type { LinkDefinition } from "./link-definition.ts";
import { asZod } from "./standard.ts";
import { type AnySchema, definition } from "./zod.ts";

/** What Haricot knows about a schema beyond Zod's definition. */
interface Metadata {
  stored?: string;
  index?: IndexOptions;
  kind?: Kind;
  link?: LinkDefinition;
  excluded?: true;
}

const known = new WeakMap<AnySchema, Metadata>();

/** A copy of the schema that carries more metadata: the original may stand in other shapes too and stays as it is. */
export function annotate<S extends AnySchema>(schema: S, metadata: Metadata): S {
  const copy = z.core.clone(schema, schema._zod.def as S["_zod"]["def"], { parent: true });
  known.set(copy, metadata);
  return copy;
}

/**
 * Marks a field as indexed. `init` creates the index; nested fields are indexed by their dotted path.
 *
 * @param schema a Zod schema or any Standard Schema; optional, default, nullable may stand on either side of the mark
 * @param options `direction`, `unique`, `sparse`, `expireAfterSeconds`, ... of the server's `createIndexes`
 * @example `price: indexed(z.number(), { direction: -1 })`
 */
export function indexed<S>(schema: S, options: IndexOptions = {}): S {
  return annotate(asZod(schema, "indexed(...)"), { index: { ...options } }) as S;
}

/**
 * Gives a field another name in storage than in the model, at any level of a document.
 *
 * @throws {InvalidArgument} for a name the server could not address: empty, with a dot, a leading `$`, or NUL
 * @example `createdAt: alias(z.date(), "created_at")`
 */
export function alias<S>(schema: S, stored: string): S {
  if (stored === "" || stored.includes(".") || stored.startsWith("$") || stored.includes("\0")) {
    throw new InvalidArgument(
      `${JSON.stringify(stored)} can not be a stored name: no dots, no leading "$", no NUL, not empty.`,
      { code: "schema.field_name", path: stored },
    );
  }
  return annotate(asZod(schema, "alias(...)"), { stored }) as S;
}

/**
 * Keeps a field out of storage and JSON, at any level: it lives on the instance only. As documents that are read lack it, it is optional or has a
 * default.
 *
 * @throws {InvalidArgument} when the model is first used: without optional or default, on the id, together with an index
 * @example `token: excluded(z.string().optional())`
 */
export function excluded<S>(schema: S): S {
  return annotate(asZod(schema, "excluded(...)"), { excluded: true }) as S;
}

/** Whether the field is kept out of storage and JSON. */
export function isExcluded(schema: AnySchema): boolean {
  return metadataOf(schema, "excluded") === true;
}

/**
 * Looks a mark up on a field's schema: on the schema itself, on the ones it was derived from (`.min()`, `.meta()`), and
 * inside wrappers (`optional`, `default`, pipes), outermost first.
 */
export function metadataOf<K extends "stored" | "index" | "excluded">(
  schema: AnySchema,
  key: K,
): Metadata[K] | undefined {
  for (let at: AnySchema | undefined = schema; at !== undefined; at = at._zod.parent) {
    const value = known.get(at)?.[key];
    if (value !== undefined) return value;
  }
  const def = definition(schema);
  if (def.type === "pipe") return metadataOf(def.in, key) ?? metadataOf(def.out, key);
  if ("innerType" in def) return metadataOf(def.innerType, key);
  return undefined;
}

/** The BSON kind that one of Haricot's own schemas (`objectId()`, `uuid()`, ...) declares. */
export function declaredKind(schema: AnySchema): Kind | undefined {
  return declared(schema, "kind");
}

/** What `link(...)` and `backLink(...)` declare. */
export function declaredLink(schema: AnySchema): LinkDefinition | undefined {
  return declared(schema, "link");
}

/** A mark of the schema itself or of those that it was derived from, wrappers left aside. */
function declared<K extends "kind" | "link">(schema: AnySchema, key: K): Metadata[K] | undefined {
  for (let at: AnySchema | undefined = schema; at !== undefined; at = at._zod.parent) {
    const value = known.get(at)?.[key];
    if (value !== undefined) return value;
  }
  return undefined;
}
