// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type { Class, Data, Doc, Key, Row } from "./doc.ts";
import type { Operand } from "./expressions.ts";
import type { Criterion, Sorting } from "./filters.ts";
import type { Cursor } from "../client/cursor.ts";
import type { ReadOptions } from "./options.ts";
import type { Fields } from "./paths.ts";
import type { ExplainVerbosity, Query, Target } from "./queries.ts";

/** An aggregation that runs when awaited or iterated; every run opens a fresh cursor. */
export interface AggregateQuery<R> extends Query<ReadOptions>, PromiseLike<R[]>, AsyncIterable<R> {
  /** Runs the pipeline; at most `length` rows when that is given. */
  toList(length?: number): Promise<R[]>;
  /** A cursor of its own, which sends nothing until it is read. */
  getCursor(): Cursor<R>;
  /** Gives the rows in another shape: a `$project` for it is appended. */
  project<P>(model: Target<P>): AggregateQuery<P>;
  /** Reads anew, and keeps nothing, where `settings.useCache` keeps the results of queries. */
  ignoreCache(): this;
  /** The stages as the server gets them. */
  getAggregationPipeline(): Record<string, unknown>[];
  /** How the server would run the pipeline (MongoDB manual, `explain`). */
  explain(verbosity?: ExplainVerbosity): Promise<Record<string, unknown>>;
}

/** A value computed over a group of documents: `sum(g.price)`. */
export interface Accumulator<out T> extends Operand<T> {
  /** Says that it is computed over a group. */
  readonly kind: "accumulator";
}

/** Computed fields by name: fields of the rows, or what `compute` gives. */
export type Computations = Readonly<Record<string, Operand<unknown>>>;

/** The values of computed fields. */
export type Values<A> = { [K in keyof A]: A[K] extends Operand<infer T> ? T : never };

/** What a sort key of rows `R` is: directions by name, or what `sort` of a query takes. */
export type RowSorting<R> = { readonly [K in keyof R]?: 1 | -1 } | Sorting<Row<R>>;

/** Rows `R` whose list `K` is replaced by one of its elements; `E` is what stands there for an empty list. */
export type Unwound<R, K extends keyof R, E> =
  & Omit<R, K>
  & { [P in K]: (R[P] & {} extends readonly (infer V)[] ? V : R[P]) | E };

/** Options of `lookup`, which joins rows `J` of the class `from` by equal fields. */
export interface Lookup<R, F extends Doc, N extends string, J> {
  /** A class of the same database. */
  from: Class<F>;
  /** Field of these rows. */
  localField: keyof R & string;
  /** Field of the other documents. */
  foreignField: Key<F> & string;
  /** Name of the list of them. */
  as: N;
  /** Stages for the other documents. */
  pipeline?: (pipeline: Pipeline<Data<F>>) => Pipeline<J>;
}

/** The same with a collection's name; nothing is known of its documents. */
export interface UntypedLookup<R, N extends string> {
  /** Name of the collection, of the same database. */
  from: string;
  /** Field of these rows. */
  localField: keyof R & string;
  /** Its name in storage. */
  foreignField: string;
  /** Name of the list of documents found. */
  as: N;
}

/**
 * Builds the stages of an aggregation, typed from stage to stage. What it lacks goes through `stage`, and computed values through `compute`.
 *
 * @example
 * ```ts
 * await Product.aggregate((p) => p.match(Product.price.gt(3)).group((g) => g.addr.city, (g) => ({ total: sum(g.price) })).sort({ total: -1 }));
 * ```
 */
