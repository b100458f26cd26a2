import type { Plan, PlanField, PlanObject, PlanValue, PlanVariant } from "../transfer/plan.ts";

/** The objects of a plan behind others: object `n` of the plan gets the number `offset + n`. */
export function movedObjects(plan: Plan, offset: number): PlanObject[] {
  return plan.objects.map((object) => ({
    ...object,
    fields: object.fields.map((field): PlanField => ({ ...field, ...movedValue(field, offset) })),
  }));
}

function movedValue(value: PlanValue, offset: number): PlanValue {
  return {
    ...value,
    ...(value.object !== undefined && { object: value.object + offset }),
    ...(value.element !== undefined && { element: movedValue(value.element, offset) }),
    ...(value.variant !== undefined && { variant: movedVariant(value.variant, offset) }),
  };
}

/** A variant behind other objects. */
export function movedVariant(variant: PlanVariant, offset: number): PlanVariant {
  const objects = Object.fromEntries(Object.entries(variant.objects).map(([name, index]) => [name, index + offset]));
  const { otherwise, choose } = variant;
  return {
    ...variant,
    objects,
    ...(otherwise !== undefined && { otherwise: otherwise + offset }),
    ...(choose !== undefined && { choose: (value) => choose(value) + offset }),
  };
}

/** The value at a stored path of a plan; undefined where nothing is declared, and where the way leads through a list: there the server collects values. */
export function valueAt(plan: Plan, path: string): PlanValue | undefined {
  let object = plan.objects[0];
  let value: PlanValue | undefined;
  for (const name of path.split(".")) {
    const field = object?.fields.find((each) => each.name === name);
    if (field === undefined) return undefined;
    value = valueOf(field);
    object = value.kind === "object" && value.object !== undefined ? plan.objects[value.object] : undefined;
  }
  return value;
}

/** What a field holds, without what it is called and whether it may be missing. */
export function valueOf(field: PlanField): PlanValue {
  const { name: _name, property: _property, optional: _optional, default: _default, ...value } = field;
  return value;
}
