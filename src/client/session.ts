import type { Completion } from "../engine/completion.ts";
import { ServerError } from "../errors/server-error.ts";
import { SessionError } from "../errors/session-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import { commandsObserved } from "../observability/command-channel.ts";
import { Submission } from "../transfer/submission.ts";
import { ambientScope } from "./ambient.ts";
import { rememberSession } from "./call-options.ts";
import type { Client } from "./client.ts";
import { isTransient, isUnknownCommit } from "./error-labels.ts";
import { captureCallSite, Failure, unwrap } from "./failure.ts";
import { OpenTransaction } from "./open-transaction.ts";
import { countCommitted } from "./written.ts";
import { traceTransactionEnd } from "./observed-command.ts";
import { type OwnedHandle, releaseWhenCollected } from "./owned-handle.ts";
import { runTransaction, type TransactionRunOptions } from "./run-transaction.ts";

/** Options of a session. */
export interface SessionOptions {
  /** Reads see the session's own writes. Default true, unless `snapshot` is set. */
  readonly causalConsistency?: boolean;
  /** All reads see one point in time; such a session has no transactions. */
  readonly snapshot?: boolean;
}

/** Options of a transaction. It reads from the primary. */
export interface TransactionOptions {
  /** How settled data must be that the transaction reads (MongoDB manual, "Read Concern"). */
  readonly readConcern?: { readonly level: "local" | "majority" | "snapshot" };
  /** When the commit counts as done (MongoDB manual, "Write Concern"); `wtimeout` in milliseconds. */
  readonly writeConcern?: { readonly w?: number | string; readonly j?: boolean; readonly wtimeout?: number };
  /** Limit of the server's work on the commit, in milliseconds. */
  readonly maxCommitTimeMS?: number;
}

const ACTION = { start: 1, startTransaction: 2, commit: 3, abort: 4, end: 5 } as const;

/** Added to an action: its completion says what it cost. */
const MEASURED = 1 << 8;

/**
 * A session of the server. Operations join it by their `session` option.
 *
 * @example
 * ```ts
 * await using session = await client.startSession();
 * await session.startTransaction();
 * await order.insert({ session });
 * await Product.find(Product.id.eq(order.product)).inc({ stock: -1 }).session(session);
 * await session.commit(); // leaving the block without it aborts
 * ```
 */
export class Session implements AsyncDisposable {
  /** The connection that it belongs to. */
  readonly client: Client;
  readonly #owned: OwnedHandle;
  #open: OpenTransaction | undefined;
  /** A transaction whose commit was tried and may be tried again. */
  #committing: OpenTransaction | undefined;

