import type { Settle } from "./completion.ts";

/** An operation that has been sent and not yet settled. */
export interface PendingOperation {
  readonly settle: Settle<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Whether result `a` is a handle that must be released when nobody takes it. */
  readonly givesHandle: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onAbort: (() => void) | undefined;
  /** Whether the process may end while it is pending. */
  readonly background: boolean;
  /** Rejected already: only what its completion brings is cleaned up. */
  abandoned: boolean;
}

/** Operations by request number, and the numbers themselves: unique among pending ones, never 0. */
export class PendingTable {
  readonly #operations = new Map<number, PendingOperation>();
  #background = 0;
  #last = 0;

  /** Operations that keep the process alive. */
  get foreground(): number {
    return this.#operations.size - this.#background;
  }

  /** A number that no pending operation has. */
  number(): number {
    do {
      this.#last = this.#last === 0xffffffff ? 1 : this.#last + 1;
    } while (this.#operations.has(this.#last));
    return this.#last;
  }

  add(request: number, operation: PendingOperation): void {
    this.#operations.set(request, operation);
    if (operation.background) this.#background++;
  }

  get(request: number): PendingOperation | undefined {
    return this.#operations.get(request);
  }

  /** Takes an operation out of the table and off its signal. */
  take(request: number): PendingOperation | undefined {
    const operation = this.#operations.get(request);
    if (operation === undefined) return undefined;
    this.#operations.delete(request);
    if (operation.background) this.#background--;
    if (operation.onAbort !== undefined) operation.signal?.removeEventListener("abort", operation.onAbort);
    return operation;
  }

  /** Rejects and forgets everything that is pending. */
  rejectAll(reason: unknown): void {
    for (const request of [...this.#operations.keys()]) {
      const operation = this.take(request);
      if (operation !== undefined && !operation.abandoned) operation.reject(reason);
    }
  }
}
