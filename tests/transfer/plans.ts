// Plans for tests.
import type { Plan, PlanField, PlanObject, PlanValue } from "../../src/transfer/plan.ts";

/** Fields whose stored names are their names on the instance. */
export function fieldsOf(values: Record<string, PlanValue & Partial<PlanField>>): PlanField[] {
  return Object.entries(values).map(([name, value]) => ({ name, property: name, ...value }));
}

/** A plan with these fields; object 1 has the field `inner`, a string. */
export function planOf(
  values: Record<string, PlanValue & Partial<PlanField>>,
  options: Partial<PlanObject> = {},
): Plan {
  return {
    model: "Sample",
    objects: [{ ...options, fields: fieldsOf(values) }, { fields: fieldsOf({ inner: { kind: "string" } }) }],
  };
}
