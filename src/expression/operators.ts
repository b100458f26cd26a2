import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Doc } from "../types/doc.ts";
import type { Change, Predicate } from "../types/expressions.ts";
import type { Field } from "../types/fields.ts";
import type { Val } from "../types/scalars.ts";
import type { Amounts, Known, Pushes, Setting } from "../types/updates.ts";
import { OperatorChange, type UpdateOperator } from "./change.ts";
import { isPlainObject } from "./plain-object.ts";

/*
 * Operator objects under Beanie's names. They learn the model from where they are used; free-standing they are unchecked until then.
 * `any`: the document type is inferred from the place of use, and there is none where nothing is expected.
 */

/**
 * Sets fields.
 *
 * @example `await Product.find({ price: 0 }).update(Set({ price: 1 }))`
 */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Set<D extends Doc = any>(fields: NoInfer<Setting<D>>): Change<Known<D>, D> {
  return change("$set", fields);
}

/** Adds amounts to numeric fields. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Inc<D extends Doc = any>(fields: NoInfer<Amounts<D>>): Change<Known<D>, D> {
  return change("$inc", fields);
}

/** Appends elements to lists. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Push<D extends Doc = any>(fields: NoInfer<Pushes<D>>): Change<Known<D>, D> {
  return change("$push", fields);
}

/** Equal to one of the values: the same as `field.in(values)`. */
export function In<T, R>(field: Field<T, R>, values: readonly Val<NoInfer<T>>[]): Predicate<R> {
  return field.in(values);
}

/** The public type carries the model for the compiler only; at run time there is nothing to add. */
function change<R, D>(operator: UpdateOperator, fields: object): Change<R, D> {
  if (!isPlainObject(fields)) throw new InvalidArgument(`${operator.slice(1)} takes an object of fields.`);
  return new OperatorChange(operator, fields) as unknown as Change<R, D>;
}
