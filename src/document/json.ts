import { deeper } from "../expression/nesting.ts";
import { toBase64 } from "../values/base64.ts";
import { Decimal128 } from "../values/decimal128.ts";

/**
 * Plain data as JSON takes it, without loss: for the rows of `select(...)` and of aggregations, which are no documents and may hold bigints, dates,
 * bytes and decimals. Documents have the method of this name.
 *
 * @returns `undefined` for what JSON has no form for, such as a function
 * @throws {InvalidArgument} for a value that contains itself
 * @example `return Response.json(toJSON(await Product.aggregate(totals)));`
 */
export function toJSON(value: unknown): unknown {
  return toJson(value, "toJSON(value)");
}

/**
 * A value as JSON takes it, without loss: dates as ISO 8601, ids as 24 hexadecimal digits, bytes as base64, bigints and decimals as
 * text, other BSON values by their own `toJSON`. What JSON leaves out (`undefined`, functions) gives `undefined`.
 *
 * @param path place in the document, for messages
 * @throws {InvalidArgument} for a value that contains itself
 */
export function toJson(value: unknown, path: string, depth: number = 0): unknown {
  if (typeof value !== "object" || value === null) return scalar(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof RegExp || value instanceof Decimal128) return String(value);
  const below = deeper(depth, path);
  if (!("toJSON" in value) || typeof value.toJSON !== "function") return members(value, path, below);
  const made: unknown = value.toJSON();
  return typeof made === "object" && made !== null ? members(made, path, below) : made;
}

function scalar(value: unknown): unknown {
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "number":
      return Number.isFinite(value) ? value : null;
    case "function":
    case "symbol":
      return undefined;
    default:
      return value;
  }
}

function members(value: object, path: string, depth: number): unknown {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    return [...value].map((entry) => toJson(entry, path, depth) ?? null);
  }
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const entry = toJson((value as Record<string, unknown>)[key], path, depth);
    if (entry === undefined) continue;
    // Not an assignment: data may have a key "__proto__".
    Object.defineProperty(result, key, { value: entry, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
