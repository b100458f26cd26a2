import type { PlanValue } from "./plan.ts";

/**
 * Expression that tests whether the variable `v` is of the kind that the plan wants and passes the checks that the plan names: the
 * source of what `fits` does.
 *
 * @param constant makes a value available to the expression and returns its name
 */
export function valueTest(plan: PlanValue, constant: (value: unknown) => string): string {
  const parts = [kindTest(plan)];
  if (plan.values !== undefined) parts.push(`${constant(new Set(plan.values))}.has(v)`);
  if (plan.kind === "string" || plan.kind === "array") {
    const [minimum, maximum] = plan.kind === "string"
      ? [plan.minLength, plan.maxLength]
      : [plan.minItems, plan.maxItems];
    if (minimum !== undefined) parts.push(`v.length >= ${Number(minimum)}`);
    if (maximum !== undefined) parts.push(`v.length <= ${Number(maximum)}`);
  }
  if (plan.minimum !== undefined) {
    parts.push(`v ${plan.exclusiveMinimum === true ? ">" : ">="} ${Number(plan.minimum)}`);
  }
  if (plan.maximum !== undefined) {
    parts.push(`v ${plan.exclusiveMaximum === true ? "<" : "<="} ${Number(plan.maximum)}`);
  }
  return parts.join(" && ");
}

function kindTest(plan: PlanValue): string {
  switch (plan.kind) {
    case "string":
      return `typeof v === "string"`;
    case "number": // whether it is finite is looked at when it is written
    case "double":
      return `typeof v === "number"`;
    case "boolean":
      return `typeof v === "boolean"`;
    case "int":
      return "Number.isSafeInteger(v)";
    case "array":
      return "Array.isArray(v)";
    case "objectId":
      return "(v instanceof ObjectId || isOfKind.objectId(v))";
    case "uuid": // its digits are looked at when it is written
      return `typeof v === "string"`;
    case "any":
      return "v !== undefined";
    default:
      return `isOfKind.${plan.kind}(v)`;
  }
}
