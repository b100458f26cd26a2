import type { Arg, Predicate } from "../../types/expressions.ts";
import type { Field, OrderedField } from "../../types/fields.ts";
import type { Val } from "../../types/scalars.ts";
import { onField } from "./on-field.ts";

/** Equal to the value: the same as `field.eq(value)`. */
export function Eq<T, R>(field: Field<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function Eq(field: string, value: unknown): Predicate<never>;
export function Eq(field: unknown, value: unknown): Predicate<never> {
  return onField("Eq", field, (f) => f.eq(value));
}

/** Not equal to the value; also true where the field is missing: the same as `field.ne(value)`. */
export function NE<T, R>(field: Field<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function NE(field: string, value: unknown): Predicate<never>;
export function NE(field: unknown, value: unknown): Predicate<never> {
  return onField("NE", field, (f) => f.ne(value));
}

/** Greater than the value: the same as `field.gt(value)`. */
export function GT<T, R>(field: OrderedField<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function GT(field: string, value: unknown): Predicate<never>;
export function GT(field: unknown, value: unknown): Predicate<never> {
  return onField("GT", field, (f) => f.gt(value));
}

/** Greater than or equal to the value: the same as `field.gte(value)`. */
export function GTE<T, R>(field: OrderedField<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function GTE(field: string, value: unknown): Predicate<never>;
export function GTE(field: unknown, value: unknown): Predicate<never> {
  return onField("GTE", field, (f) => f.gte(value));
}

/** Less than the value: the same as `field.lt(value)`. */
export function LT<T, R>(field: OrderedField<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function LT(field: string, value: unknown): Predicate<never>;
export function LT(field: unknown, value: unknown): Predicate<never> {
  return onField("LT", field, (f) => f.lt(value));
}

/** Less than or equal to the value: the same as `field.lte(value)`. */
export function LTE<T, R>(field: OrderedField<T, R>, value: Arg<NoInfer<T>>): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function LTE(field: string, value: unknown): Predicate<never>;
export function LTE(field: unknown, value: unknown): Predicate<never> {
  return onField("LTE", field, (f) => f.lte(value));
}

/** Equal to one of the values: the same as `field.in(values)`. */
export function In<T, R>(field: Field<T, R>, values: readonly Val<NoInfer<T>>[]): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function In(field: string, values: readonly unknown[]): Predicate<never>;
export function In(field: unknown, values: readonly unknown[]): Predicate<never> {
  return onField("In", field, (f) => f.in(values));
}

/** Equal to none of the values; also true where the field is missing: the same as `field.notIn(values)`. */
export function NotIn<T, R>(field: Field<T, R>, values: readonly Val<NoInfer<T>>[]): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function NotIn(field: string, values: readonly unknown[]): Predicate<never>;
export function NotIn(field: unknown, values: readonly unknown[]): Predicate<never> {
  return onField("NotIn", field, (f) => f.notIn(values));
}
