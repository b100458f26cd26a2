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

/** `static settings` of a document class. */
export interface Settings {
  /** Name of the collection; default: the name of the class. */
  name?: string;
  /** Indexes that `init` creates. */
  indexes?: readonly (IndexKey | readonly IndexKey[] | IndexDefinition)[];
  /** Store `null` for fields that are null (default `true`); `false` leaves them out. */
  keepNulls?: boolean;
  /** Run the whole schema, with its coercions, before every write (default `false`). */
  validateOnSave?: boolean;
  /** Stored fields that the shape does not know: dropped on reading (`"strip"`, default), kept and written back, or an error. */
  unknownFields?: "strip" | "keep" | "reject";
  /** Name of the id in JSON (default `"id"`). */
  jsonId?: "id" | "_id";
  /** Lets keys start with `$` in stored documents. */
  allowDollarKeys?: boolean;
}
