import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { WRITE_OPTIONS } from "./write-options.ts";

/**
 * Tells the options of a call from its changes: they come last, and hold names of options only. A name that the model has as a field
 * is a change.
 */
export function splitOptions(
  model: ModelRuntime,
  given: readonly unknown[],
): { changes: readonly unknown[]; options: WriteOptions } {
  const last = given.at(-1);
  if (given.length < 2 || !isOptions(model, last)) return { changes: given, options: {} };
  return { changes: given.slice(0, -1), options: last };
}

function isOptions(model: ModelRuntime, value: unknown): value is WriteOptions {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.keys(value).every((name) => WRITE_OPTIONS.has(name) && !model.shape.names.includes(name));
}
