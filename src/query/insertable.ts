import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { WriteOptions } from "../types/options.ts";

/** A document that can be stored: what `upsert` needs of the layer above. */
export interface Insertable {
  insert(options: WriteOptions): Promise<unknown>;
}

/** @throws {InvalidArgument} for what is no document of the model: it would be stored without being validated, or in another collection */
export function checkedInsertable(
  model: ModelRuntime,
  value: unknown,
  call: string,
  code: "argument.upsert" | "argument.documents",
): Insertable {
  if (model.isDocument(value) && model.storesDocumentsOf(modelOf(value.constructor as ModelClassLike))) {
    return value as Insertable;
  }
  throw new InvalidArgument(
    `${model.name}: ${call}(...) takes a document, made with new ${model.name}({ ... }); found ${
      describeValue(value)
    }.`,
    { code },
  );
}
