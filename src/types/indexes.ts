import type { Session } from "../client/session.ts";
import type { WriteConcern } from "./options.ts";
import type { IndexDirection, IndexOptions } from "./settings.ts";

/** An index with stored names: as it is declared, or as it is on the server. */
export interface IndexDescription extends Omit<IndexOptions, "direction" | "name"> {
  /** Its name. */
  readonly name: string;
  /** Stored paths with their directions or kinds, in order. */
  readonly key: Readonly<Record<string, IndexDirection>>;
}

/** A declared index that the server can not have beside an existing one. */
export interface ConflictingIndexes {
  /** The index as the model declares it. */
  readonly declared: IndexDescription;
  /** The index as it is on the server. */
  readonly existing: IndexDescription;
  /** What they have in common and where they differ. */
  readonly reason: string;
}

/** What would have to happen for the collection to have the declared indexes, and no others. */
export interface IndexDiff {
  /** Declared, but not there. */
  readonly create: readonly IndexDescription[];
  /** There, but not declared. The index of `_id` is never among them. */
  readonly drop: readonly IndexDescription[];
  /** There as declared. */
  readonly keep: readonly IndexDescription[];
  /** There, but with another definition, so that the declared one can not be created beside it. */
  readonly conflict: readonly ConflictingIndexes[];
}

/** Options of calls on indexes. */
export interface IndexCallOptions {
  /** Session to run in; default: the ambient transaction, if there is one. */
  session?: Session;
  /** Aborting it ends the call with the signal's reason. A build that the server began goes on. */
  signal?: AbortSignal;
  /** Limit of the whole call in milliseconds. A build that the server began goes on. */
  timeoutMS?: number;
  /** Shown in the server's log and profiler. */
  comment?: unknown;
}

/** Options of calls that change indexes. */
export interface IndexChangeOptions extends IndexCallOptions {
  /** When the write counts as done; default: as the client says. */
  writeConcern?: WriteConcern;
}

/** Options of calls that create indexes. */
export interface IndexCreateOptions extends IndexChangeOptions {
  /** How many members of a replica set have to be ready before an index counts as built (MongoDB manual, `createIndexes`). */
  commitQuorum?: number | string;
}

/** Options of `Product.indexes.sync()`. */
export interface IndexSyncOptions extends IndexCreateOptions {
  /** Drop what is not declared, and what conflicts with a declared index (default `false`). */
  drop?: boolean;
}

/** The indexes of a model's collection: `Product.indexes`. */
export interface Indexes {
  /** Compares what is declared with what is there, and changes nothing. */
  diff(options?: IndexCallOptions): Promise<IndexDiff>;
  /**
   * Creates the declared indexes that are not there, and gives their names. Nothing is dropped.
   *
   * @throws {IndexConflict} before anything is changed, when an existing index stands in the way
   * @throws {ServerError} when the server can not build one, for example a unique one over values that occur twice
   */
  create(options?: IndexCreateOptions): Promise<string[]>;
  /**
   * Makes the collection's indexes what is declared. Without `drop` the same as `create`. With it conflicting ones are dropped first, then the
   * missing ones are created, then those that are not declared are dropped. Gives the difference that it found and removed.
   *
   * @throws {IndexConflict} without `drop`, before anything is changed
   */
  sync(options?: IndexSyncOptions): Promise<IndexDiff>;
  /** The indexes that are there, that of `_id` included; none while there is no collection. */
  list(options?: IndexCallOptions): Promise<IndexDescription[]>;
  /**
   * Drops one index.
   *
   * @throws {InvalidArgument} for the index of `_id`, which a collection can not lose
   * @throws {ServerError} when there is none of this name
   */
  drop(name: string, options?: IndexChangeOptions): Promise<void>;
}
