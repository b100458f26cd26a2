import type { BulkWriter } from "../bulk/bulk-writer.ts";
import type { ReadPreference } from "../client/read-preference.ts";
import type { Session } from "../client/session.ts";
import type { DeleteRules, WriteRules } from "../relations/rules.ts";

/** Rules for comparing text (MongoDB manual, Collation). */
export interface Collation {
  /** Language of the rules (ICU), such as `"en"` or `"de"`; `"simple"` compares bytes. */
  locale: string;
  /** Tells upper from lower case also at strengths 1 and 2. Default `false`. */
  caseLevel?: boolean;
  /** Which case sorts first where only case differs. Default `"off"`. */
  caseFirst?: "upper" | "lower" | "off";
  /** What counts: 1 letters, 2 accents as well, 3 case as well. Default 3. */
  strength?: 1 | 2 | 3 | 4 | 5;
  /** Sorts digits as numbers: `"9"` before `"10"`. Default `false`. */
  numericOrdering?: boolean;
  /** Whether spaces and punctuation count as characters. Default `"non-ignorable"`. */
  alternate?: "non-ignorable" | "shifted";
  /** With `alternate: "shifted"`: which characters do not count. Default `"punct"`. */
  maxVariable?: "punct" | "space";
  /** Compares accents from the end, as in some French dictionaries. Default `false`. */
  backwards?: boolean;
  /** Normalises text before it is compared. Default `false`. */
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
  /** The cursor survives 10 minutes without being read. Aggregations have no such option and refuse it. */
  noCursorTimeout?: boolean;
  /** A sharded cluster answers with what it has when shards are down. Aggregations, counts and the like have no such option and refuse it. */
  allowPartialResults?: boolean;
  /** How settled data must be that is read (MongoDB manual, "Read Concern"). */
  readConcern?: { level: "local" | "available" | "majority" | "linearizable" | "snapshot" };
  /** Which members of a replica set may answer. */
  readPreference?: ReadPreference;
}

/** What a call that runs at once may be given beside what its query has. */
export interface QueryCallOptions extends ReadOptions {
  /** Session to run in; default: the ambient transaction, if there is one. */
  session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  signal?: AbortSignal;
}

/** Options of calls that read, but are no queries. */
export interface ReadCallOptions
  extends Pick<ReadOptions, "maxTimeMS" | "timeoutMS" | "comment" | "readConcern" | "readPreference"> {
  /** Session to run in; default: the ambient transaction, if there is one. */
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
  /** How many members of the replica set have to have the write, or `"majority"`. */
  w?: number | string;
  /** Whether it has to be in the journal on disk. */
  j?: boolean;
  /** How long to wait for those members, in milliseconds. */
  wtimeout?: number;
}

/** Options of queries that delete. */
export interface DeleteOptions extends CommandOptions {
  /** When the write counts as done; default: as the client says. */
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
  /** Session to run in; default: the ambient transaction, if there is one. */
  session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  signal?: AbortSignal;
  /** When the write counts as done; default: as the client says. */
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
