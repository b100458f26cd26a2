import type { Plan, PlanField, PlanObject, PlanValue, PlanVariant } from "./plan.ts";

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
    ...(value.variant !== undefined && { variant: movedVariant(value.variant, offset) }),
    ...(value.element !== undefined && { element: movedValue(value.element, offset) }),
  };
}

/** The same choice among objects that have moved. */
export function movedVariant(variant: PlanVariant, offset: number): PlanVariant {
  const { objects, otherwise, choose } = variant;
  return {
    ...variant,
    objects: Object.fromEntries(Object.entries(objects).map(([value, object]) => [value, object + offset])),
    ...(otherwise !== undefined && { otherwise: otherwise + offset }),
    ...(choose !== undefined && { choose: (document) => choose(document) + offset }),
  };
}
