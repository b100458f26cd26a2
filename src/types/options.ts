import type { BulkWriter } from "../bulk/bulk-writer.ts";
import type { ReadPreference } from "../client/read-preference.ts";
import type { Session } from "../client/session.ts";
import type { DeleteRules, WriteRules } from "../relations/rules.ts";

/** Rules for comparing text (MongoDB manual, Collation). */
export interface Collation {
  locale: string;
  caseLevel?: boolean;
  caseFirst?: "upper" | "lower" | "off";
  strength?: 1 | 2 | 3 | 4 | 5;
  numericOrdering?: boolean;
  alternate?: "non-ignorable" | "shifted";
  maxVariable?: "punct" | "space";
  backwards?: boolean;
  normalization?: boolean;
}

/** Options that every command of a query may carry. */
export interface CommandOptions {
  /** Index to use: its name or its keys. */
  hint?: string | object;
  /** Rules for comparing text. */
  collation?: Collation;
  /** Limit of the server's work in milliseconds. */
  maxTimeMS?: number;
  /** Limit of the whole call in milliseconds, waiting and network included. */
  timeoutMS?: number;
  /** Shown in the server's log and profiler. */
  comment?: unknown;
  /** Variables for `$expr` and pipelines. */
  let?: object;
  /** Lets this call use `$where`, `$function` and `$accumulator`, which run JavaScript in the server. */
  allowServerJavaScript?: boolean;
}

/** Options of reading queries. */
export interface ReadOptions extends CommandOptions {
  /** Documents the server sends at once. */
  batchSize?: number;
  /** Lets the server sort and group on disk. */
  allowDiskUse?: boolean;
  /** The cursor survives 10 minutes without being read. */
  noCursorTimeout?: boolean;
  /** A sharded cluster answers with what it has when shards are down. */
  allowPartialResults?: boolean;
  readConcern?: { level: "local" | "available" | "majority" | "linearizable" | "snapshot" };
  readPreference?: ReadPreference;
}

/** What a call that runs at once may be given beside what its query has. */
export interface QueryCallOptions extends ReadOptions {
  session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  signal?: AbortSignal;
}

/** Options of calls that read, but are no queries. */
export interface ReadCallOptions
  extends Pick<ReadOptions, "maxTimeMS" | "timeoutMS" | "comment" | "readConcern" | "readPreference"> {
  session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  signal?: AbortSignal;
}

/** Options of `sync`. */
export interface SyncOptions extends ReadCallOptions {
  /** Whose values count where the document was changed locally (default `MergeStrategy.REMOTE`). */
  mergeStrategy?: "local" | "remote";
}

/** When a write counts as done (MongoDB manual, Write Concern). */
export interface WriteConcern {
  w?: number | string;
  j?: boolean;
  wtimeout?: number;
}

/** Options of queries that delete. */
export interface DeleteOptions extends CommandOptions {
  writeConcern?: WriteConcern;
}

/** Options of queries that replace. */
export interface ReplaceOptions extends DeleteOptions {
  /** Skips the collection's own validator. */
  bypassDocumentValidation?: boolean;
}

/** Options of queries that update. */
export interface UpdateOptions extends ReplaceOptions {
  /**
   * Which elements the paths `$[name]` of the changes mean: expressions, `[Product.items.at("$[x]").n.gt(1)]`, or plain filters whose paths
   * begin with the name, `[{ "x.n": { $gt: 1 } }]`.
   */
  arrayFilters?: readonly object[];
  /** The server inserts a document made of filter and changes when nothing matches; `.upsert(document)` inserts a whole document. */
  upsert?: boolean;
}

/** Options of instance writes and inserts. */
export interface WriteOptions {
  session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  signal?: AbortSignal;
  writeConcern?: WriteConcern;
  /** Shown in the server's log and profiler. */
  comment?: unknown;
  /** Limit of the whole call in milliseconds. */
  timeoutMS?: number;
  /** Skips the collection's own validator. */
  bypassDocumentValidation?: boolean;
  /** Actions that do not run: `Before`, `After`, and names of methods. Counts for inner events as well. */
  skipActions?: readonly string[];
  /** What happens to the documents that this one links to: `WriteRules` for insert, save and replace, `DeleteRules` for delete. */
  linkRule?: WriteRules | DeleteRules;
  /** The write waits in the writer and is sent with its commit. */
  bulkWriter?: BulkWriter;
  /** Write although somebody else changed the document (setting `useRevision`). */
  ignoreRevision?: boolean;
}

/** Options of the instance methods that change single fields. */
export interface ChangeOptions extends WriteOptions {
  /** Which elements the paths `$[name]` of the changes mean, in the forms of {@link UpdateOptions.arrayFilters}. */
  arrayFilters?: readonly object[];
  /** Rules for comparing text in array filters and pipelines. */
  collation?: Collation;
  /** Index to use: its name or its keys. */
  hint?: string | object;
  /** Variables for pipelines. */
  let?: object;
  /** The server inserts a document of the id and the changes when there is none. */
  upsert?: boolean;
}

/** Options of `insertMany`. */
export interface InsertManyOptions extends Omit<WriteOptions, "bulkWriter"> {
  /** Stop at the first failure (default `true`), or insert all that can be inserted. */
  ordered?: boolean;
}
