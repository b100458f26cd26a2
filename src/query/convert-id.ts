import { z } from "zod";
import { ValidationError } from "../errors/validation-error.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";

/**
 * An id of the model's declared type, as stored. What the constructor would take for the id is taken too: the text of an ObjectId or a
 * decimal, the encoded side of a codec.
 *
 * @throws {ValidationError} when it can not be converted
 */
export function convertId(model: ModelRuntime, id: unknown): unknown {
  const node = model.field("id") as FieldNode;
  if (id === undefined || id === null) throw misfit(model, "an id", String(id));
  try {
    return encodeStoredValue(node, id, "id", model.name);
  } catch (error) {
    const taken = z.safeParse(node.schema as z.ZodType, id);
    if (taken.success) return encodeStoredValue(node, taken.data, "id", model.name);
    if (node.value.kind !== "objectId") throw error;
    throw misfit(model, "an ObjectId or its 24 hexadecimal digits", describeValue(id));
  }
}

function misfit(model: ModelRuntime, expected: string, found: string): ValidationError {
  return new ValidationError({ code: "validation.kind", model: model.name, path: "id", expected, found });
}
