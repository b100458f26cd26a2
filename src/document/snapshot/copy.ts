import { preferredTwin } from "../../transfer/code-generation.ts";
import type { Plan, Twin } from "../../transfer/plan.ts";
import { compileCopy } from "./copy-compiled.ts";
import { interpretCopy } from "./copy-interpreted.ts";
import type { CopyState } from "./copy-rules.ts";

const compiled = new WeakMap<Plan, CopyState>();
const interpreted = new WeakMap<Plan, CopyState>();

/**
 * The copier of a plan; made once for each.
 *
 * @param twin which implementation; default: compiled unless code generation is forbidden
 */
export function copierOf(plan: Plan, twin: Twin = preferredTwin()): CopyState {
  const known = twin === "compiled" ? compiled : interpreted;
  let copy = known.get(plan);
  if (copy === undefined) {
    copy = twin === "compiled" ? compileCopy(plan) : interpretCopy(plan);
    known.set(plan, copy);
  }
  return copy;
}
