// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type { Data, Doc, Key } from "./doc.ts";
import type { At, Dots, Paths } from "./filters.ts";
import type { Numeric, Val } from "./scalars.ts";

type KeysOf<T, V> = { [K in keyof T]-?: T[K] & {} extends V ? K : never }[keyof T];
type If<T, V, X> = T & {} extends V ? X : never;
type Addition<T> = T & {} extends readonly (infer E)[] ? E | { $each: readonly E[]; $position?: number } : never;

/** New values by field or two-level path. */
export type Setting<D extends Doc> =
  & { readonly [K in Exclude<Key<D>, "id">]?: Val<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Val<At<Data<D>, P>> };

/** Amounts to add, by numeric field. */
export type Amounts<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, Numeric>]?: number }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, Numeric, number> };

/** Date fields to set to the server's time. */
export type Dates<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, Date>]?: true }
  & { readonly [P in Dots<D>]?: If<At<Data<D>, P>, Date, true> };

/** Elements to append, by list field: one, or several with `$each` and where with `$position`. */
export type Pushes<D extends Doc> =
  & { readonly [K in KeysOf<Data<D>, readonly unknown[]>]?: Addition<Data<D>[K]> }
  & { readonly [P in Dots<D>]?: Addition<At<Data<D>, P>> };

/** Names of fields, and two-level paths, that `unset` can remove. */
export type Unsetting<D extends Doc> = Exclude<Key<D> & string, "id"> | Paths<Data<D>>;

/** An update in the server's own form, strictly typed. */
export interface UpdateDoc<D extends Doc> {
  readonly $set?: Setting<D>;
  readonly $inc?: Amounts<D>;
  readonly $push?: Pushes<D>;
  readonly $currentDate?: Dates<D>;
  readonly $unset?: { readonly [K in Key<D> | Dots<D>]?: true };
}

/** The field names that a change is for; `never`, which fits every model, when the document type is not known. */
export type Known<D extends Doc> = 0 extends 1 & D ? never : Key<D>;
