import type { Completion } from "../engine/completion.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { callSiteOf, captureCallSite, unwrap } from "./failure.ts";
import type { Operation, Rows } from "./operation.ts";
import { prepare, REPLY, submit, submitPrepared } from "./submit.ts";

/** The changed document of a findAndModify, and whether it existed before. */
export interface ValueReply<T> {
  readonly value: T | null;
  readonly updatedExisting: boolean;
}

/** Runs an operation and gives the server's reply. */
export async function runDocument(operation: Operation): Promise<Record<string, unknown>> {
  const site = callSiteOf(operation);
  return unwrap(await submit(operation, REPLY.document, null, readReply), site);
}

/**
 * Encodes an operation now, to be run later.
 *
 * @throws {ValidationError} for documents that do not fit their plan
 */
export function prepareDocument(operation: Operation): () => Promise<Record<string, unknown>> {
  const prepared = prepare(operation, REPLY.document, null);
  const kept = { ...prepared, bytes: prepared.bytes.slice() };
  const { client } = operation.database;
  return async () => {
    const site = captureCallSite(client.engine.cheapStackTraces);
    if (client.closed) throw new ClientClosed();
    return unwrap(await submitPrepared(kept, readReply), site);
  };
}

function readReply({ memory, offset }: Completion): Record<string, unknown> {
  return readUntyped(new Frame(memory, offset))[0]!;
}

/** Runs a findAndModify and gives the document of its reply. */
export async function runValue<T>(operation: Operation, rows: Rows<T>): Promise<ValueReply<T>> {
  const site = callSiteOf(operation);
  const outcome = await submit(operation, REPLY.value, rows.plan, ({ memory, offset, length, a }) => ({
    value: length === 0 ? null : rows.read(new Frame(memory, offset))[0] ?? null,
    updatedExisting: a === 1,
  }));
  return unwrap(outcome, site);
}

/** Runs a command whose reply is a cursor of a single page, and gives the first document of that page. */
export async function runFirst<T>(operation: Operation, rows: Rows<T>): Promise<T | null> {
  const site = callSiteOf(operation);
  const { engine } = operation.database.client;
  const outcome = await submit(operation, REPLY.cursor, rows.plan, ({ memory, offset, length, cursor }) => {
    if (cursor !== 0) engine.release(cursor);
    return length === 0 ? null : rows.read(new Frame(memory, offset))[0] ?? null;
  });
  return unwrap(outcome, site);
}
