import type { context, kind, root, value } from "./phantom.ts";
import type { Val } from "./scalars.ts";

/** @internal Belongs to a model with the field names `R`. */
export interface Rooted<out R> {
  readonly [root]: R;
}

/** A condition for {@link Criterion}, made by a field's operators: `Product.price.lt(10)`. */
export interface Predicate<out R> extends Rooted<R> {
  /** @internal */
  readonly [kind]: "predicate";
}

/** A key to sort by, made by `Product.price.asc()` or `.desc()`. */
export interface SortKey<out R> extends Rooted<R> {
  /** @internal */
  readonly [kind]: "sort";
}

/** One change of an update: `Product.price.inc(1)`, or an operator object such as `Inc({ price: 1 })`. */
// deno-lint-ignore no-explicit-any -- a change that names no document type fits every one
export interface Change<out R, in D = any> extends Rooted<R> {
  /** @internal */
  readonly [kind]: "change";
  /** @internal */
  readonly [context]?: (doc: D) => void;
}

/** Something that stands for a value of type `T` on the server. */
export interface Operand<out T> {
  /** @internal */
  readonly [value]: T;
}

/** A field of a model with the field names `R`, for calls that only need to know which one. */
export interface Reference<out T, out R> extends Operand<T>, Rooted<R> {}

/** @internal A value, or another field: that one compares inside the server, with `$expr`. */
export type Arg<T> = Val<T> | Operand<T | null | undefined>;
