import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** A stored path as the model has it. */
export interface ModelPath {
  readonly path: string;
  /** The field there; undefined where the model has none. */
  readonly field: FieldNode | undefined;
}

interface Step {
  readonly name: string;
  readonly field: FieldNode | undefined;
}

const POSITION = /^\d+$/;

/** Translates a stored path, with positions in lists: `"addr.geo"`, `"items.0.n"`. From where the model knows nothing the names stay. */
export function modelPath(model: ModelRuntime, stored: string): ModelPath {
  const [first, ...others] = stored.split(".");
  const steps = [named(model.fields(), first!)];
  for (const name of others) {
    const { field } = steps.at(-1)!;
    steps.push(field === undefined ? { name, field } : below(field, name));
  }
  return { path: steps.map(({ name }) => name).join("."), field: steps.at(-1)!.field };
}

function below(field: FieldNode, name: string): Step {
  const { kind } = field.value;
  const isEntry = kind === "record" || (kind === "array" && POSITION.test(name));
  return isEntry ? { name, field: field.element() } : named(field.children(), name);
}

function named(fields: readonly FieldNode[], stored: string): Step {
  const field = fields.find((candidate) => candidate.stored === stored);
  return { name: field?.property ?? stored, field };
}
