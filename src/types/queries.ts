import type { BulkWriter } from "../bulk/bulk-writer.ts";
import type { AggregateQuery, Pipeline } from "./aggregations.ts";
import type { Class, Data, Doc, Key } from "./doc.ts";
import type { Change, Operand } from "./expressions.ts";
import type { Fetched, FetchedNamed } from "./links.ts";
import type { Criterion, Sorting } from "./filters.ts";
import type { Cursor } from "../client/cursor.ts";
import type { Session } from "../client/session.ts";
import type { DeleteOptions, QueryCallOptions, ReadOptions, ReplaceOptions, UpdateOptions } from "./options.ts";
import type { DeleteResult, UpdateResult } from "./results.ts";
import type { Numeric, Val } from "./scalars.ts";
import type { Amounts, Dates, Pushes, Setting, Unsetting, UpdateDoc } from "./updates.ts";
import type { z } from "zod";

/** What `project` takes: a class made by `Model()` or `Document()`, or a Zod object schema. */
export type Target<P> = Class<P> | z.ZodType<P>;

/** What every query has: it is immutable, so each call gives another one. */
export interface Query<O> {
  /** Joins a session; without it the query joins the transaction around it, if there is one. */
  session(session: Session): this;
  /** The same as `session`. */
  setSession(session: Session): this;
  /** Aborting it ends the call with the signal's reason. */
  signal(signal: AbortSignal): this;
  /** Options of the server; those given before stay, the last value of each wins. */
  options(options: O): this;
  /** A copy. Queries never change, so one is never needed; it is here for code that comes from Beanie. */
  clone(): this;
  /** The filter as the server gets it. */
  getFilterQuery(): Record<string, unknown>;
}

/**
 * Calls that make an update out of a query, or go on with one. Each gives a new query `Q`, or `U` where an insert may take the place of the update; awaiting
 * it runs the update.
 */
export interface Updates<D extends Doc, Q, U> {
  /** Sets fields. */
  set(...changes: (Setting<D> | Change<Key<D>, D>)[]): Q;
  /** Adds amounts to numeric fields. */
  inc(amounts: Amounts<D>): Q;
  /** Removes fields. */
  unset(...names: Unsetting<D>[]): Q;
  /** Appends elements to lists. */
  push(elements: Pushes<D>): Q;
  /** Sets date fields to the server's time. */
  currentDate(fields: Dates<D>): Q;
  /**
   * Changes of any kind; those of one kind merge by path, and the last one wins a path. An array is an update pipeline, which can not be mixed with changes.
   *
   * @example
   * ```ts
   * await Product.find(Product.stock.lt(3)).update(Product.tags.addToSet("scarce"), Inc({ price: 1 }));
   * ```
   */
  update(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): Q;
  /**
   * Updates; when nothing matched, inserts `onInsert`, whose Insert events fire. A duplicate key in between repeats the update once. The result is that of
   * the update, or the inserted document.
   */
  upsert(onInsert: D): U;
}

/** A query that can mean the documents of child classes as well. */
export interface OfChildren {
  /**
   * Means documents of all children that were initialised as well, of a class in a tree (`settings.isRoot`); what is read are instances of their
   * own classes. Of other classes it changes nothing.
   */
  withChildren(): this;
}

/** A write that can wait in a bulk writer. */
export interface Queueable {
  /** Awaiting it lets the write wait in the writer, which sends it with its commit; nothing is given back. */
  bulkWriter(writer: BulkWriter): PromiseLike<void>;
}

