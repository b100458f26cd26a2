import type { Target } from "../bulk/queued-write.ts";
import { runDocument } from "../client/run.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { RevisionIdWasChanged } from "../errors/revision-id-was-changed.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { uuidBinary } from "../expression/uuid-binary.ts";
import { REVISION_FIELD } from "../schema/revision-field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { byId, storedId } from "./identity.ts";
import { notStored } from "./not-stored.ts";
import { type DocumentState, runtime, setRevision } from "./state.ts";
import { writeOperation } from "./write-operation.ts";

/** The revision that a write stores; undefined for models that have none. */
export function nextRevision(model: ModelRuntime): string | undefined {
  return model.settings.useRevision ? crypto.randomUUID() : undefined;
}

/** The revisions that a write of several documents stores; empty for models that have none. */
export function nextRevisions(
  documents: readonly DocumentState[],
  model: ModelRuntime,
): readonly (string | undefined)[] {
  if (model.family !== undefined) return documents.map((document) => nextRevision(runtime(document)));
  return model.settings.useRevision ? documents.map(() => crypto.randomUUID()) : [];
}

/** The filter of a write: the id, and the revision that the instance holds unless it is to be ignored. */
export function guardedById(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
): Record<string, unknown> {
  const filter = byId(document, model);
  if (!isGuarded(model, options)) return filter;
  const revisionId = options.bulkWriter?.lastOf(document)?.revision ?? document.revisionId;
  // Documents from before the setting was used have none: null matches them.
  return { ...filter, [REVISION_FIELD]: revisionId === undefined ? null : uuidBinary(revisionId) };
}

/** An update that stores a new revision: among the fields to set, or in a stage of its own behind a pipeline. */
export function withRevision(update: SentUpdate, revision: string | undefined): SentUpdate {
  if (revision === undefined) return update;
  const field = { [REVISION_FIELD]: uuidBinary(revision) };
  return Array.isArray(update) ? [...update, { $set: field }] : { ...update, $set: { ...update.$set, ...field } };
}

/**
 * Lets a document be written with another revision than it holds: it is encoded within the call, before anything else runs, and takes the
 * revision over when the write succeeded.
 */
export function encodingWith<T>(document: DocumentState, revision: string | undefined, submit: () => T): T {
  return revision === undefined ? submit() : encodingAllWith([document], [revision], submit);
}

/** The same for several documents. */
export function encodingAllWith<T>(
  documents: readonly DocumentState[],
  revisions: readonly (string | undefined)[],
  submit: () => T,
): T {
  if (revisions.length === 0) return submit();
  const held = documents.map(({ revisionId }) => revisionId);
  documents.forEach((document, index) => setRevision(document, revisions[index] ?? held[index]));
  try {
    return submit();
  } finally {
    documents.forEach((document, index) => setRevision(document, held[index]));
  }
}

/** The error of a write that found no document: it is gone, or somebody else changed it. */
export async function missed(
  document: DocumentState,
  model: ModelRuntime,
  call: string,
  options: WriteOptions,
): Promise<Error> {
  if (!isGuarded(model, options)) return notStored(document, model, call);
  const { session, signal, timeoutMS } = options;
  const filter = byId(document, model);
  const command = { find: model.binding().collection, filter, projection: { _id: 1 }, limit: 1, singleBatch: true };
  const { cursor } = await runDocument(writeOperation(model, command, { session, signal, timeoutMS }));
  const { length } = (cursor as { firstBatch: unknown[] }).firstBatch;
  return length === 0 ? notStored(document, model, call) : revisionChanged(document, model, call);
}

/** The document of a write that waits in a writer, which finds out there whether it was written. */
export function writeTarget(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
  revision: string | undefined,
): Target {
  const id = storedId(document, model);
  if (revision === undefined || !isGuarded(model, options)) return { id };
  return {
    id,
    proof: { field: REVISION_FIELD, value: uuidBinary(revision) },
    conflict: () => revisionChanged(document, model, "write"),
  };
}

/**
 * The error of an upserting write. When the revision does not match, the server tries to insert, which the `_id` of the stored document prevents; a
 * duplicate in another unique index is one.
 */
export function upsertFailure(
  error: unknown,
  document: DocumentState,
  model: ModelRuntime,
  call: string,
  options: WriteOptions,
): unknown {
  if (!(error instanceof DuplicateKeyError) || !isGuarded(model, options)) return error;
  const keys = Object.keys(error.keyPattern ?? {});
  return keys.length === 1 && keys[0] === "_id" ? revisionChanged(document, model, call, error) : error;
}

/** Whether a write demands the revision that the instance holds. */
export function isGuarded(model: ModelRuntime, options: WriteOptions): boolean {
  return model.settings.useRevision && options.ignoreRevision !== true;
}

/** The error of a write that found another revision than it demanded. */
export function revisionChanged(
  document: DocumentState,
  model: ModelRuntime,
  call: string,
  cause?: unknown,
): RevisionIdWasChanged {
  const held = document.revisionId === undefined
    ? "the instance has no revision"
    : "its revision is another one than the instance has";
  return new RevisionIdWasChanged(
    `${model.name}.${call}(): the document with the id ${
      String(document.id)
    } was changed by somebody else: ${held}. Read it again and repeat your ` +
      "change, or write over the other one with { ignoreRevision: true }.",
    { model: model.name, id: document.id, cause },
  );
}
