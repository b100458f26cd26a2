import { preferredTwin } from "./code-generation.ts";
import type { Plan, Twin } from "./plan.ts";
import { compileWriter } from "./write-compiled.ts";
import type { Write } from "./write-context.ts";
import { interpretWriter } from "./write-interpreted.ts";

const compiled = new WeakMap<Plan, Write>();
const interpreted = new WeakMap<Plan, Write>();

/** The writer of a plan; made once for each. */
export function writerOf(plan: Plan, twin: Twin = preferredTwin()): Write {
  const known = twin === "compiled" ? compiled : interpreted;
  let write = known.get(plan);
  if (write === undefined) {
    write = twin === "compiled" ? compileWriter(plan) : interpretWriter(plan);
    known.set(plan, write);
  }
  return write;
}
