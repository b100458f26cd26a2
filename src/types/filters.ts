// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type { Data, Doc, IdOf, Key } from "./doc.ts";
import type { Predicate, SortKey } from "./expressions.ts";
import type { Fields } from "./paths.ts";
import type { context } from "./phantom.ts";
import type { Bits, Leaf, Linked, TypeOf, Val } from "./scalars.ts";

/** The query operators of the server that a plain filter may use for one field. */
export interface Operators<V> {
  /** Equal; of a list field also: one of its elements is. */
  $eq?: V;
  /** Not equal, or not there. */
  $ne?: V;
  /** Greater. */
  $gt?: V;
  /** Greater or equal. */
  $gte?: V;
  /** Less. */
  $lt?: V;
  /** Less or equal. */
  $lte?: V;
  /** Equal to one of them. */
  $in?: readonly V[];
  /** Equal to none of them, or not there. */
  $nin?: readonly V[];
  /** The conditions do not hold. */
  $not?: Operators<V> | RegExp;
  /** Whether the field is there, `null` included. */
  $exists?: boolean;
  /** The stored type is this one, or one of these. */
  $type?: TypeOf | readonly TypeOf[];
  /** Text that matches the pattern. */
  $regex?: string | RegExp;
  /** Letters for `$regex` (MongoDB manual, `$regex`). */
  $options?: string;
  /** Divided by the first number it leaves the second. */
  $mod?: readonly [number, number];
  /** The list has so many elements. */
  $size?: number;
  /** The list has all of these. */
  $all?: readonly V[];
  /** One element of the list meets all conditions. */
  $elemMatch?: object;
  /** All these bits are 1. */
  $bitsAllSet?: Bits;
  /** All these bits are 0. */
  $bitsAllClear?: Bits;
  /** One of these bits is 1. */
  $bitsAnySet?: Bits;
  /** One of these bits is 0. */
  $bitsAnyClear?: Bits;
  /** Sorted by distance from a point (MongoDB manual, `$near`). */
  $near?: object;
  /** The same on the sphere (MongoDB manual, `$nearSphere`). */
  $nearSphere?: object;
  /** Lies within a shape (MongoDB manual, `$geoWithin`). */
  $geoWithin?: object;
  /** Has a point in common with a shape (MongoDB manual, `$geoIntersects`). */
  $geoIntersects?: object;
}

type Item<V> = V extends readonly (infer E)[] ? E | V
  : V extends Linked<infer D> ? V | IdOf<D>
  : V extends string ? V | RegExp
  : V;
/** @internal */
type Condition<T> = Item<Val<T>> | Operators<Item<Val<T>>>;
type SubKeys<V, K extends string> = V extends object
  ? V extends Leaf | Linked ? never : V extends readonly (infer E)[] ? SubKeys<E, K> : `${K}.${keyof V & string}`
  : never;
type Sub<T> = T & {} extends readonly (infer E)[] ? E & {} : T & {};

/** The two-level paths of data `T`: `"addr.city"`. */
export type Paths<T> = { [K in keyof T & string]-?: SubKeys<T[K], K> }[keyof T & string];

/** @internal {@link Paths} of a document. The symbol is there because an empty set of names would accept any object. */
export type Dots<D extends Doc> = Paths<Data<D>> | typeof context;

/** @internal The type at a two-level path. */
export type At<T, P> = P extends `${infer A extends keyof T & string}.${infer B}`
  ? B extends keyof Sub<T[A]> ? Sub<T[A]>[B] : never
  : never;

/** @internal */
interface Logic<D extends Doc> {
  readonly _id?: unknown;
  readonly $and?: readonly (Filter<D> | Predicate<Key<D>>)[];
  readonly $or?: readonly (Filter<D> | Predicate<Key<D>>)[];
  readonly $nor?: readonly (Filter<D> | Predicate<Key<D>>)[];
  readonly $text?: {
    readonly $search: string;
    readonly $language?: string;
    readonly $caseSensitive?: boolean;
    readonly $diacriticSensitive?: boolean;
  };
  readonly $expr?: object;
  readonly $jsonSchema?: object;
  readonly $where?: string;
  readonly $comment?: string;
}

/**
 * A plain filter: own fields and two-level paths, strictly. Deeper or positional paths: expressions, or `raw({...})`.
 *
 * @example
 * ```ts
 * Product.find({ price: { $lt: 10 }, "addr.city": "Rome", name: /^T/ });
 * ```
 */
export type Filter<D extends Doc> =
  & { readonly [K in Key<D>]?: Condition<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Condition<At<Data<D>, P>> }
  & Logic<D>;

/** A plain filter where the model is not known yet. Expressions, being interfaces, do not pass for one: their model is checked. */
export interface PlainFilter {
  /** A condition by stored path, or an operator over several fields such as `$or`. */
  readonly [path: string]: unknown;
}

/** What `find` takes: an expression, a plain filter, or a function of the fields (for names that a static has taken). */
export type Criterion<D extends Doc> = Predicate<Key<D>> | Filter<D> | ((fields: Fields<Data<D>>) => Predicate<Key<D>>);

/** What `sort` takes: an expression, a function of the fields, a name with `+` or `-`, or a name and a direction. */
export type Sorting<D extends Doc> =
  | SortKey<Key<D>>
  | ((fields: Fields<Data<D>>) => SortKey<Key<D>>)
  | `${"" | "+" | "-"}${Key<D> & string}`
  | readonly [Key<D> & string, 1 | -1];
