import type { Completion } from "../engine/completion.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { captureCallSite, unwrap } from "./failure.ts";
import type { Operation, Rows } from "./operation.ts";
import { prepare, REPLY, submit, submitPrepared } from "./submit.ts";

/** The changed document of a findAndModify, and whether it existed before. */
export interface ValueReply<T> {
  readonly value: T | null;
  readonly updatedExisting: boolean;
}

/** Runs an operation and gives the server's reply. */
export async function runDocument(operation: Operation): Promise<Record<string, unknown>> {
  const site = captureCallSite(operation.database.client.engine.cheapStackTraces);
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
  const site = captureCallSite(operation.database.client.engine.cheapStackTraces);
  const outcome = await submit(operation, REPLY.value, rows.plan, ({ memory, offset, length, a }) => ({
    value: length === 0 ? null : rows.read(new Frame(memory, offset))[0] ?? null,
    updatedExisting: a === 1,
  }));
  return unwrap(outcome, site);
}
