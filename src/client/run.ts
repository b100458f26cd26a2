import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { callSiteOf, unwrap } from "./failure.ts";
import type { Operation, Rows } from "./operation.ts";
import { REPLY, submit } from "./submit.ts";

/** The changed document of a findAndModify, and whether it existed before. */
export interface ValueReply<T> {
  readonly value: T | null;
  readonly updatedExisting: boolean;
}

/** Runs an operation and gives the server's reply. */
export async function runDocument(operation: Operation): Promise<Record<string, unknown>> {
  const site = callSiteOf(operation);
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
