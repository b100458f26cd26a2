import type { Timestamp } from "../values/timestamp.ts";
import type { ResumeToken } from "./change-stream-options.ts";

/** A collection in a database. */
export interface Namespace {
  /** The database. */
  readonly db: string;
  /** The collection. */
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
  /** New values by dotted path. */
  readonly updatedFields: Readonly<Record<string, unknown>>;
  /** Paths of fields that were removed. */
  readonly removedFields: readonly string[];
  /** Lists that became shorter. */
  readonly truncatedArrays?: readonly { readonly field: string; readonly newSize: number }[];
}

/** What events about one document have in common. */
export interface DocumentEvent<K> extends ChangeEventBase {
  /** The collection that it happened in. */
  readonly ns: Namespace;
  /** The id of the document, and of a sharded collection the key of its shard. */
  readonly documentKey: K;
}

/** A document was inserted. */
export interface InsertEvent<D, K> extends DocumentEvent<K> {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "insert";
  /** The document as it was written. */
  readonly fullDocument: D;
}

/** A document was replaced. */
export interface ReplaceEvent<D, K> extends DocumentEvent<K> {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "replace";
  /** The document as it was written. */
  readonly fullDocument: D;
  /** The document as it was before, with the option `fullDocumentBeforeChange`; `null` when the server no longer has it. */
  readonly fullDocumentBeforeChange?: D | null;
}

/** Fields of a document were changed. */
export interface UpdateEvent<D, K> extends DocumentEvent<K> {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "update";
  /** What was changed. */
  readonly updateDescription: UpdateDescription;
  /** With the option `fullDocument`; null when the document is gone, or was not kept. */
  readonly fullDocument?: D | null;
  /** The document as it was before, with the option `fullDocumentBeforeChange`; `null` when the server no longer has it. */
  readonly fullDocumentBeforeChange?: D | null;
}

/** A document was deleted. */
export interface DeleteEvent<D, K> extends DocumentEvent<K> {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "delete";
  /** The document as it was before, with the option `fullDocumentBeforeChange`; `null` when the server no longer has it. */
  readonly fullDocumentBeforeChange?: D | null;
}

/** The collection was dropped. */
export interface DropEvent extends ChangeEventBase {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "drop";
  /** The collection that it happened in. */
  readonly ns: Namespace;
}

/** The collection was renamed. */
export interface RenameEvent extends ChangeEventBase {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "rename";
  /** The collection that it happened in. */
  readonly ns: Namespace;
  /** The new name. */
  readonly to: Namespace;
}

/** The database was dropped. */
export interface DropDatabaseEvent extends ChangeEventBase {
  /** What happened; the events of a stream are told apart by it. */
  readonly operationType: "dropDatabase";
  /** The database that it happened to. */
  readonly ns: { readonly db: string };
}

/** Nothing can follow: what is watched is gone. It is the last event; a new stream can `startAfter` it. */
export interface InvalidateEvent extends ChangeEventBase {
  /** What happened; the events of a stream are told apart by it. */
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
