import type { SortKey } from "./expressions.ts";
import type { Collation } from "./options.ts";

/** Kind or direction of an index key. */
export type IndexDirection = 1 | -1 | "text" | "2d" | "2dsphere" | "hashed";

/** Options of an index (MongoDB manual, `createIndexes`). */
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
  partialFilterExpression?: object;
  collation?: Collation;
  /** Weights of the fields of a text index. */
  weights?: Record<string, number>;
  /** The planner ignores it. */
  hidden?: boolean;
}

/** A key of an index: a field's name, its name and direction, or a sort key of the class. */
export type IndexKey = string | readonly [string, IndexDirection] | SortKey<PropertyKey>;

/** An index with options. */
export interface IndexDefinition extends Omit<IndexOptions, "direction"> {
  keys: IndexKey | readonly IndexKey[];
}

/** How values of a class are stored. */
export interface BsonEncoder {
  /** The class; instances of subclasses count. */
  // deno-lint-ignore no-explicit-any -- a class with any constructor
  type: abstract new (...input: any[]) => unknown;
  encode: (value: never) => unknown;
}

/** `static settings` of a document class. */
export interface Settings {
  /** Name of the collection; default: the name of the class. */
  name?: string;
  /** Indexes that `init` creates. */
  indexes?: readonly (IndexKey | readonly IndexKey[] | IndexDefinition)[];
  /** Also create the indexes that parent classes declare; the own ones win over equal ones (default `false`). */
  mergeIndexes?: boolean;
  /** Store `null` for fields that are null (default `true`); `false` leaves them out. */
  keepNulls?: boolean;
  /** Functions that turn values of a class of yours into values that BSON has, in documents, filters and updates. */
  bsonEncoders?: readonly BsonEncoder[];
  /** The projection that reads into this model send instead of the one made of its fields. */
  projection?: object;
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
  /** Name of the id in JSON (default `"id"`). */
  jsonId?: "id" | "_id";
  /** Lets keys start with `$` in stored documents. */
  allowDollarKeys?: boolean;
}
