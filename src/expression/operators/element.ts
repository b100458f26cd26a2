import type { Predicate, Reference } from "../../types/expressions.ts";
import type { TypeOf } from "../../types/scalars.ts";
import { onField } from "./on-field.ts";

/** The field is there (`true`, the default), also with `null`; or it is missing (`false`). */
export function Exists<R = never>(field: Reference<unknown, R> | string, value: boolean = true): Predicate<R> {
  return onField("Exists", field, (f) => f.exists(value));
}

/** Stored with one of these BSON types, given by name or number. */
export function Type<R = never>(
  field: Reference<unknown, R> | string,
  types: TypeOf | readonly TypeOf[],
): Predicate<R> {
  return onField("Type", field, (f) => f.type(...[types].flat() as TypeOf[]));
}
