import { AsyncLocalStorage } from "node:async_hooks";
import type { Session } from "./session.ts";

/** What all calls of a transaction's callback run inside of. */
export class TransactionScope {
  readonly session: Session;
  #over: (() => unknown) | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  /** From now on calls inside throw this: they would not be part of the transaction any more. */
  end(error: () => unknown): void {
    this.#over ??= error;
  }

  /** @throws what {@link TransactionScope.end} was given */
  check(): void {
    if (this.#over !== undefined) throw this.#over();
  }
}

const storage = new AsyncLocalStorage<TransactionScope>();

/** Runs a function, and all that it starts, inside of a transaction: operations without a session of their own join it. */
export function withinScope<T>(scope: TransactionScope, work: () => T): T {
  return storage.run(scope, work);
}

/** The scope that the caller runs inside of. */
export function ambientScope(): TransactionScope | undefined {
  return storage.getStore();
}

/**
 * The session of an operation: the one it was given, else that of the transaction it runs inside of.
 *
 * @throws {SessionError} when that transaction's callback is over
 */
export function sessionInForce(given: Session | undefined): Session | undefined {
  if (given !== undefined) return given;
  const scope = storage.getStore();
  scope?.check();
  return scope?.session;
}
