import type { Plan, PlanField, PlanValue } from "../transfer/plan.ts";

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
