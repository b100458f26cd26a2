import { TYPE_NAMES } from "./bson-type.ts";
import { describeValue } from "./describe-value.ts";
import type { PlanValue } from "./plan.ts";
import { expectation } from "./value-tests.ts";
import type { WriteContext } from "./write-context.ts";
import { writeTagged } from "./write-tagged.ts";

/** Writes a value of kind `any` and checks that its BSON type is one that the plan lists. */
export function writeAny(context: WriteContext, plan: PlanValue, value: unknown, depth: number): void {
  const start = context.out.w;
  writeTagged(context, value, depth);
  if (plan.types === undefined) return;
  const name = TYPE_NAMES.get(context.out.words[start]!);
  if (name === undefined || !plan.types.includes(name)) context.refuse(depth, expectation(plan), describeValue(value));
}

/** Whether null is written as a tagged value: the plan names no null of its own, and does not rule it out. */
export function takesNull(plan: PlanValue): boolean {
  return plan.kind === "any" && (plan.types === undefined || plan.types.includes("null"));
}
