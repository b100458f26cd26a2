import type { Kind } from "../transfer/plan.ts";
import type { Step } from "./run.ts";

/** Values of another type than the kind's pass by: the writer names the mistake better than a check that was not made for them. */
export function guarded(kind: Kind, step: Step | undefined): Step | undefined {
  return step && ((value, path) => (looksLike(kind, value) ? step(value, path) : value));
}

/** The same where null is a value that checks on a nullable may look at. */
export function nullGuarded(kind: Kind, step: Step): Step {
  return (value, path) => (value === null || looksLike(kind, value) ? step(value, path) : value);
}

function looksLike(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "any":
      return true;
    case "string":
    case "uuid":
      return typeof value === "string";
    case "number":
    case "int":
    case "double":
      return typeof value === "number";
    case "long":
      return typeof value === "bigint";
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return value instanceof Date;
    case "array":
      return Array.isArray(value);
    default:
      return typeof value === "object" && value !== null;
  }
}
