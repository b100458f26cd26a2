import { preferredTwin } from "./code-generation.ts";
import { compileObjectReader, compileReader } from "./fill-compiled.ts";
import { interpretObjectReader, interpretReader } from "./fill-interpreted.ts";
import type { Fill, Frame } from "./frame.ts";
import { type FillObject, objectsOf, type Plan, type Twin } from "./plan.ts";

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

/** The readers of a plan whose top-level documents are of several objects, for those who make an instance of each object's class. */
export class VariantFills {
  readonly #fills: ReadonlyMap<number, FillObject>;

  /** @param twin as for {@link compileFill} */
  constructor(plan: Plan, twin: Twin = preferredTwin()) {
    const make = twin === "compiled" ? compileObjectReader : interpretObjectReader;
    const objects = plan.root === undefined ? [0] : objectsOf(plan.root);
    this.#fills = new Map(objects.map((index) => [index, make(plan, index)]));
  }

  /** Goes on to the next document of a frame: the object that it is. */
  next(frame: Frame): number {
    frame.begin();
    return frame.i32[frame.w++]!;
  }

  /** What reads a document of this object, after {@link VariantFills.next}. */
  of(object: number): FillObject {
    return this.#fills.get(object)!;
  }
}
