import type { SortKey } from "./expressions.ts";
import type { Collation } from "./options.ts";
import type { TimeSeriesConfig } from "./time-series.ts";

/** Kind or direction of an index key. */
export type IndexDirection = 1 | -1 | "text" | "2d" | "2dsphere" | "hashed";

/** Options of an index, spelled as the server spells them (MongoDB manual, `createIndexes`). */
export interface IndexOptions {
  /** Default: the keys joined by underscores, as the server's tools do. */
  name?: string;
  /** No two documents with the same values. */
  unique?: boolean;
  /** Documents without the field are left out. */
  sparse?: boolean;
  /** Default 1. */
  direction?: IndexDirection;
  /** The server deletes a document so many seconds after the time in the field. */
  expireAfterSeconds?: number;
  /** Only documents that meet it are indexed: an expression or a plain filter, with names of the model. */
  partialFilterExpression?: object;
  /** Rules for comparing text; a query uses the index only with the same ones. */
  collation?: Collation;
  /** Weights of the fields of a text index, by names of the model; default 1. */
  weights?: Readonly<Record<string, number>>;
  /** Of a text index: the language whose stop words and stems count (default `"english"`). */
  default_language?: string;
  /** Of a text index: stored name of the field that says a document's own language (default `"language"`). */
  language_override?: string;
  /** Version of a text index (default: the newest that the server knows). */
  textIndexVersion?: number;
  /** Version of a 2dsphere index (default: the newest that the server knows). */
  "2dsphereIndexVersion"?: number;
  /** Of a 2d index: precision of the stored positions (default 26). */
  bits?: number;
  /** Of a 2d index: lower bound of positions (default -180). */
  min?: number;
  /** Of a 2d index: upper bound of positions (default 180). */
  max?: number;
  /** Of a wildcard index on all fields: which ones it takes or leaves out, by names of the model. */
  wildcardProjection?: Readonly<Record<string, 0 | 1 | boolean>>;
  /** The planner ignores it. */
  hidden?: boolean;
  /** Options for the storage engine (MongoDB manual, `createIndexes`). */
  storageEngine?: object;
}

/**
 * A key of an index: a field's name, its name and direction, or a sort key of the class. `"$**"` and `"details.$**"` are wildcards: all fields
 * there.
 */
export type IndexKey = string | readonly [string, IndexDirection] | SortKey<PropertyKey>;

/** An index with options. */
export interface IndexDefinition extends Omit<IndexOptions, "direction"> {
  /** The key, or the keys in order. */
  keys: IndexKey | readonly IndexKey[];
}

/** One entry of `settings.indexes`. */
export type IndexDeclaration = IndexKey | readonly IndexKey[] | IndexDefinition;

/** How values of a class are stored. */
export interface BsonEncoder {
  /** The class; instances of subclasses count. */
  // deno-lint-ignore no-explicit-any -- a class with any constructor
  type: abstract new (...input: any[]) => unknown;
  /** Gives what is stored for an instance. */
  encode: (value: never) => unknown;
}

/** `static settings` of a document class. */
export interface Settings {
  /** Name of the collection; default: the name of the class. */
  name?: string;
  /** Indexes that `init` creates. */
  indexes?: readonly IndexDeclaration[];
  /** Also create the indexes that parent classes declare; own ones win over those with the same keys (default `false`). */
  mergeIndexes?: boolean;
  /** Store `null` for fields that are null (default `true`); `false` leaves them out. */
  keepNulls?: boolean;
  /** Functions that turn values of a class of yours into values that BSON has, in documents, filters and updates. */
  bsonEncoders?: readonly BsonEncoder[];
  /** The projection that reads into this model send instead of the one made of its fields. */
  projection?: object;
  /**
   * The root of a tree: children share its collection, and a stored field says of which class a document is (default `false`: each class has a
   * collection of its own).
   */
  isRoot?: boolean;
  /** Stored name of the field that says of which class a document is, in trees and unions; that of the root holds for all (default `"_class_id"`). */
  classId?: string;
  /** What stands in it for documents of this class; default: in a tree the names from the root on, joined by dots, in a union `name`. */
  classIdValue?: string;
  /** Keep a snapshot of what is stored, for `isChanged`, `saveChanges` and `rollback` (default `false`). */
  useStateManagement?: boolean;
  /** Also keep the snapshot before the last write (default `false`). */
  stateManagementSavePrevious?: boolean;
  /** Report a changed object as a whole instead of by its changed paths (default `false`). */
  stateManagementReplaceObjects?: boolean;
  /** Optimistic locking by `revisionId` (default `false`). */
  useRevision?: boolean;
  /** Whose value counts when a "before update" action changes a field that the update names (default `UPDATE_WINS`). */
  actionConflictResolution?: "UPDATE_WINS" | "ACTION_WINS" | "ACTION_OVERRIDE" | "RAISE";
  /** Keep the results of queries in memory (default `false`). */
  useCache?: boolean;
  /** How many queries are kept (default 32). */
  cacheCapacity?: number;
  /** Age in milliseconds after which a kept result is read anew (default 10 minutes). */
  cacheExpirationTime?: number;
  /** Run the whole schema, with its coercions, before every write (default `false`). */
  validateOnSave?: boolean;
  /** Stored fields that the shape does not know: dropped on reading (`"strip"`, default), kept and written back, or an error. */
  unknownFields?: "strip" | "keep" | "reject";
  /** Levels of links that `fetchLinks()` fetches, from 0 to 5 (default 3); a query says another number with `nestingDepth(n)`. */
  maxNestingDepth?: number;
  /** The same by link: `{ owner: 1 }`; 0 leaves a link out unless the query names it. */
  maxNestingDepthsPerField?: Readonly<Record<string, number>>;
  /** Name of the id in JSON (default `"id"`). */
  jsonId?: "id" | "_id";
  /** Lets keys start with `$` in stored documents. */
  allowDollarKeys?: boolean;
  /** Makes the collection one of measurements over time, which the server keeps together by time and origin. */
  timeseries?: TimeSeriesConfig;
}

/** `static settings` of a union of document classes. */
export type UnionSettings = Pick<
  Settings,
  "name" | "classId" | "bsonEncoders" | "useCache" | "cacheCapacity" | "cacheExpirationTime"
>;
