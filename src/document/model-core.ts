import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { inspectedAs } from "../values/inspect.ts";
import { inspectFields, jsonOf } from "./presentation.ts";

/** What instances of projection models are: fields, without a collection. */
export class ModelCore {
  /** The fields as JSON takes them: ids, dates and the like as text. */
  toJSON(): Record<string, unknown> {
    return jsonOf(this, modelOf(this.constructor as ModelClassLike));
  }
}

inspectedAs(
  ModelCore.prototype,
  (instance, depth, options, show) => inspectFields(instance, {}, depth, options, show),
);
