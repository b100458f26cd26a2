import type { Timestamp } from "../values/timestamp.ts";
import type { ResumeToken } from "./change-stream-options.ts";

/** A collection in a database. */
export interface Namespace {
  readonly db: string;
  readonly coll: string;
}

/** What every event has. What the server adds, and what stages of the pipeline add, is there as well. */
export interface ChangeEventBase {
  /** The place of the event; give it to a stream as `resumeAfter` to go on behind it. */
  readonly resumeToken: ResumeToken;
  /** When the change was made, by the clock of the deployment. */
  readonly clusterTime: Timestamp;
  /** The same by the clock of the server; MongoDB 6 or later. */
  readonly wallTime?: Date;
}

/** What an update changed. Names are dotted; those that the model knows are its own, with values as documents have them. */
export interface UpdateDescription {
  readonly updatedFields: Readonly<Record<string, unknown>>;
  readonly removedFields: readonly string[];
  /** Lists that became shorter. */
  readonly truncatedArrays?: readonly { readonly field: string; readonly newSize: number }[];
}

interface DocumentEvent<K> extends ChangeEventBase {
  readonly ns: Namespace;
  /** The id of the document, and of a sharded collection the key of its shard. */
  readonly documentKey: K;
}

/** A document was inserted. */
export interface InsertEvent<D, K> extends DocumentEvent<K> {
  readonly operationType: "insert";
  readonly fullDocument: D;
}

/** A document was replaced. */
export interface ReplaceEvent<D, K> extends DocumentEvent<K> {
  readonly operationType: "replace";
  readonly fullDocument: D;
  readonly fullDocumentBeforeChange?: D | null;
}

/** Fields of a document were changed. */
export interface UpdateEvent<D, K> extends DocumentEvent<K> {
  readonly operationType: "update";
  readonly updateDescription: UpdateDescription;
  /** With the option `fullDocument`; null when the document is gone, or was not kept. */
  readonly fullDocument?: D | null;
  readonly fullDocumentBeforeChange?: D | null;
}

/** A document was deleted. */
export interface DeleteEvent<D, K> extends DocumentEvent<K> {
  readonly operationType: "delete";
  readonly fullDocumentBeforeChange?: D | null;
}

/** The collection was dropped. */
export interface DropEvent extends ChangeEventBase {
  readonly operationType: "drop";
  readonly ns: Namespace;
}

/** The collection was renamed. */
export interface RenameEvent extends ChangeEventBase {
  readonly operationType: "rename";
  readonly ns: Namespace;
  readonly to: Namespace;
}

/** The database was dropped. */
export interface DropDatabaseEvent extends ChangeEventBase {
  readonly operationType: "dropDatabase";
  readonly ns: { readonly db: string };
}

/** Nothing can follow: what is watched is gone. It is the last event; a new stream can `startAfter` it. */
export interface InvalidateEvent extends ChangeEventBase {
  readonly operationType: "invalidate";
}

/** An event of a change stream (MongoDB manual, Change Events), told apart by `operationType`. `D`: documents; `K`: their keys. */
export type ChangeEvent<D = Record<string, unknown>, K = Readonly<Record<string, unknown>>> =
  | InsertEvent<D, K>
  | UpdateEvent<D, K>
  | ReplaceEvent<D, K>
  | DeleteEvent<D, K>
  | DropEvent
  | RenameEvent
  | DropDatabaseEvent
  | InvalidateEvent;
