import type { Settle } from "../engine/completion.ts";
import type { QueryCall } from "../engine/engine.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { commandsObserved } from "../observability/command-channel.ts";
import { Submission } from "../transfer/submission.ts";
import type { Plan } from "../transfer/plan.ts";
import { sessionInForce } from "./ambient.ts";
import { checkSession, checkSignal } from "./call-options.ts";
import { type Failure, settling } from "./failure.ts";
import { traceOperation } from "./observed-command.ts";
import type { Operation } from "./operation.ts";
import type { OpenTransaction } from "./open-transaction.ts";
import { planHandle } from "./plan-handles.ts";
import type { Session } from "./session.ts";
import { countWhenEnded, watchedTargets } from "./written.ts";

/** What the engine gives back (`docs/internals/abi.md`, "Query", bits 0-3 of the flags). */
export const REPLY = { document: 0, cursor: 1, value: 2, pages: 3, events: 4 } as const;

const FLAGS = {
  allowDollarKeys: 1 << 8,
  allowServerJavaScript: 1 << 9,
  runCommand: 1 << 10,
  acceptsEmptyCriteria: 1 << 11,
  measured: 1 << 12,
} as const;

/** An operation whose documents are encoded: nothing that happens to them afterwards changes what is sent. */
export interface Prepared {
  readonly operation: Operation;
  readonly flags: number;
  /** Handle of the plan of the reply's documents. */
  readonly plan: number;
  readonly bytes: Uint8Array;
}

/**
 * Sends an operation, in the session it was given or in the transaction that it runs inside of. A failed completion becomes a
 * {@link Failure}; `read` makes the value of any other.
 */
export function submit<T>(
  operation: Operation,
  reply: number,
  plan: Plan | null,
  read: Settle<T>,
): Promise<T | Failure> {
  checkSession(operation.session);
  checkSignal(operation.signal);
  if (operation.database.client.closed) return Promise.reject(new ClientClosed());
  return submitPrepared(prepare(operation, reply, plan), read);
}

/** Encodes an operation. Its bytes are a view of a buffer that the next one overwrites. */
export function prepare(operation: Operation, reply: number, plan: Plan | null): Prepared {
  const { engine } = operation.database.client;
  const { documents } = operation;
  let flags = reply;
  if (operation.allowDollarKeys) flags |= FLAGS.allowDollarKeys;
  if (operation.allowServerJavaScript) flags |= FLAGS.allowServerJavaScript;
  if (operation.runCommand) flags |= FLAGS.runCommand;
  if (operation.acceptsEmptyCriteria) flags |= FLAGS.acceptsEmptyCriteria;
  const submission = Submission.of(envelope(operation));
  if (documents !== undefined) submission.documents(documents.plan, documents.values);
  return { operation, flags, plan: plan === null ? 0 : planHandle(engine, plan), bytes: submission.bytes() };
}

/** Sends what was prepared. */
export function submitPrepared<T>(prepared: Prepared, read: Settle<T>): Promise<T | Failure> {
  const { operation, flags, plan, bytes } = prepared;
  const { client } = operation.database;
  const { signal } = operation;
  const session = sessionInForce(operation.session);
  if (session !== undefined) checkUse(session, operation);
  const transaction = session?.transactionInProgress;
  const call = { client: client.handle, session: session?.handle ?? 0, plan, flags, bytes, signal };
  const settle = settling(read, operation.model);
  const sent = transaction === undefined
    ? send(operation, transaction !== undefined, call, settle)
    : inTurn(transaction, call, () => send(operation, transaction !== undefined, call, settle));
  const written = watchedTargets(operation);
  return written === undefined ? sent : countWhenEnded(sent, written, session);
}

function send<T>(
  operation: Operation,
  inTransaction: boolean,
  call: QueryCall,
  settle: Settle<T | Failure>,
): Promise<T | Failure> {
  const { engine } = operation.database.client;
  if (!commandsObserved()) return engine.query(call, settle);
  const measured = { ...call, flags: call.flags | FLAGS.measured };
  return traceOperation(operation, inTransaction, settle, (observed) => engine.query(measured, observed));
}

/** What waits is sent as it was when it was called: the submission's buffer is used again meanwhile. */
function inTurn<T>(transaction: OpenTransaction, call: { bytes: Uint8Array }, send: () => Promise<T>): Promise<T> {
  if (transaction.queue.busy) call.bytes = call.bytes.slice();
  return transaction.queue.run(send);
}

/** @throws {InvalidArgument} for a session of another client, and for what belongs to the transaction as a whole */
function checkUse(session: Session, { database, command, session: given, model }: Operation): void {
  const label = model ?? database.name;
  if (session.client !== database.client) {
    const which = given === undefined
      ? "the transaction that this call runs inside of belongs to another client. Give the call a session of its own client to run it outside " +
        "of the transaction"
      : "the session belongs to another client. Start one with startSession() of the client that the call goes to";
    throw new InvalidArgument(`${label}: ${which}.`, { code: "session.other_client", path: "session", model });
  }
  if (!session.inTransaction) return;
  const name = command.writeConcern !== undefined ? "writeConcern" : "readConcern";
  if (command[name] === undefined) return;
  throw new InvalidArgument(
    `${label}: in a transaction the ${name} is that of the whole transaction. Give it to transaction(...) or startTransaction(...), and not to a call.`,
    { code: "session.concern", path: name, model },
  );
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
