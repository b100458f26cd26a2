import type { Doc, Row } from "./doc.ts";
import type { Arg, Change, Predicate, Reference, SortKey } from "./expressions.ts";
import type { Criterion, Operators } from "./filters.ts";
import type { GeoField } from "./geometry.ts";
import type { Fields, Get, KeyOf, Path } from "./paths.ts";
import type { Bits, Linked, TypeOf, Val } from "./scalars.ts";
import type { BitChange, PushModifiers } from "./updates.ts";

/**
 * A field of a model as a value: what its operators give goes into `find`, `sort` and `update`.
 *
 * @example
 * ```ts
 * Product.find(Product.price.lt(10)).sort(Product.price.desc());
 * ```
 */
export interface Field<T, R> extends Reference<Val<T>, R> {
  /** Equal to the value. The value is sent as a literal: an object that holds `$` keys never turns into an operator. */
  eq(value: Arg<T>): Predicate<R>;
  /** Not equal to the value; also true where the field is missing. */
  ne(value: Arg<T>): Predicate<R>;
  /** Equal to one of the values. */
  in(values: readonly Val<T>[]): Predicate<R>;
  /** Equal to none of the values; also true where the field is missing. */
  notIn(values: readonly Val<T>[]): Predicate<R>;
  /** The field is there (`true`, the default), also with `null`; or it is missing (`false`). */
  exists(yes?: boolean): Predicate<R>;
  /** Stored with one of these BSON types, given by name or number; of a list, one element is. */
  type(...bsonTypes: TypeOf[]): Predicate<R>;
  /** Sort key, smallest first. */
  asc(): SortKey<R>;
  /** Sort key, largest first. */
  desc(): SortKey<R>;
  /** Sets the field to a value, or to what another field of the same document holds. */
  to(value: Arg<T>): Change<R>;
  /** Sets the field only where an upsert inserts a new document. */
  setOnInsert(value: Val<T>): Change<R>;
  /** Removes the field. */
  unset(): Change<R>;
  /** Moves the value to another field, whose own value is lost. Not through lists. */
  rename(to: Reference<T | null | undefined, R>): Change<R>;
  /** The stored path, for stages in the server's own form: `` `$${Product.price}` ``. */
  toString(): string;
}

/** A field whose values have an order. */
export interface OrderedField<T, R> extends Field<T, R> {
  /** Less than the value. */
  lt(value: Arg<T>): Predicate<R>;
  /** Less than or equal to the value. */
  lte(value: Arg<T>): Predicate<R>;
  /** Greater than the value. */
  gt(value: Arg<T>): Predicate<R>;
  /** Greater than or equal to the value. */
  gte(value: Arg<T>): Predicate<R>;
  /** Sets the field to the value if that is smaller. */
  min(value: Val<T>): Change<R>;
  /** Sets the field to the value if that is larger. */
  max(value: Val<T>): Change<R>;
}

/** Operators that look at single bits of a field. */
export interface BitField<out R> {
  /** All of these bits are 1. */
  bitsAllSet(bits: Bits): Predicate<R>;
  /** All of these bits are 0. */
  bitsAllClear(bits: Bits): Predicate<R>;
  /** One of these bits at least is 1. */
  bitsAnySet(bits: Bits): Predicate<R>;
  /** One of these bits at least is 0. */
  bitsAnyClear(bits: Bits): Predicate<R>;
}

/** A field of points in time. */
export interface DateField<T, R> extends OrderedField<T, R> {
  /** Sets the field to the server's time. */
  currentDate(): Change<R>;
}

/** A field of bytes. */
export interface BinaryField<T, R> extends OrderedField<T, R>, BitField<R> {}

/** A field of numbers. */
export interface NumberField<T, R> extends OrderedField<T, R>, BitField<R> {
  /** Adds an amount, default 1; a missing field counts as 0. */
  inc(by?: NonNullable<T> | number): Change<R>;
  /** Multiplies; a missing field becomes 0. */
  mul(by: NonNullable<T> | number): Change<R>;
  /** Combines the bits of a stored integer with those of another one. */
  bit(change: BitChange): Change<R>;
  /** Divided by `by` it leaves `rest`. */
  mod(by: number, rest: number): Predicate<R>;
}

/** A field of text. */
export interface StringField<T, R> extends OrderedField<T, R> {
  /** Matches a pattern. Options are the server's: `i`, `m`, `s`, `x`; a RegExp brings its own. */
  regex(pattern: RegExp | string, options?: string): Predicate<R>;
}

/** A field that holds an object; its fields are members, or at `fields` when an operator has taken the name. */
export interface ObjectField<T, V, R> extends Field<T, R>, GeoField<R> {
  /** All fields of the object, also those whose names an operator has taken: `Product.addr.fields.type`. */
  readonly fields: Fields<V, R>;
  /** The field of this name; of a record, the entry under a key that is known only at run time. */
  at<K extends KeyOf<V>>(key: K): Path<Get<V, K>, R>;
}

/** @internal What a criterion on an element is about: its fields, or those of the document that it links to. */
type Asked<E> = E extends Linked<infer D extends Doc> ? D : Row<E>;

/** A field that holds a list. Comparisons match when one element does. */
export interface ArrayField<E, T, R> extends OrderedField<E | T, R>, GeoField<R> {
  /** Holds all of the values. */
  all(values: readonly E[]): Predicate<R>;
  /** Has exactly this many elements. */
  size(length: number): Predicate<R>;
  /** One element meets the whole criterion: on its fields, or operators on the element itself. */
  elemMatch(criterion: Criterion<Asked<E>> | Operators<E>): Predicate<R>;
  /** Appends values. */
  push(...values: E[]): Change<R>;
  /** Adds values at a position, then sorts and cuts the list. Without values it only sorts and cuts. */
  pushEach(values: readonly E[], modifiers?: PushModifiers): Change<R>;
  /** Appends the values that are not there yet. */
  addToSet(...values: E[]): Change<R>;
  /** Removes all elements that equal the value or meet the criterion. */
  pull(value: E | Criterion<Row<E>> | Operators<E>): Change<R>;
  /** Removes all elements that equal one of the values. */
  pullAll(values: readonly E[]): Change<R>;
  /** Removes the last element (`1`, the default) or the first (`-1`). */
  pop(end?: 1 | -1): Change<R>;
  /** The element at a position, from 0 up to 99; `at` takes any. */
  readonly [index: number]: Path<E, R>;
  /** The element at a position; in updates also `"$"` (the matched one), `"$[]"` (all), `"$[name]"` (by array filter). */
  at(index: number | "$" | "$[]" | `$[${string}]`): Path<E, R>;
}

/** A field without a declared type. */
// deno-lint-ignore no-explicit-any -- its values are the user's own `any`
export interface AnyField<R> extends NumberField<any, R> {
  /** The field at a dotted path inside it, as stored. */
  at(path: string): AnyField<R>;
}
