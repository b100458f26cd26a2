import type { Plan, PlanObject, PlanValue } from "../transfer/plan.ts";

const plans = new WeakMap<Plan, Plan>();

/** The plan of update statements that replace documents of a plan: `{ q, u }` (MongoDB manual, `update`). */
export function replacementsPlan(plan: Plan): Plan {
  let made = plans.get(plan);
  if (made === undefined) {
    const statement: PlanObject = {
      fields: [
        { name: "q", property: "q", kind: "any" },
        { name: "u", property: "u", kind: "object", object: 1 },
      ],
    };
    made = { model: plan.model, objects: [statement, ...plan.objects.map(moved)] };
    plans.set(plan, made);
  }
  return made;
}

/** The objects of the documents stand behind the statement's. */
function moved(object: PlanObject): PlanObject {
  return { ...object, fields: object.fields.map(movedValue) };
}

function movedValue<V extends PlanValue>(value: V): V {
  const element = value.element === undefined ? undefined : movedValue(value.element);
  return {
    ...value,
    ...(value.object !== undefined && { object: value.object + 1 }),
    ...(element !== undefined && { element }),
  };
}
