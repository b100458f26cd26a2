import type { ModelRuntime } from "../schema/model.ts";
import { parseInput } from "../schema/run.ts";

/** Input that has been validated already; the constructor that is given it takes it as it is. */
let valid: unknown;

/** Calls a constructor with values that the model's schema has given out. */
export function constructValid(model: new (input: unknown) => object, values: object): object {
  const before = valid;
  valid = values;
  try {
    return new model(values);
  } finally {
    valid = before;
  }
}

/**
 * Validates a constructor's input and puts the result on the instance, in the order of the plan, so that constructed and read
 * documents have the same hidden class.
 *
 * @throws {ValidationError} with the schema library's issues
 */
export function construct(instance: object, input: unknown, model: ModelRuntime): void {
  const values = valid !== undefined && input === valid
    ? input as Record<string, unknown>
    : parseInput(model.input, withId(input), model.name);
  const target = instance as Record<string, unknown>;
  const { names } = model.shape;
  for (const name of names) if (values[name] !== undefined) target[name] = values[name];
  if (model.settings.unknownFields !== "keep") return;
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue;
    Object.defineProperty(target, name, { value: values[name], writable: true, enumerable: true, configurable: true });
  }
}

/** Input takes the id under both of its names, as JSON of other tools has `_id`. */
export function withId(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !Object.hasOwn(input, "_id")) return input;
  const { _id, ...rest } = input as Record<string, unknown>;
  return "id" in rest ? rest : { ...rest, id: _id };
}
