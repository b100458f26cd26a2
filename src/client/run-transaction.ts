import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMilliseconds } from "../engine/turn.ts";
import { OperationTimeout } from "../errors/operation-timeout.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { SessionError } from "../errors/session-error.ts";
import { traceTransaction, type TransactionEvent } from "../observability/transaction-channel.ts";
import { ambientScope, TransactionScope, withinScope } from "./ambient.ts";
import { checkSignal } from "./call-options.ts";
import { isTransient, isUnknownCommit } from "./error-labels.ts";
import type { Session, TransactionOptions } from "./session.ts";

/** Options of a transaction that runs a function. */
export interface TransactionRunOptions extends TransactionOptions {
  /** Aborting it aborts the transaction and ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For how long a transaction that failed for a passing reason is run again, in milliseconds. Default 120 000. */
  readonly retryTimeoutMS?: number;
}

/** The limit that the drivers' specification sets. */
const RETRY_TIMEOUT = 120_000;
const FIRST_PAUSE = 5, LONGEST_PAUSE = 500, GROWTH = 1.5;

/**
 * Runs a function in a transaction of the session, again where that can help. The rules are those of the drivers' specifications
 * "Transactions" and "Convenient API for Transactions" (github.com/mongodb/specifications).
 */
export async function runTransaction<T>(
  session: Session,
  work: (session: Session) => PromiseLike<T> | T,
  options: TransactionRunOptions,
): Promise<T> {
  const outer = ambientScope();
  if (outer?.session === session) return await joinTransaction(outer, work, options);
  return await traceTransaction((event) => runAttempts(session, work, options, event));
}

async function runAttempts<T>(
  session: Session,
  work: (session: Session) => PromiseLike<T> | T,
  options: TransactionRunOptions,
  event: TransactionEvent | undefined,
): Promise<T> {
  const { signal, retryTimeoutMS = RETRY_TIMEOUT, ...started } = options;
  checkSignal(signal);
  const deadline = monotonicMilliseconds() + retryTimeoutMS;
  for (let attempt = 1;; attempt++) {
    signal?.throwIfAborted();
    if (event !== undefined) event.attempts = attempt;
    await session.startTransaction(started);
    try {
      return await attemptOnce(session, work, deadline, signal);
    } catch (error) {
      if (!isTransient(error) || signal?.aborted === true) throw error;
      const pause = Math.random() * Math.min(FIRST_PAUSE * GROWTH ** (attempt - 1), LONGEST_PAUSE);
      if (monotonicMilliseconds() + pause >= deadline) throw error;
      await sleep(pause);
    }
  }
}

/**
 * Runs a function as a part of the transaction around it.
 *
 * @throws {InvalidArgument} for options: they belong to the transaction as a whole
 */
export async function joinTransaction<T>(
  scope: TransactionScope,
  work: (session: Session) => PromiseLike<T> | T,
  options: object,
): Promise<T> {
  scope.check();
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw new InvalidArgument(
      `A transaction inside of another one is a part of it and can not have options of its own; found "${
        given[0]
      }". Give it to the outer transaction.`,
      { code: "session.nested_options", path: given[0] },
    );
  }
  return await work(scope.session);
}

async function attemptOnce<T>(
  session: Session,
  work: (session: Session) => PromiseLike<T> | T,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const scope = new TransactionScope(session);
  let result: T;
  try {
    result = await unlessAborted(withinScope(scope, async () => await work(session)), signal);
  } catch (error) {
    scope.end(() => signal?.aborted === true ? signal.reason : outlived());
    // What went wrong first is what the caller has to know; a transaction that can not be aborted ends by itself on the server.
    if (session.inTransaction) await session.abort().catch(() => undefined);
    throw error;
  }
  scope.end(outlived);
  // The function may have ended the transaction itself.
  if (session.inTransaction) await commit(session, deadline, signal);
  return result;
}

/** Commits; while the outcome is unknown the commit is repeated, which the engine does with write concern majority. */
async function commit(session: Session, deadline: number, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    try {
      return await session.commit();
    } catch (error) {
      const repeatable = isUnknownCommit(error) && !hasUsedUpItsTime(error);
      if (!repeatable || monotonicMilliseconds() >= deadline) throw error;
      signal?.throwIfAborted();
    }
  }
}

/** The server's error MaxTimeMSExpired: `maxCommitTimeMS` has passed, and another commit would wait for as long. */
function hasUsedUpItsTime(error: unknown): boolean {
  return error instanceof OperationTimeout && error.serverCode === 50;
}

/** The promise, or the signal's reason when that comes first. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}

function outlived(): SessionError {
  return new SessionError(
    "This call began inside of a transaction whose function is over: it can not be part of it any more. Await every call inside of the function, " +
      "or give the call a session of its own.",
  );
}
