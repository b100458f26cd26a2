import type { ModelRuntime } from "../schema/model.ts";
import type { FillObject } from "../transfer/plan.ts";

/** What happens to a document once its own fields were read, before the field initialisers of its class run. */
export type Finish = (document: object, model: ModelRuntime) => void;

/** A reader that ends with that. */
export function finished(fill: FillObject, model: ModelRuntime, finish: Finish | undefined): FillObject {
  if (finish === undefined) return fill;
  return (target, frame, path) => {
    fill(target, frame, path);
    finish(target, model);
  };
}
