import type { Doc, Row } from "./doc.ts";
import type { Change } from "./expressions.ts";
import type { ChangeOptions, WriteOptions } from "./options.ts";
import type { linked } from "./phantom.ts";
import type { DeleteResult } from "./results.ts";
import type { Amounts, Dates, Pushes, Setting, Unsetting, UpdateDoc } from "./updates.ts";

/** What every instance of a document class has, beside its fields. */
export interface Document extends Doc {
  /** The id, stored as `_id`; an ObjectId made on first use unless the shape declares another. */
  readonly id: unknown;
  readonly [linked]: this;
  /** `true` until a write has stored the document, and again after `delete()`. */
  readonly isNew: boolean;
  /** With the setting `useRevision`: which version of the stored document this is. Neither in JSON nor among the fields. */
  readonly revisionId: string | undefined;
  /** The fields as JSON takes them: ids, dates and the like as text. */
  toJSON(): Record<string, unknown>;
  /** Stores a new document. */
  insert(options?: WriteOptions): Promise<this>;
  /** The same as `insert`. */
  create(options?: WriteOptions): Promise<this>;
  /** Puts the whole instance in the place of the stored document; `DocumentNotFound` when there is none. */
  replace(options?: WriteOptions): Promise<this>;
  /**
   * Stores the fields of the instance, inserting the document when it is not there; stored fields unknown to the model survive. Nothing is read
   * back: the instance already holds what is stored.
   */
  save(options?: WriteOptions): Promise<this>;
  /** Removes the stored document. */
  delete(options?: WriteOptions): Promise<DeleteResult>;
  // `this: Row<O>` and not `this: D`: in a class body `this` is a type parameter; only its data type can be looked into.
  /** Sets fields, in the store and on the instance. */
  set<O>(this: Row<O>, ...changes: (Setting<Row<O>> | Change<keyof O, Row<O>>)[]): Promise<this>;
  set<O>(this: Row<O>, changes: Setting<Row<O>> | Change<keyof O, Row<O>>, options: ChangeOptions): Promise<this>;
  /** Adds amounts to numeric fields, in the store and on the instance. */
  inc<O>(this: Row<O>, amounts: Amounts<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Removes fields, in the store and on the instance. */
  unset<O>(this: Row<O>, ...names: Unsetting<Row<O>>[]): Promise<this>;
  unset<O>(this: Row<O>, name: Unsetting<Row<O>>, options: ChangeOptions): Promise<this>;
  /** Appends elements to lists, in the store and on the instance. */
  push<O>(this: Row<O>, elements: Pushes<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Sets date fields to the server's time, in the store and on the instance. */
  currentDate<O>(this: Row<O>, fields: Dates<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Changes of any kind, in the store and on the instance. */
  update<O>(this: Row<O>, ...changes: (Change<keyof O, Row<O>> | UpdateDoc<Row<O>>)[]): Promise<this>;
  update<O>(
    this: Row<O>,
    change: Change<keyof O, Row<O>> | UpdateDoc<Row<O>> | readonly object[],
    options?: ChangeOptions,
  ): Promise<this>;
}
