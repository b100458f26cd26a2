import { SessionError } from "../errors/session-error.ts";
import { Submission } from "../transfer/submission.ts";
import type { Client } from "./client.ts";
import { captureCallSite, Failure, unwrap } from "./failure.ts";
import { countCommitted } from "./written.ts";
import { type OwnedHandle, releaseWhenCollected } from "./owned-handle.ts";

/** Options of a session. */
export interface SessionOptions {
  /** Reads see the session's own writes. Default true. */
  readonly causalConsistency?: boolean;
  /** All reads see one point in time. */
  readonly snapshot?: boolean;
}

/** Options of a transaction. It reads from the primary. */
export interface TransactionOptions {
  readonly readConcern?: { readonly level: string };
  readonly writeConcern?: { readonly w?: number | string; readonly j?: boolean; readonly wtimeout?: number };
  readonly maxCommitTimeMS?: number;
}

const ACTION = { start: 1, startTransaction: 2, commit: 3, abort: 4, end: 5 } as const;

/** A session of the server. Operations join it by their `session` option. */
export class Session implements AsyncDisposable {
  readonly client: Client;
  readonly #owned: OwnedHandle;
  readonly #undo = new Map<object, () => void>();

  private constructor(client: Client, handle: number) {
    this.client = client;
    this.#owned = { handle };
    releaseWhenCollected(this, this.#owned, client.engine);
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

  /**
   * Remembers how to undo what this transaction changes in memory, for when it does not come to be. The first call for a key counts: it knows
   * the state from before the transaction.
   */
  undoOnAbort(key: object, undo: () => void): void {
    if (!this.#undo.has(key)) this.#undo.set(key, undo);
  }

  /** Starts a transaction; the session must have none that is open. */
  async startTransaction(options: TransactionOptions = {}): Promise<void> {
    await act(this.client, this.handle, ACTION.startTransaction, options);
  }

  /** Commits the transaction. Repeating it after an error with the label `UnknownTransactionCommitResult` is safe. */
  async commit(): Promise<void> {
    try {
      await act(this.client, this.handle, ACTION.commit, {});
    } finally {
      countCommitted(this);
    }
  }

  /** Aborts the transaction: nothing it wrote remains. */
  async abort(): Promise<void> {
    await act(this.client, this.handle, ACTION.abort, {});
  }

  /** Ends the session; an open transaction is aborted. Ending twice does no harm. */
  async end(): Promise<void> {
    const { handle } = this.#owned;
    if (handle === 0) return;
    this.#owned.handle = 0;
    if (!this.client.closed) await act(this.client, handle, ACTION.end, {});
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

async function act(client: Client, session: number, action: number, options: object): Promise<number> {
  const { engine, handle } = client;
  const site = captureCallSite(engine.cheapStackTraces);
  const bytes = Submission.of(options).bytes();
  const outcome = await engine.session<number | Failure>(
    handle,
    session,
    action,
    bytes,
    (c) => c.failed ? Failure.of(c) : c.a,
  );
  return unwrap(outcome, site);
}
