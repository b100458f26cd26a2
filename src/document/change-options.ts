import type { ModelRuntime } from "../schema/model.ts";
import type { ChangeOptions } from "../types/options.ts";
import { CHANGE_OPTIONS, WRITE_OPTIONS } from "./write-options.ts";

/**
 * Tells the options of a call from its changes: they come last, and hold names of options only. A name that the model has as a field
 * is a change.
 */
export function splitOptions(
  model: ModelRuntime,
  given: readonly unknown[],
): { changes: readonly unknown[]; options: ChangeOptions } {
  const last = given.at(-1);
  if (given.length > 1 && last === undefined) return splitOptions(model, given.slice(0, -1));
  if (given.length < 2 || !isOptions(model, last)) return { changes: given, options: {} };
  return { changes: given.slice(0, -1), options: last };
}

function isOptions(model: ModelRuntime, value: unknown): value is ChangeOptions {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const isOption = (name: string) => WRITE_OPTIONS.has(name) || CHANGE_OPTIONS.has(name);
  return Object.keys(value).every((name) => isOption(name) && !model.shape.names.includes(name));
}
