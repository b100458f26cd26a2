import type { Rows } from "../client/operation.ts";
import { withStoredId } from "../schema/locate.ts";
import type { ModelClassLike } from "../schema/model.ts";
import { compileFill, type Fill } from "../transfer/fill.ts";
import type { Frame } from "../transfer/frame.ts";
import type { Plan } from "../transfer/plan.ts";

/**
 * The document that is being made from a frame. It is announced beside the constructor call and not in it: users write
 * constructors with parameters of their own. The base constructor takes it when `new.target` is the announced class, so that instances
 * which field initialisers make on the side are ordinary ones.
 */
export interface Pending {
  target: unknown;
  /** The instance once its base constructor began; a failure is told with its id. */
  instance: object | undefined;
  fill: Fill;
  frame: Frame;
}

export const pending: Pending = {
  target: undefined,
  instance: undefined,
  fill: undefined as unknown as Fill,
  frame: undefined as unknown as Frame,
};

/** Makes instances through their own constructor chain: the base constructor fills in the data, then subclass fields are initialised. */
export function instanceRows(model: ModelClassLike, plan: Plan): Rows<object> {
  const construct = model as unknown as new () => object;
  return {
    plan,
    read(frame: Frame): object[] {
      const fill = compileFill(plan);
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
      return documents;
    },
  };
}