export interface Pipeline<R> {
  /** Keeps the rows that meet all criteria. */
  match(...criteria: Criterion<Row<R>>[]): Pipeline<R>;
  /** Sorts by fields, the most important first. */
  sort(...keys: RowSorting<R>[]): Pipeline<R>;
  /** Leaves out the first rows. */
  skip(count: number): Pipeline<R>;
  /** Keeps the first rows only. */
  limit(count: number): Pipeline<R>;
  /** Rows with these fields, and the id. */
  select<K extends keyof R>(...names: K[]): Pipeline<Pick<R, K | (("id" | "_id") & keyof R)>>;
  /** Rows with the computed fields and no others. */
  project<A extends Computations>(compute: (fields: Fields<R>) => A): Pipeline<Values<A>>;
  /** Rows with computed fields beside their own; those of the same name are replaced. */
  addFields<A extends Computations>(compute: (fields: Fields<R>) => A): Pipeline<Omit<R, keyof A> & Values<A>>;
  /** The same as `addFields`. */
  set<A extends Computations>(compute: (fields: Fields<R>) => A): Pipeline<Omit<R, keyof A> & Values<A>>;
  /**
   * A row for each element of a list, which stands in its place.
   *
   * @param options `keepEmpty`: rows without elements stay, with `null` or nothing there; `index`: name of a field for the position
   */
  unwind<K extends keyof R & string>(name: K, options?: { keepEmpty?: false }): Pipeline<Unwound<R, K, never>>;
  /** The same; rows without elements stay. */
  unwind<K extends keyof R & string>(name: K, options: { keepEmpty: true }): Pipeline<Unwound<R, K, null | undefined>>;
  /** The same, with the position of the element in the field `index`. */
  unwind<K extends keyof R & string, N extends string>(
    name: K,
    options: { keepEmpty?: boolean; index: N },
  ): Pipeline<Unwound<R, K, null | undefined> & { [P in N]: number | null }>;
  /** One row with the number of rows, by default in `count`; none when there are no rows. */
  count<N extends string = "count">(name?: N): Pipeline<{ [P in N]: number }>;
  /** Puts what a field holds, an object, in the place of the row. */
  replaceRoot<T>(field: (fields: Fields<R>) => Operand<T>): Pipeline<T & {}>;
  /** Rows with a list of the documents of another class that have the same value in a field. */
  lookup<F extends Doc, N extends string, J = Data<F>>(
    options: Lookup<R, F, N, J>,
  ): Pipeline<Omit<R, N> & { [P in N]: J[] }>;
  /** The same with a collection's name, of whose documents nothing is known. */
  lookup<N extends string>(
    options: UntypedLookup<R, N>,
  ): Pipeline<Omit<R, N> & { [P in N]: Record<string, unknown>[] }>;
  /**
   * One row with a list for each of several pipelines over the same rows.
   *
   * @example
   * ```ts
   * const [found] = await Product.find({ tags: "dark" }).aggregate((p) => p.facet({ total: (q) => q.count(), page: (q) => q.skip(20).limit(10) }));
   * ```
   */
  facet<B extends Readonly<Record<string, (pipeline: Pipeline<R>) => Pipeline<unknown>>>>(
    branches: B,
  ): Pipeline<{ [K in keyof B]: ReturnType<B[K]> extends Pipeline<infer T> ? T[] : never }>;
  /** Adds a stage in the server's own form; `N` is the type of its rows. */
  stage<N = Record<string, unknown>>(stage: object): Pipeline<N>;
  /**
   * One row for each value of a field, for each combination of several fields, or (`null`) one for all rows; with computed fields. The value itself is at
   * `_id`.
   */
  group<A extends Computations>(by: null, compute: (fields: Fields<R>) => A): Pipeline<{ _id: null } & Values<A>>;
  /** One row for each value of a field. */
  group<I, A extends Computations>(
    by: (fields: Fields<R>) => Operand<I>,
    compute: (fields: Fields<R>) => A,
  ): Pipeline<{ _id: I } & Values<A>>;
  /** One row for each combination of several fields. */
  group<B extends Computations, A extends Computations>(
    by: (fields: Fields<R>) => B,
    compute: (fields: Fields<R>) => A,
  ): Pipeline<{ _id: Values<B> } & Values<A>>;
}
