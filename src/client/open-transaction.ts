import { SessionError } from "../errors/session-error.ts";
import { OperationQueue } from "./operation-queue.ts";

/** @internal A cursor as its transaction sees it: it can not outlive it. */
export interface TransactionCursor {
  abandon(reason: () => unknown): void;
}

/** @internal What this side keeps of a transaction: the order of its operations, its cursors, and how to undo what it changed in memory. */
export class OpenTransaction {
  readonly queue: OperationQueue = new OperationQueue();
  readonly cursors: Set<TransactionCursor> = new Set();
  readonly #undo = new Map<object, () => void>();

  /** The first call for a key counts: it knows the state from before the transaction. */
  undoOnAbort(key: object, undo: () => void): void {
    if (!this.#undo.has(key)) this.#undo.set(key, undo);
  }

  /** Waits for the operations that were given, then closes the cursors: the server has none outside of the transaction. */
  async finish(): Promise<void> {
    await this.queue.run(() => Promise.resolve());
    this.#closeCursors();
  }

  /** Waits for the operation that runs; those that wait for it are refused. */
  async breakOff(): Promise<void> {
    this.queue.refuseWaiting(() => new SessionError("The transaction was aborted before this call was sent."));
    await this.finish();
  }

  /** Gives everything that was changed in memory its state from before, the last change first. */
  rollBack(): void {
    const undos = [...this.#undo.values()].reverse();
    this.#undo.clear();
    for (const undo of undos) undo();
  }

  /** The changes are there to stay. */
  keep(): void {
    this.#undo.clear();
  }

  #closeCursors(): void {
    const cursors = [...this.cursors];
    this.cursors.clear();
    for (const cursor of cursors) {
      cursor.abandon(() =>
        new SessionError(
          "The transaction that this cursor reads in has ended. Read it to its end inside of the transaction.",
        )
      );
    }
  }
}
