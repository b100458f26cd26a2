import { type ModelClassLike, modelOf } from "../../src/schema/model.ts";
import { documentsFrame } from "../transfer/frames.ts";

/** Documents written by a model's plan and read again as its instances, as the server would give them back. */
export function readBack<D extends object>(
  model: ModelClassLike & { readonly prototype: D },
  documents: readonly object[],
): D[] {
  const runtime = modelOf(model);
  return runtime.rows().read(documentsFrame(runtime.plan, documents)) as D[];
}
