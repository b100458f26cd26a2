import { preferredTwin } from "./code-generation.ts";
import { compileReader } from "./fill-compiled.ts";
import { interpretReader } from "./fill-interpreted.ts";
import type { Fill } from "./frame.ts";
import type { Plan, Twin } from "./plan.ts";

export type { Fill };

const compiled = new WeakMap<Plan, Fill>();
const interpreted = new WeakMap<Plan, Fill>();

/**
 * The reader of a plan; made once for each.
 *
 * @param twin which implementation; default: compiled unless code generation is forbidden
 */
export function compileFill(plan: Plan, twin: Twin = preferredTwin()): Fill {
  const known = twin === "compiled" ? compiled : interpreted;
  let fill = known.get(plan);
  if (fill === undefined) {
    fill = twin === "compiled" ? compileReader(plan) : interpretReader(plan);
    known.set(plan, fill);
  }
  return fill;
}
