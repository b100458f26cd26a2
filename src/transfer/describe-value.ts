import { BsonValue } from "../values/bson-value.ts";
import { ObjectId } from "../values/object-id.ts";

/** What a value is, in words for an error message: its kind and size, never its contents. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return `a string of ${value.length} character${value.length === 1 ? "" : "s"}`;
    case "number":
      return describeNumber(value);
    case "bigint":
      return value === BigInt.asIntN(64, value) ? "a bigint" : "a bigint beyond 64 bits";
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function describeNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return "an infinite number";
  if (!Number.isInteger(value)) return "a number with a fraction";
  return Number.isSafeInteger(value) ? "an integer" : "an integer beyond 2^53";
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid Date" : "a Date";
  if (value instanceof ObjectId) return "an ObjectId";
  if (value instanceof BsonValue) return `a ${value._bsontype}`;
  if (value instanceof RegExp) return `a RegExp with flags "${value.flags}"`;
  const name: unknown = value.constructor?.name;
  if (typeof name !== "string" || name === "" || name === "Object") return "an object";
  return `an instance of ${name}`;
}