  private constructor(client: Client, handle: number) {
    this.client = client;
    this.#owned = { handle };
    releaseWhenCollected(this, this.#owned, client.engine);
    rememberSession(this);
  }

  /** Use {@link Client.startSession}. */
  static async start(client: Client, options: SessionOptions): Promise<Session> {
    return new Session(client, await act(client, 0, ACTION.start, options));
  }

  /**
   * Handle in the engine, for the layers above.
   *
   * @throws {SessionError} when the session was ended
   */
  get handle(): number {
    if (this.#owned.handle === 0) {
      throw new SessionError("The session was ended. Start another one with client.startSession().");
    }
    return this.#owned.handle;
  }

  /** Whether {@link Session.end} was called. */
  get ended(): boolean {
    return this.#owned.handle === 0;
  }

  /** Whether a transaction is open: operations of the session are part of it. */
  get inTransaction(): boolean {
    return this.#open !== undefined;
  }

  /** The open transaction, for the layers above. */
  get transactionInProgress(): OpenTransaction | undefined {
    return this.#open;
  }

  /**
   * Remembers how to undo what the open transaction changes in memory, for when it does not come to be. The first call for a key counts:
   * it knows the state from before the transaction. Without a transaction there is nothing to undo.
   */
  undoOnAbort(key: object, undo: () => void): void {
    this.#open?.undoOnAbort(key, undo);
  }

  /**
   * Runs a function in a transaction of this session: see `transaction`.
   *
   * @throws {SessionError} when a transaction is open that the call is not inside of
   */
  async transaction<T>(
    work: (session: Session) => PromiseLike<T> | T,
    options: TransactionRunOptions = {},
  ): Promise<T> {
    if (this.inTransaction && ambientScope()?.session !== this) {
      throw new SessionError("A transaction is open in this session already: commit or abort it first.");
    }
    return await runTransaction(this, work, options);
  }

  /**
   * Starts a transaction; the session must have none that is open.
   *
   * @throws {SessionError} when there is an open one, in snapshot sessions, and on deployments without transactions (standalone servers)
   */
  async startTransaction(options: TransactionOptions = {}): Promise<void> {
    const defined = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    await act(this.client, this.handle, ACTION.startTransaction, defined);
    this.#committing = undefined;
    this.#open = new OpenTransaction();
  }

  /**
   * Commits the transaction, after the operations that were given before. Repeating it after an error with the label
   * `UnknownTransactionCommitResult` is safe: nobody knows then whether it took effect.
   *
   * @throws {SessionError} when there is no transaction
   * @throws {ServerError} when it was not committed (label `TransientTransactionError`: running all of it again may help)
   */
  async commit(): Promise<void> {
    const { handle } = this;
    await this.#open?.finish();
    const transaction = this.#committing = this.#open ?? this.#committing;
    this.#open = undefined;
    try {
      await act(this.client, handle, ACTION.commit, {});
    } catch (error) {
      if (isCertainlyNotCommitted(error)) this.#giveUp(transaction);
      throw error;
    } finally {
      countCommitted(this);
    }
    this.#committing = undefined;
    transaction?.keep();
  }

  /**
   * Aborts the transaction: nothing it wrote remains, and the documents it touched get back the state they had before. Operations that
   * were not sent yet are refused.
   *
   * @throws {SessionError} when there is no open transaction
   */
  async abort(): Promise<void> {
    const { handle } = this;
    const transaction = this.#open;
    await transaction?.breakOff();
    this.#open = undefined;
    try {
      await act(this.client, handle, ACTION.abort, {});
    } finally {
      this.#giveUp(transaction);
    }
  }

  /** Ends the session; an open transaction is aborted. Ending twice does no harm. */
  async end(): Promise<void> {
    const { handle } = this.#owned;
    if (handle === 0) return;
    this.#owned.handle = 0;
    const transaction = this.#open;
    await transaction?.breakOff();
    this.#open = undefined;
    try {
      if (!this.client.closed) await act(this.client, handle, ACTION.end, {});
    } finally {
      this.#giveUp(transaction);
    }
  }

  /** The same as `end()`: what `await using` calls. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }

  #giveUp(transaction: OpenTransaction | undefined): void {
    this.#committing = undefined;
    transaction?.rollBack();
  }
}

/** The server refused the commit; a write concern that was not met, or a broken connection, leaves it open. */
function isCertainlyNotCommitted(error: unknown): boolean {
  if (isUnknownCommit(error)) return false;
  return isTransient(error) || (error instanceof ServerError && !(error instanceof WriteConcernError));
}

async function act(client: Client, session: number, action: number, options: object): Promise<number> {
  const { engine, handle } = client;
  const site = captureCallSite(engine.cheapStackTraces);
  const bytes = Submission.of(options).bytes();
  const name = action === ACTION.commit
    ? "commitTransaction"
    : action === ACTION.abort
    ? "abortTransaction"
    : undefined;
  const settle = (c: Completion) => c.failed ? Failure.of(c) : c.a;
  const outcome = name !== undefined && commandsObserved()
    ? await traceTransactionEnd<number>(
      client,
      name,
      settle,
      (read) => engine.session(handle, session, action | MEASURED, bytes, read),
    )
    : await engine.session<number | Failure>(handle, session, action, bytes, settle);
  return unwrap(outcome, site);
}
