import type { DBRef } from "../values/db-ref.ts";
import type { Doc, Row } from "./doc.ts";
import type { Change } from "./expressions.ts";
import type { ChangeOptions, SyncOptions, WriteOptions } from "./options.ts";
import type { FetchOptions } from "../relations/link.ts";
import type { FetchedLinks, FetchedValue } from "./links.ts";
import type { linked } from "./phantom.ts";
import type { DeleteResult } from "./results.ts";
import type { Amounts, Dates, Pushes, Setting, Unsetting, UpdateDoc } from "./updates.ts";

/** What every instance of a document class has, beside its fields. */
export interface Document extends Doc {
  /** The id, stored as `_id`; an ObjectId made on first use unless the shape declares another. */
  readonly id: unknown;
  /** @internal */
  readonly [linked]: this;
  /** `true` until a write has stored the document, and again after `delete()`. */
  readonly isNew: boolean;
  /** With the setting `useRevision`: which version of the stored document this is. Neither in JSON nor among the fields. */
  readonly revisionId: string | undefined;
  /** The fields as JSON takes them: ids, dates and the like as text. */
  toJSON(): Record<string, unknown>;
  /** The document itself: every document is a link to itself. With `fetchLinks` its own links are fetched. */
  fetch(options?: FetchOptions): Promise<this>;
  /**
   * Fetches one link and puts what is found in its place; what is not found stays a `Link`.
   *
   * @throws {InvalidArgument} for a name that is no link's
   * @example `const category = await product.fetchLink("category");`
   */
  fetchLink<O, K extends keyof O>(this: Row<O>, field: K, options?: FetchOptions): Promise<FetchedValue<O[K], 1>>;
  /**
   * Fetches all links, three levels deep or as deep as the settings say, and puts what is found in their places: one query for each model of a
   * level. What is not found stays a `Link`.
   */
  fetchAllLinks<O>(this: Row<O>, options?: FetchOptions): Promise<FetchedLinks<O, 3> & this>;
  /** A reference to the document as MongoDB's DBRef; `DocumentWasNotSaved` for a new one. */
  toRef(): DBRef;
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
  /**
   * With the setting `useStateManagement`: stores what changed since the document was read or written, and nothing else; `null` when nothing
   * changed. Nothing is read back.
   */
  saveChanges(options?: WriteOptions): Promise<this | null>;
  /** Runs the schema over the fields and takes over what it coerces; `ValidationError` when they do not fit. */
  validateSelf(): void;
  /** Removes the stored document. */
  delete(options?: WriteOptions): Promise<DeleteResult>;
  // `this: Row<O>` and not `this: D`: in a class body `this` is a type parameter; only its data type can be looked into.
  /** Sets fields, in the store and on the instance. */
  set<O>(this: Row<O>, ...changes: (Setting<Row<O>> | Change<keyof O, Row<O>>)[]): Promise<this>;
  /** One change, with options. */
  set<O>(this: Row<O>, changes: Setting<Row<O>> | Change<keyof O, Row<O>>, options: ChangeOptions): Promise<this>;
  /** Adds amounts to numeric fields, in the store and on the instance. */
  inc<O>(this: Row<O>, amounts: Amounts<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Removes fields, in the store and on the instance. */
  unset<O>(this: Row<O>, ...names: Unsetting<Row<O>>[]): Promise<this>;
  /** One field, with options. */
  unset<O>(this: Row<O>, name: Unsetting<Row<O>>, options: ChangeOptions): Promise<this>;
  /** Appends elements to lists, in the store and on the instance. */
  push<O>(this: Row<O>, elements: Pushes<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Sets date fields to the server's time, in the store and on the instance. */
  currentDate<O>(this: Row<O>, fields: Dates<Row<O>>, options?: ChangeOptions): Promise<this>;
  /** Changes of any kind, in the store and on the instance. */
  update<O>(this: Row<O>, ...changes: (Change<keyof O, Row<O>> | UpdateDoc<Row<O>>)[]): Promise<this>;
  /** One change, with options. */
  update<O>(
    this: Row<O>,
    change: Change<keyof O, Row<O>> | UpdateDoc<Row<O>> | readonly object[],
    options?: ChangeOptions,
  ): Promise<this>;
  /**
   * Whether the document holds something else than what is stored. Like all members that compare with what is stored it needs the setting
   * `useStateManagement`, and a document that was read or written.
   *
   * @throws {StateManagementIsTurnedOff}
   * @throws {StateNotSaved}
   */
  readonly isChanged: boolean;
  /** Whether the last write changed what is stored. Needs the setting `stateManagementSavePrevious` as well. */
  readonly hasChanged: boolean;
  /**
   * What changed since the document was read or written: paths of properties with their values, `undefined` for what was removed. Lists
   * are whole; objects are too with the setting `stateManagementReplaceObjects`.
   *
   * @example
   * ```ts
   * product.maker.country = "BE";
   * product.getChanges(); // { "maker.country": "BE" }
   * ```
   */
  getChanges(): Record<string, unknown>;
  /** What the last write changed, in the form of `getChanges()`. Needs the setting `stateManagementSavePrevious` as well. */
  getPreviousChanges(): Record<string, unknown>;
  /** What is stored, as far as this process knows: the fields by property. A copy; `null` for a document that is new. */
  getSavedState(): Record<string, unknown> | null;
  /** What was stored before the last write; `null` when that is not known. Needs the setting `stateManagementSavePrevious` as well. */
  getPreviousSavedState(): Record<string, unknown> | null;
  /** Takes back what changed: every field has its stored value again, of its own type, and fields that are not stored are gone. */
  rollback(): void;
  /**
   * Reads the stored document into this instance. Local changes are lost, or with `MergeStrategy.LOCAL` applied to what was read.
   *
   * @throws {DocumentWasNotSaved} when the document is new
   * @throws {DocumentNotFound} when it is not there any more
   * @throws {ApplyChangesException} when a local change leads into an object that is not there any more
   */
  sync(options?: SyncOptions): Promise<void>;
}
