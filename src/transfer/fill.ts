import { preferredTwin } from "./code-generation.ts";
import { compileReader } from "./fill-compiled.ts";
import { interpretReader } from "./fill-interpreted.ts";
import type { Frame } from "./frame.ts";
import type { Plan, Twin } from "./plan.ts";

/**
 * Reads the next document of a frame into `target`, in plan order. Values go through the setters of the target's class where it has
 * some; fields that the document lacks are left alone unless they have a default.
 */
export type Fill = (target: object, frame: Frame) => void;

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
