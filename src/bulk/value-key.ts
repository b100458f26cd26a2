import { BsonValue } from "../values/bson-value.ts";
import { isObjectId } from "../values/object-id.ts";

/** A text that equal stored values share, and only they. */
export function valueKey(value: unknown): string {
  if (value instanceof Date) return `date:${value.getTime()}`;
  if (value instanceof Uint8Array) return `binary:${value.join()}`;
  if (isObjectId(value)) return `id:${String(value)}`;
  if (value instanceof BsonValue) return `${value.constructor.name}:${members(value)}`;
  return typeof value === "object" && value !== null ? `object:${members(value)}` : `${typeof value}:${String(value)}`;
}

function members(value: object): string {
  return Object.entries(value).map(([key, member]) => `${key}=${valueKey(member)}`).join();
}
