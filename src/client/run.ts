import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { captureCallSite, unwrap } from "./failure.ts";
import type { Operation, Rows } from "./operation.ts";
import { REPLY, submit } from "./submit.ts";

/** The changed document of a findAndModify, and whether it existed before. */
export interface ValueReply<T> {
  readonly value: T | null;
  readonly updatedExisting: boolean;
}

/** Runs an operation and gives the server's reply. */
export async function runDocument(operation: Operation): Promise<Record<string, unknown>> {
  const site = captureCallSite(operation.database.client.engine.cheapStackTraces);
  const outcome = await submit(
    operation,
    REPLY.document,
    null,
    ({ memory, offset }) => readUntyped(new Frame(memory, offset))[0]!,
  );
  return unwrap(outcome, site);
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