/** An update that runs when awaited. */
export interface UpdateQuery<D extends Doc, R>
  extends
    Updates<D, UpdateQuery<D, R>, UpdateQuery<D, R | D>>,
    Query<UpdateOptions>,
    OfChildren,
    Queueable,
    PromiseLike<R> {
  /** The update as the server gets it: operators with stored names and values, or the pipeline. */
  getUpdateQuery(): Record<string, Record<string, unknown>> | Record<string, unknown>[];
  /** The same as `update`. */
  updateMany(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateQuery<D, R>;
}

/**
 * An update of one document that runs when awaited. `N` is what stands for the document when nothing matched: `null`, or nothing after `upsert`.
 */
export interface UpdateOneQuery<D extends Doc, R, N = null>
  extends
    Updates<D, UpdateOneQuery<D, R, N>, UpdateOneQuery<D, Exclude<R, null> | D, never>>,
    Query<UpdateOptions>,
    OfChildren,
    Queueable,
    PromiseLike<R> {
  /** The update as the server gets it: operators with stored names and values, or the pipeline. */
  getUpdateQuery(): Record<string, Record<string, unknown>> | Record<string, unknown>[];
  /** The same as `update`. */
  updateOne(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, R, N>;
  /** Chooses the answer: the counts, or the document as it was or is. */
  responseType(type: "UPDATE_RESULT"): UpdateOneQuery<D, null extends N ? UpdateResult : UpdateResult | D, N>;
  /** Answers with the document as it was or is. */
  responseType(type: "OLD_DOCUMENT" | "NEW_DOCUMENT"): UpdateOneQuery<D, D | N, N>;
}

/** A replacement of one document that runs when awaited; `DocumentNotFound` when nothing matches. */
export interface ReplaceQuery<D extends Doc, R> extends Query<ReplaceOptions>, OfChildren, Queueable, PromiseLike<R> {
  /** Chooses the answer: the counts, or the document as it was or is. */
  responseType(type: "UPDATE_RESULT"): ReplaceQuery<D, UpdateResult>;
  /** Answers with the document as it was or is. */
  responseType(type: "OLD_DOCUMENT" | "NEW_DOCUMENT"): ReplaceQuery<D, D>;
}

/** A delete that runs when awaited. */
export interface DeleteQuery extends Query<DeleteOptions>, OfChildren, Queueable, PromiseLike<DeleteResult> {}

/** A delete of one document that runs when awaited. */
export interface DeleteOneQuery<D extends Doc, R> extends Query<DeleteOptions>, OfChildren, Queueable, PromiseLike<R> {
  /** Chooses the answer: the count, or the document that was deleted, `null` when nothing matched. */
  responseType(type: "UPDATE_RESULT"): DeleteOneQuery<D, DeleteResult>;
  /** Answers with the document that was deleted, `null` when nothing matched. */
  responseType(type: "OLD_DOCUMENT"): DeleteOneQuery<D, D | null>;
}

/** How much `explain` tells; all but `queryPlanner` run the query. */
export type ExplainVerbosity = "queryPlanner" | "executionStats" | "allPlansExecution";

/** Calls that every reading query has. */
export interface Chain<D extends Doc> extends Query<ReadOptions>, OfChildren {
  /** Adds criteria: all must be met. */
  find(...criteria: Criterion<D>[]): this;
  /**
   * Adds sort keys, the most important first: expressions, names with `+` or `-`, names with a direction, or lists of these.
   *
   * @example
   * ```ts
   * Product.find().sort(Product.price.desc(), "name", ["createdAt", SortDirection.DESCENDING]);
   * ```
   */
  sort(...keys: (Sorting<D> | readonly Sorting<D>[])[]): this;
  /** Reads anew, and keeps nothing, where `settings.useCache` keeps the results of queries. */
  ignoreCache(): this;
  /** How many documents match; of a list query, after `skip` and up to `limit`. */
  count(options?: QueryCallOptions): Promise<number>;
  /** Whether a document matches. */
  exists(options?: QueryCallOptions): Promise<boolean>;
  /** How the server would run the query (MongoDB manual, `explain`). */
  explain(verbosity?: ExplainVerbosity): Promise<Record<string, unknown>>;
  /** Filter, sort, skip and limit as stages of a pipeline; with links that are fetched, and the lookups that find these. */
  buildAggregationPipeline(): Record<string, unknown>[];
}

/** Calls that compute one value, or a list of values, in the server. */
export interface Numbers {
  /** Sum of a field; `null` when nothing matches. */
  sum(field: Operand<Numeric | null>, options?: QueryCallOptions): Promise<number | null>;
  /** Mean of a field; `null` when nothing matches. */
  avg(field: Operand<Numeric | null>, options?: QueryCallOptions): Promise<number | null>;
  /** Smallest value of a field; `null` when nothing matches. */
  min<T>(field: Operand<T>, options?: QueryCallOptions): Promise<T | null>;
  /** Largest value of a field; `null` when nothing matches. */
  max<T>(field: Operand<T>, options?: QueryCallOptions): Promise<T | null>;
  /** The different values of a field; of a list field, those of its elements. Sort, skip and limit do not count. */
  distinct<T>(field: Operand<T>, options?: QueryCallOptions): Promise<Exclude<T, readonly unknown[]>[]>;
}

/** What `distinct` gives for a field of type `T`. */
export type Distinct<T> = Val<T> extends infer V ? V extends readonly (infer E)[] ? E : V : never;

/**
 * A query for many documents of `D`, given as `R`. Immutable: every call gives a new one. Awaiting it gives the list; each `for await` opens
 * a fresh cursor and reads page by page.
 */
export interface ListQuery<D extends Doc, R> extends Chain<D>, Numbers, PromiseLike<R[]>, AsyncIterable<R> {
  /** The different values of a field, given as an expression; of a list its elements. */
  distinct<T>(field: Operand<T>, options?: QueryCallOptions): Promise<Exclude<T, readonly unknown[]>[]>;
  /** The different values of a field, given by name; of a list its elements. */
  distinct<K extends Key<D>>(name: K, options?: QueryCallOptions): Promise<Distinct<Data<D>[K]>[]>;
  /** The same as `find`. */
  findMany(...criteria: Criterion<D>[]): this;
  /** Leaves out the first documents; the last call wins. */
  skip(count: number): this;
  /** Gives at most so many documents; 0 means all; the last call wins. */
  limit(count: number): this;
  /** Runs the query; at most `length` documents when that is given. */
  toList(length?: number): Promise<R[]>;
  /** A cursor of its own, which sends nothing until it is read. */
  getCursor(): Cursor<R>;
  /** The first document, or `null`. */
  firstOrNull(): Promise<R | null>;
  /** Gives the documents in another shape; only its fields are sent. */
  project<P>(model: Target<P>): ListQuery<D, P>;
  /** Gives plain objects with these fields and the id; only they are sent. */
  select<K extends Key<D>>(...names: K[]): ListQuery<D, Pick<Data<D>, K | ("id" & Key<D>)>>;
  /** Goes on with a typed pipeline, or with stages in the server's own form. Sort, skip and limit of the query run after the stages. */
  aggregate<T>(build: (pipeline: Pipeline<Data<D>>) => Pipeline<T>): AggregateQuery<T>;
  /** Stages in the server's own form, with stored names; `T` is the type of their rows. */
  aggregate<T = Record<string, unknown>>(stages: readonly object[]): AggregateQuery<T>;
}

/** A query for one document of `D`, given as `R`. Awaiting it gives the document or `null`. */
export interface OneQuery<D extends Doc, R> extends Chain<D>, PromiseLike<R | null> {
  /** The same as `find`. */
  findOne(...criteria: Criterion<D>[]): this;
  /** Gives the document in another shape; only its fields are sent. */
  project<P>(model: Target<P>): OneQuery<D, P>;
}

/** A query for many documents, whose links it can fetch. */
export interface LinkedListQuery<D extends Doc, R = D> extends ListQuery<D, R> {
  /**
   * Fetches links: the fields hold documents instead of references. What is not found, or marked as deleted, stays a `Link`; lists keep their order.
   * Criteria and sort keys on fields of linked documents need it. One query for each model of a level; documents that link to the same one may hold
   * the same instance.
   *
   * All links are fetched, three levels deep or as deep as the settings say.
   *
   * @example
   * ```ts
   * for (const post of await Post.find(Post.author.name.eq("Ann")).fetchLinks()) console.log(post.author.name);
   * ```
   */
  fetchLinks(): LinkedListQuery<D, Fetched<D>>;
  /**
   * The same for links that are named, and those on the way to them; the result's type is that of the names in this call.
   *
   * @param names `"category"`, `"owner.address"`
   * @throws {InvalidArgument} for a name that is no link's
   * @example
   * ```ts
   * const [comment] = await Comment.find().fetchLinks("post.author");
   * comment.post.author.greet();
   * ```
   */
  fetchLinks<N extends string>(...names: N[]): LinkedListQuery<D, FetchedNamed<D, N>>;
  /** Fetches links so many levels deep; 0: none. */
  nestingDepth<N extends Levels>(levels: N): LinkedListQuery<D, Fetched<D, N>>;
  /** Fetches links, single ones only so many levels deep: `{ owner: 1 }`; 0 leaves one out. */
  nestingDepthsPerField(levels: Readonly<Record<string, Levels>>): LinkedListQuery<D, Fetched<D>>;
}

/** A query for one document, whose links it can fetch. */
export interface LinkedOneQuery<D extends Doc, R = D> extends OneQuery<D, R> {
  /** Fetches all links, in one aggregation; else as {@link LinkedListQuery.fetchLinks} does. */
  fetchLinks(): LinkedOneQuery<D, Fetched<D>>;
  /** Fetches the links with these names, with dots where they lie in objects or behind other links. */
  fetchLinks<N extends string>(...names: N[]): LinkedOneQuery<D, FetchedNamed<D, N>>;
  /** Fetches links so many levels deep; 0: none. */
  nestingDepth<N extends Levels>(levels: N): LinkedOneQuery<D, Fetched<D, N>>;
  /** Fetches links, single ones only so many levels deep: `{ owner: 1 }`; 0 leaves one out. */
  nestingDepthsPerField(levels: Readonly<Record<string, Levels>>): LinkedOneQuery<D, Fetched<D>>;
}

/** @internal How many levels of links a query can fetch. */
type Levels = 0 | 1 | 2 | 3 | 4 | 5;

/** A query for documents, which may also update or delete them. */
export interface FindQuery<D extends Doc, R = D>
  extends LinkedListQuery<D, R>, Updates<D, UpdateQuery<D, UpdateResult>, UpdateQuery<D, UpdateResult | D>> {
  /** Fetches all links. */
  fetchLinks(): FindQuery<D, Fetched<D>>;
  /** Fetches the links with these names, with dots where they lie in objects or behind other links. */
  fetchLinks<N extends string>(...names: N[]): FindQuery<D, FetchedNamed<D, N>>;
  /** How many levels of links are fetched, from 0 to 5; implies `fetchLinks()`. */
  nestingDepth<N extends Levels>(levels: N): FindQuery<D, Fetched<D, N>>;
  /** The same by name of the link; 0 leaves one out. */
  nestingDepthsPerField(levels: Readonly<Record<string, Levels>>): FindQuery<D, Fetched<D>>;
  /** The same as `update`. */
  updateMany(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateQuery<D, UpdateResult>;
  /** Deletes all that match. */
  delete(): DeleteQuery;
  /** The same as `delete`. */
  deleteMany(): DeleteQuery;
}

/** A query for one document, which may also update, replace or delete it. */
export interface FindOneQuery<D extends Doc, R = D>
  extends
    LinkedOneQuery<D, R>,
    Updates<D, UpdateOneQuery<D, UpdateResult>, UpdateOneQuery<D, UpdateResult | D, never>> {
  /** Fetches all links. */
  fetchLinks(): FindOneQuery<D, Fetched<D>>;
  /** Fetches the links with these names, with dots where they lie in objects or behind other links. */
  fetchLinks<N extends string>(...names: N[]): FindOneQuery<D, FetchedNamed<D, N>>;
  /** How many levels of links are fetched, from 0 to 5; implies `fetchLinks()`. */
  nestingDepth<N extends Levels>(levels: N): FindOneQuery<D, Fetched<D, N>>;
  /** The same by name of the link; 0 leaves one out. */
  nestingDepthsPerField(levels: Readonly<Record<string, Levels>>): FindOneQuery<D, Fetched<D>>;
  /** The same as `update`. */
  updateOne(...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]): UpdateOneQuery<D, UpdateResult>;
  /** Deletes the first that matches. */
  delete(): DeleteOneQuery<D, DeleteResult>;
  /** The same as `delete`. */
  deleteOne(): DeleteOneQuery<D, DeleteResult>;
  /**
   * Puts the document's data in the place of the first that matches, which keeps its id.
   *
   * @throws {DocumentNotFound} when nothing matches
   */
  replaceOne(document: D): ReplaceQuery<D, UpdateResult>;
}
