import { z } from "zod";
import type { PlanValue } from "../transfer/plan.ts";
import { isOverwrite } from "./one-way.ts";
import type { AnyCheck } from "./zod.ts";

/** The checks of one value: what the plan says, and what only Zod can run. */
export interface SplitChecks {
  readonly plan: Partial<PlanValue>;
  readonly rest: AnyCheck[];
}

type CheckDefinition = z.core.$ZodChecks["_zod"]["def"];

const LENGTHS = { string: ["minLength", "maxLength"], array: ["minItems", "maxItems"] } as const;

/** Divides the checks of a schema into those that Rust makes exactly while it decodes and those that run in JavaScript. */
export function splitChecks(kind: PlanValue["kind"], checks: readonly AnyCheck[]): SplitChecks {
  const plan: Record<string, unknown> = {};
  const rest: AnyCheck[] = [];
  for (const check of checks) {
    if (isOverwrite(check)) continue;
    const def = check._zod.def as CheckDefinition;
    if (!intoPlan(kind, def, plan)) rest.push(check);
  }
  return { plan, rest };
}

function intoPlan(kind: PlanValue["kind"], def: CheckDefinition, plan: Record<string, unknown>): boolean {
  const numeric = kind === "number" || kind === "int" || kind === "double";
  const lengths = kind === "string" || kind === "array" ? LENGTHS[kind] : undefined;
  switch (def.check) {
    case "greater_than":
      return numeric && bound(plan, "minimum", "exclusiveMinimum", def.value, def.inclusive, 1);
    case "less_than":
      return numeric && bound(plan, "maximum", "exclusiveMaximum", def.value, def.inclusive, -1);
    case "number_format":
      return numeric && range(plan, def.format);
    case "min_length":
      return lengths !== undefined && length(plan, lengths[0], def.minimum, 1);
    case "max_length":
      return lengths !== undefined && length(plan, lengths[1], def.maximum, -1);
    case "length_equals":
      return lengths !== undefined && length(plan, lengths[0], def.length, 1) &&
        length(plan, lengths[1], def.length, -1);
    default:
      return false;
  }
}

/** Keeps the narrower of two bounds; `sign` is 1 for lower bounds. */
function bound(
  plan: Record<string, unknown>,
  name: string,
  exclusive: string,
  value: unknown,
  inclusive: boolean,
  sign: 1 | -1,
): boolean {
  if (typeof value !== "number" || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) return true;
  const present = plan[name] as number | undefined;
  const narrower = present === undefined || (value - present) * sign > 0;
  if (narrower) {
    plan[name] = value;
    delete plan[exclusive];
  }
  if (!inclusive && plan[name] === value) plan[exclusive] = true;
  return true;
}

function length(plan: Record<string, unknown>, name: string, value: number, sign: 1 | -1): boolean {
  const present = plan[name] as number | undefined;
  if (present === undefined || (value - present) * sign > 0) plan[name] = value;
  return true;
}

function range(plan: Record<string, unknown>, format: string): boolean {
  const limits = z.core.util.NUMBER_FORMAT_RANGES[format as z.core.$ZodNumberFormats];
  if (limits === undefined) return false;
  return bound(plan, "minimum", "exclusiveMinimum", limits[0], true, 1) &&
    bound(plan, "maximum", "exclusiveMaximum", limits[1], true, -1);
}

/** What is wrong with a value by the plan's own checks, in words, or nothing. For the way to storage; Rust makes them on the way back. */
export function planCheck(value: PlanValue): ((given: unknown) => string | undefined) | undefined {
  const tests: ((given: never) => string | undefined)[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, values } = value;
  if (minimum !== undefined) {
    const words = `${exclusiveMinimum ? "more than" : "at least"} ${minimum}`;
    tests.push((n: number) => (n > minimum || (n === minimum && !exclusiveMinimum) ? undefined : words));
  }
  if (maximum !== undefined) {
    const words = `${exclusiveMaximum ? "less than" : "at most"} ${maximum}`;
    tests.push((n: number) => (n < maximum || (n === maximum && !exclusiveMaximum) ? undefined : words));
  }
  const least = value.minLength ?? value.minItems;
  const most = value.maxLength ?? value.maxItems;
  const unit = value.kind === "array" ? "items" : "characters";
  if (least !== undefined) tests.push((v: string) => (v.length >= least ? undefined : `at least ${least} ${unit}`));
  if (most !== undefined) tests.push((v: string) => (v.length <= most ? undefined : `at most ${most} ${unit}`));
  if (values !== undefined) {
    const allowed = new Set<unknown>(values);
    const words = `one of ${values.map((v) => JSON.stringify(v)).join(", ")}`;
    tests.push((v: unknown) => (allowed.has(v) ? undefined : words));
  }
  if (tests.length === 0) return undefined;
  if (tests.length === 1) return tests[0] as (given: unknown) => string | undefined;
  return (given) => {
    for (const test of tests) {
      const wrong = (test as (given: unknown) => string | undefined)(given);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}
