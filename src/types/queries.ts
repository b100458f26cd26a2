import type { AggregateQuery, Pipeline } from "./aggregations.ts";
import type { Class, Data, Doc, Key } from "./doc.ts";
import type { Change, Operand } from "./expressions.ts";
import type { Criterion, Sorting } from "./filters.ts";
import type { Session } from "../client/session.ts";
import type { DeleteOptions, ReadOptions, UpdateOptions } from "./options.ts";
import type { DeleteResult, UpdateResult } from "./results.ts";
import type { Numeric } from "./scalars.ts";
import type { Amounts, Dates, Pushes, Setting, Unsetting, UpdateDoc } from "./updates.ts";
import type { z } from "zod";

/** What `project` takes: a class made by `Model()` or `Document()`, or a Zod object schema. */
export type Target<P> = Class<P> | z.ZodType<P>;

/** Calls that make an update out of a query. Each gives a new query; awaiting it runs the update. */
export interface Updates<D extends Doc, R> {
  /** Sets fields. */
  set(...changes: (Setting<D> | Change<Key<D>, D>)[]): UpdateQuery<D, R>;
  /** Adds amounts to numeric fields. */
  inc(amounts: Amounts<D>): UpdateQuery<D, R>;
  /** Removes fields. */
  unset(...names: Unsetting<D>[]): UpdateQuery<D, R>;
  /** Appends elements to lists. */
  push(elements: Pushes<D>): UpdateQuery<D, R>;
  /** Sets date fields to the server's time. */
  currentDate(fields: Dates<D>): UpdateQuery<D, R>;
  /**
   * Changes of any kind; those of one kind merge by path, and the last one wins a path. An array is an update pipeline, which can not be mixed with changes.
   *
   * @example
   * ```ts
   * await Product.find(Product.stock.lt(3)).update(Product.tags.addToSet("scarce"), Inc({ price: 1 }));
   * ```
   */
  update(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateQuery<D, R>;
  /**
   * Updates; when nothing matched, inserts `onInsert`. A duplicate key in between repeats the update once. The result is that of the update,
   * or the inserted document.
   */
  upsert(onInsert: D): UpdateQuery<D, R | D>;
}

/** An update that runs when awaited. */
export interface UpdateQuery<D extends Doc, R> extends Updates<D, R>, PromiseLike<R> {
  /** The update as the server gets it: operators with stored names and values, or the pipeline. */
  readonly updateQuery: Record<string, Record<string, unknown>> | Record<string, unknown>[];
  session(session: Session): this;
  /** Aborting it ends the call with the signal's reason. */
  signal(signal: AbortSignal): this;
  options(options: UpdateOptions): this;
}

/** An update of one document that runs when awaited. */
export interface UpdateOneQuery<D extends Doc, R> extends UpdateQuery<D, R> {
  /** Chooses the answer: the counts, or the document as it was or is. */
  responseType(type: "UPDATE_RESULT"): UpdateOneQuery<D, UpdateResult>;
  responseType(type: "OLD_DOCUMENT" | "NEW_DOCUMENT"): UpdateOneQuery<D, D | null>;
  set(...changes: (Setting<D> | Change<Key<D>, D>)[]): UpdateOneQuery<D, R>;
  inc(amounts: Amounts<D>): UpdateOneQuery<D, R>;
  unset(...names: Unsetting<D>[]): UpdateOneQuery<D, R>;
  push(elements: Pushes<D>): UpdateOneQuery<D, R>;
  currentDate(fields: Dates<D>): UpdateOneQuery<D, R>;
  update(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, R>;
  /** The same as `update`. */
  updateOne(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, R>;
  upsert(onInsert: D): UpdateOneQuery<D, R | D>;
}

/** A delete that runs when awaited. */
export interface DeleteQuery extends PromiseLike<DeleteResult> {
  session(session: Session): this;
  /** Aborting it ends the call with the signal's reason. */
  signal(signal: AbortSignal): this;
  options(options: DeleteOptions): this;
}

/** Calls that every reading query has. */
export interface Chain<D extends Doc> {
  /** Adds criteria: all must be met. */
  find(...criteria: Criterion<D>[]): this;
  /**
   * Adds sort keys, the most important first.
   *
   * @example
   * ```ts
   * Product.find().sort(Product.price.desc(), "name");
   * ```
   */
  sort(...keys: Sorting<D>[]): this;
  session(session: Session): this;
  /** Aborting it ends the call with the signal's reason. */
  signal(signal: AbortSignal): this;
  options(options: ReadOptions): this;
  /** How many documents match; of a list query, after `skip` and up to `limit`. */
  count(): Promise<number>;
  /** Whether a document matches. */
  exists(): Promise<boolean>;
  /** The filter as the server gets it. */
  getFilterQuery(): Record<string, unknown>;
}

/** Calls that compute one value, or a list of values, in the server. */
export interface Numbers {
  /** Sum of a field; `null` when nothing matches. */
  sum(field: Operand<Numeric | null>): Promise<number | null>;
  /** Mean of a field; `null` when nothing matches. */
  avg(field: Operand<Numeric | null>): Promise<number | null>;
  /** Smallest value of a field; `null` when nothing matches. */
  min<T>(field: Operand<T>): Promise<T | null>;
  /** Largest value of a field; `null` when nothing matches. */
  max<T>(field: Operand<T>): Promise<T | null>;
  /** The different values of a field; of a list field, those of its elements. Sort, skip and limit do not count. */
  distinct<T>(field: Operand<T>): Promise<Exclude<T, readonly unknown[]>[]>;
}

/**
 * A query for many documents of `D`, given as `R`. Immutable: every call gives a new one. Awaiting it gives the list; each `for await` opens
 * a fresh cursor and reads page by page.
 */
export interface ListQuery<D extends Doc, R> extends Chain<D>, Numbers, PromiseLike<R[]>, AsyncIterable<R> {
  /** The same as `find`. */
  findMany(...criteria: Criterion<D>[]): this;
  /** Leaves out the first documents; the last call wins. */
  skip(count: number): this;
  /** Gives at most so many documents; 0 means all; the last call wins. */
  limit(count: number): this;
  /** Runs the query; at most `length` documents when that is given. */
  toList(length?: number): Promise<R[]>;
  /** The first document, or `null`. */
  firstOrNull(): Promise<R | null>;
  /** Gives the documents in another shape; only its fields are sent. */
  project<P>(model: Target<P>): ListQuery<D, P>;
  /** Gives plain objects with these fields and the id; only they are sent. */
  select<K extends Key<D>>(...names: K[]): ListQuery<D, Pick<Data<D>, K | ("id" & Key<D>)>>;
  /** Goes on with a typed pipeline, or with stages in the server's own form. Sort, skip and limit of the query run after the stages. */
  aggregate<T>(build: (pipeline: Pipeline<Data<D>>) => Pipeline<T>): AggregateQuery<T>;
  aggregate<T = Record<string, unknown>>(stages: readonly object[]): AggregateQuery<T>;
  /** How the server would run the query (MongoDB manual, `explain`). */
  explain(verbosity?: "queryPlanner" | "executionStats" | "allPlansExecution"): Promise<Record<string, unknown>>;
}

/** A query for one document of `D`, given as `R`. Awaiting it gives the document or `null`. */
export interface OneQuery<D extends Doc, R> extends Chain<D>, PromiseLike<R | null> {
  /** The same as `find`. */
  findOne(...criteria: Criterion<D>[]): this;
  /** Gives the document in another shape; only its fields are sent. */
  project<P>(model: Target<P>): OneQuery<D, P>;
}

/** A query for documents, which may also update or delete them. */
export interface FindQuery<D extends Doc> extends ListQuery<D, D>, Updates<D, UpdateResult> {
  /** The same as `update`. */
  updateMany(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateQuery<D, UpdateResult>;
  /** Deletes all that match. */
  delete(): DeleteQuery;
  /** The same as `delete`. */
  deleteMany(): DeleteQuery;
}

/** A query for one document, which may also update, replace or delete it. */
export interface FindOneQuery<D extends Doc> extends OneQuery<D, D>, Updates<D, UpdateResult> {
  set(...changes: (Setting<D> | Change<Key<D>, D>)[]): UpdateOneQuery<D, UpdateResult>;
  inc(amounts: Amounts<D>): UpdateOneQuery<D, UpdateResult>;
  unset(...names: Unsetting<D>[]): UpdateOneQuery<D, UpdateResult>;
  push(elements: Pushes<D>): UpdateOneQuery<D, UpdateResult>;
  currentDate(fields: Dates<D>): UpdateOneQuery<D, UpdateResult>;
  update(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, UpdateResult>;
  /** The same as `update`. */
  updateOne(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, UpdateResult>;
  upsert(onInsert: D): UpdateOneQuery<D, UpdateResult | D>;
  /** Deletes the first that matches. */
  delete(): DeleteQuery;
  /** The same as `delete`. */
  deleteOne(): DeleteQuery;
  /** Puts the document's data in the place of the first that matches, which keeps its id. */
  replaceOne(document: D): ReplaceQuery;
}

/** A replacement that runs when awaited. */
export interface ReplaceQuery extends PromiseLike<UpdateResult> {
  session(session: Session): this;
  /** Aborting it ends the call with the signal's reason. */
  signal(signal: AbortSignal): this;
  options(options: UpdateOptions): this;
}
