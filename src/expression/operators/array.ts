import type { Row } from "../../types/doc.ts";
import type { Predicate } from "../../types/expressions.ts";
import type { ArrayField } from "../../types/fields.ts";
import type { Criterion, Operators } from "../../types/filters.ts";
import { onField } from "./on-field.ts";

/** The list holds all of the values. */
export function All<E, T, R>(field: ArrayField<E, T, R>, values: readonly NoInfer<E>[]): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function All(field: string, values: readonly unknown[]): Predicate<never>;
export function All(field: unknown, values: readonly unknown[]): Predicate<never> {
  return onField("All", field, (f) => f.all(values));
}

/** One element of the list meets the whole criterion. */
export function ElemMatch<E, T, R>(
  field: ArrayField<E, T, R>,
  criterion: Criterion<Row<NoInfer<E>>> | Operators<NoInfer<E>>,
): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function ElemMatch(field: string, criterion: object): Predicate<never>;
export function ElemMatch(field: unknown, criterion: unknown): Predicate<never> {
  return onField("ElemMatch", field, (f) => f.elemMatch(criterion));
}

/** The list has exactly this many elements. */
export function Size<E, T, R>(field: ArrayField<E, T, R>, length: number): Predicate<R>;
/** The same for a field that is given by its path; the model checks it when the query is built. */
export function Size(field: string, length: number): Predicate<never>;
export function Size(field: unknown, length: number): Predicate<never> {
  return onField("Size", field, (f) => f.size(length));
}
