import type { Settle } from "../engine/completion.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { Submission } from "../transfer/submission.ts";
import type { Plan } from "../transfer/plan.ts";
import { checkSession, checkSignal } from "./call-options.ts";
import { type Failure, settling } from "./failure.ts";
import type { Operation } from "./operation.ts";
import { planHandle } from "./plan-handles.ts";
import { countWhenEnded, watchedTargets } from "./written.ts";

/** What the engine gives back (`docs/internals/abi.md`, "Query", bits 0-3 of the flags). */
export const REPLY = { document: 0, cursor: 1, value: 2 } as const;

const FLAGS = {
  allowDollarKeys: 1 << 8,
  allowServerJavaScript: 1 << 9,
  runCommand: 1 << 10,
  acceptsEmptyCriteria: 1 << 11,
} as const;

/** Sends an operation. A failed completion becomes a {@link Failure}; `read` makes the value of any other. */
export function submit<T>(
  operation: Operation,
  reply: number,
  plan: Plan | null,
  read: Settle<T>,
): Promise<T | Failure> {
  const { database, session, signal, documents } = operation;
  const { client } = database;
  checkSession(session);
  checkSignal(signal);
  if (client.closed) return Promise.reject(new ClientClosed());
  const engine = client.engine;
  let flags = reply;
  if (operation.allowDollarKeys) flags |= FLAGS.allowDollarKeys;
  if (operation.allowServerJavaScript) flags |= FLAGS.allowServerJavaScript;
  if (operation.runCommand) flags |= FLAGS.runCommand;
  if (operation.acceptsEmptyCriteria) flags |= FLAGS.acceptsEmptyCriteria;
  const replyPlan = plan === null ? 0 : planHandle(engine, plan);
  const submission = Submission.of(envelope(operation));
  if (documents !== undefined) submission.documents(documents.plan, documents.values);
  const sent = engine.query<T | Failure>(
    { client: client.handle, session: session?.handle ?? 0, plan: replyPlan, flags, bytes: submission.bytes(), signal },
    settling(read, operation.model),
  );
  const written = watchedTargets(operation);
  return written === undefined ? sent : countWhenEnded(sent, written, session);
}

function envelope(operation: Operation): Record<string, unknown> {
  const { database, command, documents, readPreference, timeoutMS, getMore, model } = operation;
  const fields: Record<string, unknown> = { db: database.name, command };
  if (readPreference !== undefined) fields["readPreference"] = readPreference;
  if (timeoutMS !== undefined) fields["timeoutMS"] = timeoutMS;
  if (getMore !== undefined) fields["getMore"] = getMore;
  if (model !== undefined) fields["model"] = model;
  if (documents !== undefined) {
    if (documents.plan !== null) fields["documentsPlan"] = planHandle(database.client.engine, documents.plan);
    if (documents.statements !== undefined) fields["statements"] = documents.statements;
  }
  return fields;
}
