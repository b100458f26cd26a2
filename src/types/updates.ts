// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type { Data, Doc, Key, Row } from "./doc.ts";
import type { At, Dots, Filter, Operators, Paths } from "./filters.ts";
import type { Timestamp } from "../values/timestamp.ts";
import type { Numeric, Val, Whole } from "./scalars.ts";

type KeysOf<T, V> = { [K in keyof T]-?: T[K] & {} extends V ? K : never }[keyof T];
type If<T, V, X> = T & {} extends V ? X : never;
type Element<T> = T & {} extends readonly (infer E)[] ? E : never;
type Lists<D extends Doc> = KeysOf<Data<D>, readonly unknown[]>;

/** How `push` places what it adds (MongoDB manual, `$push`). */
export interface PushModifiers {
  /** Where to insert: from 0 at the front; negative positions count from the end. Default: at the end. */
  position?: number;
  /** Keeps so many elements afterwards: the first ones, or the last ones when negative; 0 empties the list. */
  slice?: number;
  /** Sorts the list afterwards: its elements, or objects by their fields. */
  sort?: 1 | -1 | { readonly [field: string]: 1 | -1 };
}

/** Bitwise operations of an update, on integers of 32 or 64 bits. */
export type BitChange = { readonly and: Whole } | { readonly or: Whole } | { readonly xor: Whole };

type Addition<T> = T & {} extends readonly (infer E)[] ?
    | E
    | {
      $each: readonly E[];
      $position?: number;
      $slice?: number;
      $sort?: 1 | -1 | { readonly [field: string]: 1 | -1 };
    }
  : never;
type Joining<T> = T & {} extends readonly (infer E)[] ? E | { $each: readonly E[] } : never;
type Removal<E> = [E] extends [never] ? never : E | Operators<E> | Filter<Row<E>>;

/** @internal New values by field or two-level path. */
export type Setting<D extends Doc> =
  & { readonly [K in Exclude<Key<D>, "id">]?: Val<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Val<At<Data<D>, P>> };

/** @internal Values for a new document that an upsert inserts, its id among them. */
export type InsertSetting<D extends Doc> = Setting<D> & { readonly [K in "id" & Key<D>]?: Data<D>[K] };

/** @internal Amounts to add or to multiply with, by numeric field. */
export type Amounts<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, Numeric>]?: number | (Data<D>[K] & {}) }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, Numeric, number | (At<Data<D>, P> & {})> };

/** @internal Bitwise operations, by numeric field. */
export type BitChanges<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, Whole>]?: BitChange }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, Whole, BitChange> };

/** @internal Date fields to set to the server's time. */
export type Dates<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, Date | Timestamp>]?: true }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, Date | Timestamp, true> };

/** @internal Elements to append, by list field: one, or several with `$each` and its modifiers. */
export type Pushes<D extends Doc> =
  & { readonly [K in Lists<D>]?: Addition<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Addition<At<Data<D>, P>> };

/** @internal Elements to append unless they are there, by list field: one, or several with `$each`. */
export type Joins<D extends Doc> =
  & { readonly [K in Lists<D>]?: Joining<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Joining<At<Data<D>, P>> };

/** @internal Elements to remove, by list field: a value, operators that the elements meet, or a filter for their fields. */
export type Pulls<D extends Doc> =
  & { readonly [K in Lists<D>]?: Removal<Element<Data<D>[K]>> }
  & { readonly [P in Dots<D>]?: Removal<Element<At<Data<D>, P>>> };

/** @internal Lists of values to remove, by list field. */
export type PullLists<D extends Doc> =
  & { readonly [K in Lists<D>]?: readonly Element<Data<D>[K]>[] }
  & { readonly [P in Dots<D>]?: readonly Element<At<Data<D>, P>>[] };

/** @internal List fields that lose their last element (1) or their first (-1). */
export type Pops<D extends Doc> =
  & { readonly [K in Lists<D>]?: 1 | -1 }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, readonly unknown[], 1 | -1> };

/** @internal Names of fields, and two-level paths, that `unset` can remove. */
export type Unsetting<D extends Doc> = Exclude<Key<D> & string, "id"> | Paths<Data<D>>;

/** @internal Fields to remove. */
export type Removals<D extends Doc> = { readonly [K in Exclude<Key<D>, "id"> | Dots<D>]?: true | 1 | "" };

/** @internal New places for values: field to field, or two-level paths. */
export type Renames<D extends Doc> = { readonly [K in Exclude<Key<D>, "id"> | Dots<D>]?: Unsetting<D> };

/** An update in the server's own form, strictly typed. */
export interface UpdateDoc<D extends Doc> {
  /** Sets fields. */
  readonly $set?: Setting<D>;
  /** Sets fields of a document that the update inserts. */
  readonly $setOnInsert?: InsertSetting<D>;
  /** Removes fields. */
  readonly $unset?: Removals<D>;
  /** Renames fields. */
  readonly $rename?: Renames<D>;
  /** Adds to numbers. */
  readonly $inc?: Amounts<D>;
  /** Multiplies numbers. */
  readonly $mul?: Amounts<D>;
  /** Sets fields whose value is greater. */
  readonly $min?: Setting<D>;
  /** Sets fields whose value is less. */
  readonly $max?: Setting<D>;
  /** Combines integers with bits. */
  readonly $bit?: BitChanges<D>;
  /** Sets fields to the server's time. */
  readonly $currentDate?: Dates<D>;
  /** Appends to lists. */
  readonly $push?: Pushes<D>;
  /** Appends to lists what they do not have yet. */
  readonly $addToSet?: Joins<D>;
  /** Removes elements that equal a value or match a filter. */
  readonly $pull?: Pulls<D>;
  /** Removes elements that equal one of the values. */
  readonly $pullAll?: PullLists<D>;
  /** Removes the last element (1) or the first (-1). */
  readonly $pop?: Pops<D>;
}

/** @internal The field names that a change is for; `never`, which fits every model, when the document type is not known. */
export type Known<D extends Doc> = 0 extends 1 & D ? never : Key<D>;
