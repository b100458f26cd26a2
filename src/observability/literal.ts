import { describeValue } from "../transfer/describe-value.ts";
import { BsonValue } from "../values/bson-value.ts";
import { ObjectId } from "../values/object-id.ts";
import { isPlain } from "./plain.ts";

const LONGEST_TEXT = 100;
const MOST_MEMBERS = 20;

/** A value as text, for those who asked for values: long ones are cut. */
export function literal(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value);
    case "number":
    case "boolean":
      return String(value);
    case "bigint":
      return `${value}n`;
    default:
      return value === null ? "null" : structure(value);
  }
}

function structure(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof ObjectId) return `ObjectId(${value})`;
  if (value instanceof BsonValue) return `${value._bsontype}(${JSON.stringify(value)})`.slice(0, LONGEST_TEXT);
  if (value instanceof RegExp) return String(value).slice(0, LONGEST_TEXT);
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_MEMBERS).map(literal);
    return `[${shown.join(", ")}${value.length > MOST_MEMBERS ? ", …" : ""}]`;
  }
  if (!isPlain(value)) return `<${describeValue(value)}>`;
  const entries = Object.entries(value);
  const shown = entries.slice(0, MOST_MEMBERS).map(([key, inner]) => `${JSON.stringify(key)}: ${literal(inner)}`);
  if (entries.length > MOST_MEMBERS) shown.push("…");
  return shown.length === 0 ? "{}" : `{ ${shown.join(", ")} }`;
}
