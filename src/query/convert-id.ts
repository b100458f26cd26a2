import { z } from "zod";
import { ValidationError } from "../errors/validation-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import type { ModelRuntime } from "../schema/model.ts";

/**
 * An id of the model's declared type, as stored. What the constructor would take for the id is taken too: the text of an ObjectId or a
 * decimal, the encoded side of a codec.
 *
 * @throws {ValidationError} when it can not be converted
 * @throws {InvalidArgument} for a view whose shape has no id
 */
export function convertId(model: ModelRuntime, id: unknown): unknown {
  const node = model.field("id");
  if (node === undefined) throw withoutId(model);
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

function withoutId({ name }: ModelRuntime): InvalidArgument {
  return new InvalidArgument(
    `${name}: get(...) looks for the id, and the shape of this view has none: declare it, as in View({ id: z.string() }), or use findOne(...).`,
    { code: "argument.unknown_field", path: "id", model: name },
  );
}
