import { movedObjects, movedVariant } from "../transfer/moved-objects.ts";
import type { Plan, PlanField, PlanValue } from "../transfer/plan.ts";

const plans = { replace: new WeakMap<Plan, Plan>(), save: new WeakMap<Plan, Plan>() };

/**
 * The plan of update statements that hold a whole document of another plan: as the replacement, or below `$set`. So documents of many updates are
 * encoded as those of inserts are.
 */
export function statementPlan(form: "replace" | "save", document: Plan): Plan {
  let plan = plans[form].get(document);
  if (plan === undefined) plans[form].set(document, plan = make(form, document));
  return plan;
}

function make(form: "replace" | "save", document: Plan): Plan {
  const operators: PlanField[] = [
    { name: "$set", property: "$set", ...whole(document, 2) },
    { name: "$unset", property: "$unset", kind: "any", optional: true },
  ];
  const above = form === "save" ? [{ allowDollarKeys: true, fields: operators }] : [];
  const by = 1 + above.length;
  const statement: PlanField[] = [
    { name: "q", property: "q", kind: "any" },
    { name: "u", property: "u", ...(form === "save" ? { kind: "object", object: 1 } : whole(document, 1)) },
    ...["multi", "upsert", "hint", "collation"].map((name): PlanField => ({
      name,
      property: name,
      kind: "any",
      optional: true,
    })),
  ];
  return {
    model: document.model,
    objects: [{ allowDollarKeys: true, fields: statement }, ...above, ...movedObjects(document, by)],
  };
}

/** A document of the plan at another place than its root. */
function whole({ root }: Plan, at: number): PlanValue {
  return root === undefined ? { kind: "object", object: at } : { kind: "variant", variant: movedVariant(root, at) };
}
