import { Binary } from "../../src/values/binary.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { Double } from "../../src/values/double.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { isPlainObject } from "../../src/expression/plain-object.ts";

/** What kinds of values there are, as a schema tells them apart. */
export type SeenKind =
  | "string"
  | "int"
  | "double"
  | "long"
  | "decimal128"
  | "boolean"
  | "date"
  | "objectId"
  | "uuid"
  | "binary"
  | "timestamp"
  | "null"
  | "object"
  | "array"
  | "other";

/** What was seen at one place of documents. */
export interface Seen {
  /** How many values. */
  count: number;
  readonly kinds: Map<SeenKind, number>;
  /** Of the objects: their fields. */
  readonly fields: Map<string, Seen>;
  /** Of the arrays: their elements. */
  element: Seen | undefined;
}

/** A place where nothing was seen yet. */
export function nothingSeen(): Seen {
  return { count: 0, kinds: new Map(), fields: new Map(), element: undefined };
}

/** Adds a value. */
export function see(seen: Seen, value: unknown): void {
  const kind = kindOf(value);
  seen.count++;
  seen.kinds.set(kind, (seen.kinds.get(kind) ?? 0) + 1);
  if (kind === "object") {
    for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
      let field = seen.fields.get(name);
      if (field === undefined) seen.fields.set(name, field = nothingSeen());
      see(field, inner);
    }
  } else if (kind === "array") {
    seen.element ??= nothingSeen();
    for (const inner of value as unknown[]) see(seen.element, inner);
  }
}

/** Of values that were read with their exact types. */
function kindOf(value: unknown): SeenKind {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "int";
    case "bigint":
      return "long";
    case "boolean":
      return "boolean";
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (value instanceof Double) return "double";
  if (value instanceof Date) return "date";
  if (value instanceof ObjectId) return "objectId";
  if (value instanceof Decimal128) return "decimal128";
  if (value instanceof Binary) return value.subtype === 4 ? "uuid" : "binary";
  if (value instanceof Uint8Array) return "binary";
  if (value instanceof Timestamp) return "timestamp";
  return isPlainObject(value) ? "object" : "other";
}
