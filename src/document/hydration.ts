import type { Rows } from "../client/operation.ts";
import type { MixedPlan } from "../schema/class-id.ts";
import { withStoredId } from "../schema/locate.ts";
import { bindLinks } from "../relations/bind-links.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { compileFill } from "../transfer/fill.ts";
import type { Frame } from "../transfer/frame.ts";
import type { FillObject, Plan } from "../transfer/plan.ts";
import { mixedRows } from "./mixed-rows.ts";
import type { Finish } from "./finish.ts";
import { pending } from "./pending.ts";
import { tracked } from "./snapshot.ts";

/** Makes instances of one class, or of several that the plan tells apart. */
export function instanceRows(model: ModelClassLike, plan: Plan, mixed?: MixedPlan): Rows<object> {
  return mixed === undefined ? rowsOfOne(model, plan) : mixedRows(modelOf(model), mixed);
}

/** Makes instances through their own constructor chain: the base constructor fills in the data, then subclass fields are initialised. */
export function rowsOfOne(model: ModelClassLike, plan: Plan, finish?: Finish): Rows<object> {
  const construct = model as unknown as new () => object;
  const runtime = modelOf(model);
  const isElsewhere = runtime.adopt !== undefined;
  let made: FillObject | undefined;
  return {
    plan,
    read(frame: Frame): object[] {
      const fill = made ??= tracked(compileFill(plan), runtime);
      const count = frame.count;
      const documents = new Array<object>(count);
      try {
        for (let i = 0; i < count; i++) {
          pending.target = model;
          pending.instance = undefined;
          pending.fill = fill;
          pending.frame = frame;
          const document = documents[i] = new construct();
          if (finish !== undefined) finish(document, runtime);
        }
      } catch (error) {
        throw withStoredId(error, pending.instance);
      } finally {
        pending.target = undefined;
        pending.instance = undefined;
      }
      if (isElsewhere) bindLinks(runtime, documents);
      return documents;
    },
  };
}
