import { toBase64 } from "../../src/values/base64.ts";
import { Binary } from "../../src/values/binary.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { BSONSymbol } from "../../src/values/bson-symbol.ts";
import { BSONUndefined } from "../../src/values/bson-undefined.ts";
import { Code } from "../../src/values/code.ts";
import { DBPointer } from "../../src/values/db-pointer.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { Double } from "../../src/values/double.ts";
import { MaxKey } from "../../src/values/max-key.ts";
import { MinKey } from "../../src/values/min-key.ts";
import { isObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { uuidFromWords } from "../../src/values/uuid.ts";
import type { ValueNode } from "./node.ts";

/** How much of a value is told. */
export interface Limits {
  /** Characters of one text, and bytes of one binary. */
  readonly text: number;
  /** Entries of one list or object. */
  readonly entries: number;
  /** Values altogether; what comes later is cut to nothing. */
  nodes: number;
}

/** Everything. */
export function unlimited(): Limits {
  return { text: Infinity, entries: Infinity, nodes: Infinity };
}

/**
 * A value that was read with its exact type, for the page.
 *
 * @param limits counted down while nodes are made
 */
export function toNode(value: unknown, limits: Limits = unlimited()): ValueNode {
  limits.nodes--;
  switch (typeof value) {
    case "string":
      return text("string", value, limits);
    case "number":
      return { t: "int", v: String(value) };
    case "bigint":
      return { t: "long", v: String(value) };
    case "boolean":
      return { t: "boolean", v: value };
  }
  if (value === null) return { t: "null" };
  if (Array.isArray(value)) return list(value, limits);
  return ofClass(value as object, limits) ?? members(value as Record<string, unknown>, limits);
}

function ofClass(value: object, limits: Limits): ValueNode | undefined {
  if (isObjectId(value)) return { t: "objectId", v: value.toHexString() };
  if (value instanceof Date) return { t: "date", v: dateText(value) };
  if (value instanceof Double) return { t: "double", v: value.toString() };
  if (value instanceof Decimal128) return { t: "decimal128", v: value.toString() };
  if (value instanceof Uint8Array) return binary(value, 0, limits);
  if (value instanceof Binary) return binary(value.bytes, value.subtype, limits);
  if (value instanceof Timestamp) return { t: "timestamp", v: [value.seconds, value.increment] };
  if (value instanceof DBRef) {
    const id = toNode(value.$id, limits);
    return { t: "dbRef", v: value.$db === undefined ? [value.$ref, id] : [value.$ref, id, value.$db] };
  }
  if (value instanceof RegExp) return { t: "regex", v: [value.source, value.flags] };
  if (value instanceof BSONRegExp) return { t: "regex", v: [value.pattern, value.options] };
  if (value instanceof BSONSymbol) return text("symbol", value.value, limits);
  if (value instanceof Code) {
    return { t: "code", v: value.code, ...(value.scope !== undefined && { scope: toNode(value.scope, limits) }) };
  }
  if (value instanceof DBPointer) return { t: "dbPointer", v: [value.namespace, value.id.toHexString()] };
  if (value instanceof MinKey) return { t: "minKey" };
  if (value instanceof MaxKey) return { t: "maxKey" };
  return value instanceof BSONUndefined ? { t: "undefined" } : undefined;
}

function text(t: "string" | "symbol", value: string, limits: Limits): ValueNode {
  return value.length <= limits.text
    ? { t, v: value }
    : { t, v: value.slice(0, limits.text), cut: value.length - limits.text };
}

function binary(bytes: Uint8Array, subtype: number, limits: Limits): ValueNode {
  if (subtype === 4 && bytes.length === 16) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
    const [a, b, c, d] = [0, 4, 8, 12].map((at) => view.getInt32(at, true)) as [number, number, number, number];
    return { t: "uuid", v: uuidFromWords(a, b, c, d) };
  }
  if (bytes.length <= limits.text) return { t: "binary", v: toBase64(bytes), subtype };
  return { t: "binary", v: toBase64(bytes.subarray(0, limits.text)), subtype, cut: bytes.length - limits.text };
}

function list(values: readonly unknown[], limits: Limits): ValueNode {
  const v: ValueNode[] = [];
  for (const value of values) {
    if (v.length >= limits.entries || limits.nodes <= 0) return { t: "array", v, cut: values.length - v.length };
    v.push(toNode(value, limits));
  }
  return { t: "array", v };
}

function members(object: Record<string, unknown>, limits: Limits): ValueNode {
  const keys = Object.keys(object);
  const v: [string, ValueNode][] = [];
  for (const key of keys) {
    if (v.length >= limits.entries || limits.nodes <= 0) return { t: "object", v, cut: keys.length - v.length };
    v.push([key, toNode(object[key], limits)]);
  }
  return { t: "object", v };
}

/** BSON's dates reach farther than JavaScript's, whose invalid ones can not be written back. */
function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? "invalid" : date.toISOString();
}
