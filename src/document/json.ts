import { toBase64 } from "./base64.ts";

/**
 * A value as JSON takes it: dates as ISO 8601, ids and other BSON values by their own `toJSON`, bytes as base64, bigints and
 * patterns as text. `undefined` stays `undefined`: the caller leaves it out.
 */
export function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map((entry) => toJson(entry) ?? null);
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  if (value instanceof Map) return [...value].map(toJson);
  if (value instanceof Set) return [...value].map(toJson);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const entry = toJson((value as Record<string, unknown>)[key]);
    if (entry === undefined) continue;
    Object.defineProperty(result, key, { value: entry, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
