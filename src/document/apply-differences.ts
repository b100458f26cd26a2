import { ApplyChangesException } from "../errors/apply-changes-exception.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { getOwn, setOwn } from "../transfer/own-property.ts";
import { isPlain, released } from "./snapshot/copy-value.ts";
import type { Difference } from "./snapshot/differences.ts";

/**
 * Makes the changes of one state of a document in another one.
 *
 * @param values the fields to change
 * @throws {ApplyChangesException} when a change leads into an object that is not there
 */
export function applyDifferences(
  differences: readonly Difference[],
  values: Record<string, unknown>,
  model: ModelRuntime,
): void {
  for (const { path, addressable, value } of differences) {
    const steps = addressable ? path.split(".") : [path];
    const last = steps.pop()!;
    const target = steps.reduce<unknown>((at, step) => isPlain(at) ? getOwn(at, step) : undefined, values);
    if (isPlain(target)) {
      if (value === undefined) delete target[last];
      else setOwn(target, last, released(value));
    } else if (value !== undefined) {
      throw new ApplyChangesException(model.name, path, steps.join("."));
    }
  }
}
