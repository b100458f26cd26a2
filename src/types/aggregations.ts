import type { Row } from "./doc.ts";
import type { Operand } from "./expressions.ts";
import type { Criterion } from "./filters.ts";
import type { Cursor } from "../client/cursor.ts";
import type { ReadOptions } from "./options.ts";
import type { Fields } from "./paths.ts";
import type { value } from "./phantom.ts";
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
  readonly kind: "accumulator";
}

/**
 * Builds the stages of an aggregation, typed from stage to stage; small on purpose: what it lacks goes through `stage`, or the untyped form.
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
  sort(by: { readonly [K in keyof R]?: 1 | -1 }): Pipeline<R>;
  /** Leaves out the first rows. */
  skip(count: number): Pipeline<R>;
  /** Keeps the first rows only. */
  limit(count: number): Pipeline<R>;
  /** Adds a stage in the server's own form; `N` is the type of its rows. */
  stage<N = Record<string, unknown>>(stage: object): Pipeline<N>;
  /** One row for each value of a field, with computed fields; the value itself is at `_id`. */
  group<I, A extends Record<string, Operand<unknown>>>(
    by: (fields: Fields<R>) => Operand<I>,
    compute: (fields: Fields<R>) => A,
  ): Pipeline<{ _id: I } & { [K in keyof A]: A[K][typeof value] }>;
}
