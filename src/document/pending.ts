import type { Frame } from "../transfer/frame.ts";
import type { FillObject } from "../transfer/plan.ts";

/**
 * The document that is being made from a frame. It is announced beside the constructor call and not in it: users write
 * constructors with parameters of their own. The base constructor takes it when `new.target` is the announced class, so that instances
 * which field initialisers make on the side are ordinary ones.
 */
export interface Pending {
  target: unknown;
  /** The instance once its base constructor began; a failure is told with its id. */
  instance: object | undefined;
  /** Reads what comes next in the frame. */
  fill: FillObject;
  frame: Frame;
}

export const pending: Pending = {
  target: undefined,
  instance: undefined,
  fill: undefined as unknown as FillObject,
  frame: undefined as unknown as Frame,
};
