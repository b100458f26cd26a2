import type { ChangeEvent } from "../client/change-event.ts";
import { ChangeStream } from "../client/change-stream.ts";
import { checkWatch, type WatchOptions } from "../client/change-stream-options.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { modelEvent } from "./model-event.ts";
import { modelStages } from "./model-stages.ts";

/**
 * A stream of the events of a model's collection.
 *
 * @throws {CollectionWasNotInitialized} before `init`
 * @throws {InvalidArgument} for what is no pipeline, and for options that there are not
 */
export function watchModel(
  model: ModelRuntime,
  pipeline: readonly object[],
  options: WatchOptions,
): ChangeStream<ChangeEvent<object>> {
  checkWatch(`${model.name}.watch()`, pipeline, options);
  const { database, collection } = model.binding();
  return new ChangeStream({
    database,
    target: collection,
    stages: [...modelStages(model), ...pipeline],
    numbers: "exact",
    model: model.name,
    event: (sent) => modelEvent(model, sent),
  }, options);
}
