import { ValidationError } from "../errors/validation-error.ts";
import type { Frame } from "./frame.ts";
import { setOwn } from "./own-property.ts";
import type { Plan, PlanObject } from "./plan.ts";
import { readTagged } from "./read-tagged.ts";

/** The names on the instance that belong to fields of the plan, and the stored names; what is kept may collide with neither. */
export class KnownNames {
  readonly properties: ReadonlySet<string>;
  readonly stored: ReadonlySet<string>;
  readonly model: string;
  readonly encode: PlanObject["encodeKept"];

  constructor(plan: Plan, object: PlanObject) {
    this.model = plan.model;
    this.encode = object.encodeKept;
    this.properties = new Set(object.fields.map((field) => field.property));
    this.stored = new Set(object.fields.map((field) => field.name));
  }
}

/** Reads stored fields that the plan does not name and puts them on the target as own properties. */
export function readKept(frame: Frame, target: object, count: number, names: KnownNames): void {
  for (let left = count; left > 0; left--) {
    const key = frame.string();
    const value = readTagged(frame, false);
    if (names.properties.has(key)) {
      throw new ValidationError({
        code: "validation.kept_field",
        model: names.model,
        path: key,
        expected:
          `no undeclared stored field of this name, because the model's property ${key} is stored under another name`,
        found: "one; declare it under another property, or let the model strip unknown fields",
      });
    }
    keep(target, key, value);
  }
}

/** A kept field never runs a setter and never replaces the prototype. */
function keep(target: object, key: string, value: unknown): void {
  if (key in target && !Object.hasOwn(target, key)) {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    setOwn(target, key, value);
  }
}
