import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { checkWritable } from "../schema/read-only.ts";
import { statics } from "./statics.ts";

/**
 * The static members of classes that only read: some of those of documents, and in the place of writes what says why there are none.
 *
 * @param modelType what `getModelType()` gives
 */
export function readingStatics(
  modelType: string,
  reads: readonly string[],
  writes: readonly string[],
): PropertyDescriptorMap {
  return {
    ...Object.fromEntries(reads.map((name) => [name, statics[name]!])),
    ...Object.fromEntries(writes.map((name) => [name, { value: refuse, configurable: true, writable: true }])),
    getModelType: { value: () => modelType, configurable: true, writable: true },
  };
}

/** Where types are not looked at, writes say why there are none. */
function refuse(this: ModelClassLike): void {
  checkWritable(modelOf(this));
}
