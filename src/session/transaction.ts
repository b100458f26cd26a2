import { ambientScope } from "../client/ambient.ts";
import type { Client } from "../client/client.ts";
import { joinTransaction, type TransactionRunOptions } from "../client/run-transaction.ts";
import type { Session } from "../client/session.ts";
import { boundClients } from "../document/bindings.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";

/** Options of {@link transaction}. */
export interface AmbientTransactionOptions extends TransactionRunOptions {
  /** Client of the transaction. Default: the one that `init` bound models to; with several it has to be given. */
  readonly client?: Client;
}

const OPTIONS: readonly string[] = [
  "client",
  "signal",
  "retryTimeoutMS",
  "readConcern",
  "writeConcern",
  "maxCommitTimeMS",
] satisfies (keyof AmbientTransactionOptions)[];

/**
 * Runs a function in a transaction: all or nothing of what it writes comes to be. Every call inside joins, also in functions that it
 * calls, without passing a session on; a call that is given a `session` uses that instead. Calls that run at once (`Promise.all`) are
 * sent one after another, in the order in which they began. Inside of another transaction it is a part of that one.
 *
 * **The function may run again**: after an error with the label `TransientTransactionError`, such as a write conflict or an election,
 * all of it is repeated, with growing pauses, for up to 120 seconds; a commit whose outcome is unknown is repeated as well. So it should
 * not do what can not be repeated, such as sending mail. Documents get back the state that they had before: `isNew`, fields, snapshot and
 * revision. When the function throws, the transaction is aborted and the error passed on. (MongoDB specifications, "Transactions" and
 * "Convenient API for Transactions".)
 *
 * Every call has to be awaited inside: one that begins when the function is over is a {@link SessionError}.
 *
 * @param work gets the session, for calls outside of Haricot's models
 * @returns what the function returns
 * @throws {InvalidArgument} for options that there are not, and when the client is not clear
 * @throws {SessionError} on deployments without transactions (standalone servers)
 * @example
 * ```ts
 * await transaction(async () => {
 *   await from.inc({ balance: -100 });
 *   await to.inc({ balance: 100 });
 * });
 * ```
 */
export async function transaction<T>(
  work: (session: Session) => PromiseLike<T> | T,
  options: AmbientTransactionOptions = {},
): Promise<T> {
  if (typeof work !== "function") throw invalid("it takes a function whose calls are the transaction");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`"${unknown}" is no option. There are: ${OPTIONS.join(", ")}`, unknown);
  const scope = ambientScope();
  if (scope !== undefined) return await joinTransaction(scope, work, options);
  const { client = onlyClient(), ...rest } = options;
  await using session = await client.startSession();
  return await session.transaction(work, rest);
}

function onlyClient(): Client {
  const clients = [...boundClients()];
  if (clients.length === 1) return clients[0]!;
  throw invalid(
    clients.length === 0
      ? "no model is bound. Call init(...) before, or give it a client: transaction(work, { client })"
      : `models are bound to ${clients.length} clients. Say whose transaction it is: transaction(work, { client })`,
    "client",
  );
}

function invalid(what: string, path?: string): InvalidArgument {
  return new InvalidArgument(`transaction() can not start: ${what}.`, { code: "argument.options", path });
}
