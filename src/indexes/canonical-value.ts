import { Double } from "../values/double.ts";

/**
 * A value as text that is equal for equal values: members in the order of their names, numbers by value, and `{ $eq: x }` as `x`, which the
 * server takes for the same.
 */
export function canonical(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Double) return String(value.value);
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof RegExp) return `pattern ${value}`;
  const entries = Object.entries(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${value.constructor.name} ${JSON.stringify(value)}`;
  if (entries.length === 1 && entries[0]![0] === "$eq") return canonical(entries[0]![1]);
  const members = entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.sort().join()}}`;
}
