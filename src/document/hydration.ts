import type { Rows } from "../client/operation.ts";
import { withStoredId } from "../schema/locate.ts";
import { bindLinks } from "../relations/bind-links.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { compileFill, type Fill } from "../transfer/fill.ts";
import type { Frame } from "../transfer/frame.ts";
import type { Plan } from "../transfer/plan.ts";
import { pending } from "./pending.ts";
import { trackingFill } from "./snapshot.ts";

/**
 * Makes instances through their own constructor chain: the base constructor fills in the data, then subclass fields are initialised.
 *
 * @param given what fills an instance, where it takes more than reading the plan's fields
 */
export function instanceRows(model: ModelClassLike, plan: Plan, given?: Fill): Rows<object> {
  const construct = model as unknown as new () => object;
  const runtime = modelOf(model);
  const tracks = runtime.isStored && runtime.settings.useStateManagement;
  const isElsewhere = runtime.adopt !== undefined;
  let made: Fill | undefined;
  return {
    plan,
    read(frame: Frame): object[] {
      const fill = made ??= given ?? (tracks ? trackingFill(plan, runtime) : compileFill(plan));
      const count = frame.count;
      const documents = new Array<object>(count);
      try {
        for (let i = 0; i < count; i++) {
          pending.target = model;
          pending.instance = undefined;
          pending.fill = fill;
          pending.frame = frame;
          documents[i] = new construct();
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
