import { isPlain as isPlainObject } from "../transfer/write-tagged.ts";

/** Whether the value is an object literal: instances of classes are values here. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && isPlainObject(value);
}
