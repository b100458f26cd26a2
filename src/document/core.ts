import type { SyncOptions, WriteOptions } from "../types/options.ts";
import { checkFetchOptions } from "../fetching/fetch-options.ts";
import { fetchBelow } from "../fetching/levels.ts";
import type { FetchOptions } from "../relations/link.ts";
import type { DeleteResult } from "../types/results.ts";
import type { DBRef } from "../values/db-ref.ts";
import { inspectedAs } from "../values/inspect.ts";
import { deleteDocument } from "./delete.ts";
import { fetchAllLinksOf, fetchLinkOf } from "./fetch-links.ts";
import { insertDocument } from "./insert.ts";
import { inspectFields, jsonOf } from "./presentation.ts";
import { referenceTo } from "./reference.ts";
import { replaceDocument } from "./replace.ts";
import { saveDocument } from "./save.ts";
import { saveChangesOf } from "./save-changes.ts";
import { DocumentState, runtime } from "./state.ts";
import { syncDocument } from "./sync.ts";
import {
  changesOf,
  hasChanged,
  isChanged,
  previousChangesOf,
  previousStateOf,
  rollBack,
  savedStateOf,
} from "./tracking.ts";
import { changeDocument } from "./update.ts";
import { validate } from "./validate.ts";
import { writeLinked } from "./write-linked.ts";

/** What every document is and does; the types in `src/types/document.ts` are its public face. */
export class DocumentCore extends DocumentState {
  /** The fields as JSON takes them: ids, dates and the like as text. */
  toJSON(): Record<string, unknown> {
    return jsonOf(this, runtime(this));
  }

  /** A document is a link to itself. */
  async fetch(options: FetchOptions = {}): Promise<this> {
    await fetchBelow([this], checkFetchOptions("fetch", options));
    return this;
  }

  fetchLink(field: string, options: FetchOptions = {}): Promise<unknown> {
    return fetchLinkOf(this, runtime(this), field, options);
  }

  fetchAllLinks(options: FetchOptions = {}): Promise<this> {
    return fetchAllLinksOf(this, runtime(this), options);
  }

  toRef(): DBRef {
    return referenceTo(this, runtime(this));
  }

  insert(options: WriteOptions = {}): Promise<this> {
    return insertDocument(this, runtime(this), options, writeLinked);
  }

  create(options: WriteOptions = {}): Promise<this> {
    return insertDocument(this, runtime(this), options, writeLinked);
  }

  replace(options: WriteOptions = {}): Promise<this> {
    return replaceDocument(this, runtime(this), options, writeLinked);
  }

  save(options: WriteOptions = {}): Promise<this> {
    return saveDocument(this, runtime(this), options, writeLinked);
  }

  saveChanges(options: WriteOptions = {}): Promise<this | null> {
    return saveChangesOf(this, runtime(this), options);
  }

  validateSelf(): void {
    validate(this, runtime(this));
  }

  delete(options: WriteOptions = {}): Promise<DeleteResult> {
    return deleteDocument(this, runtime(this), options);
  }

  set(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "set", changes);
  }

  inc(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "inc", changes);
  }

  currentDate(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "currentDate", changes);
  }

  unset(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "unset", changes);
  }

  push(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "push", changes);
  }

  update(...changes: unknown[]): Promise<this> {
    return changeDocument(this, runtime(this), "update", changes);
  }

  sync(options: SyncOptions = {}): Promise<void> {
    return syncDocument(this, runtime(this), options);
  }

  get isChanged(): boolean {
    return isChanged(this, runtime(this));
  }

  get hasChanged(): boolean {
    return hasChanged(this, runtime(this));
  }

  getChanges(): Record<string, unknown> {
    return changesOf(this, runtime(this));
  }

  getPreviousChanges(): Record<string, unknown> {
    return previousChangesOf(this, runtime(this));
  }

  getSavedState(): Record<string, unknown> | null {
    return savedStateOf(this, runtime(this));
  }

  getPreviousSavedState(): Record<string, unknown> | null {
    return previousStateOf(this, runtime(this));
  }

  rollback(): void {
    rollBack(this, runtime(this));
  }
}

inspectedAs(
  DocumentCore.prototype,
  (document, depth, options, show) => inspectFields(document, { id: document.id }, depth, options, show),
);
