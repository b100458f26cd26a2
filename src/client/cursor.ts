import type { Completion } from "../engine/completion.ts";
import type { Engine } from "../engine/engine.ts";
import { commandsObserved } from "../observability/command-channel.ts";
import { monotonicMilliseconds, nextTurn, TURN_BUDGET } from "../engine/turn.ts";
import { Frame } from "../transfer/frame.ts";
import { callSiteOf, type Failure, settling, thrownOn, unwrap } from "./failure.ts";
import { sessionInForce } from "./ambient.ts";
import { traceNextPage } from "./observed-command.ts";
import type { OpenTransaction, TransactionCursor } from "./open-transaction.ts";
import type { Operation, Rows } from "./operation.ts";
import { type OwnedHandle, releaseWhenCollected } from "./owned-handle.ts";
import { REPLY, submit } from "./submit.ts";

/** What values still need before they are given out. */
export interface Completing<T> {
  /** So many values are completed together, or all that are left: what they need may be asked for once. */
  readonly atOnce: number;
  /** @param since when the first of them was asked for, by `monotonicMilliseconds` */
  complete(values: readonly T[], since: number): Promise<void>;
}

/**
 * The results of an operation, read page by page. Nothing is sent until the first page is asked for. A cursor is read once: whatever
 * reads from it goes on where the last reader stopped. Leaving a `for await` early closes it, on the server too.
 *
 * @example
 * ```ts
 * for await (const product of cursor) {
 *   if (product.price > limit) break; // the server's cursor is closed here
 * }
 * ```
 */
export class Cursor<T> implements AsyncIterableIterator<T, undefined>, AsyncDisposable, TransactionCursor {
  readonly #operation: Operation;
  readonly #rows: Rows<T>;
  readonly #completing: Completing<T> | undefined;
  readonly #site: Error | undefined;
  readonly #server: OwnedHandle = { handle: 0 };
  #registered = false;
  /** The transaction that the pages are read in. */
  #transaction: OpenTransaction | undefined;
  /** Why nothing more can be read, though there may be more. */
  #lost: (() => unknown) | undefined;
  /** The next frame is of another page of the server's. */
  #pageEnded = false;
  #state: "unsent" | "open" | "finished" = "unsent";
  #isClosed = false;
  #page: T[] = [];
  #position = 0;
  /** The last request for a page: requests run one after another. */
  #last: Promise<unknown> | undefined;
  #turns = 0;
  #turnBegan = 0;

  /**
   * Used by `Database.cursor` and queries.
   *
   * @param rows how documents become values
   * @param completing what is done with values before they are given out
   */
  constructor(operation: Operation, rows: Rows<T>, completing?: Completing<T>) {
    this.#operation = operation;
    this.#rows = rows;
    this.#completing = completing;
    this.#site = callSiteOf(operation);
  }

  /** Whether everything was read or the cursor was closed. */
  get closed(): boolean {
    return this.#state === "finished" && this.#position >= this.#page.length;
  }

  /** The next value. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#last === undefined && this.#position < this.#page.length) {
      return Promise.resolve({ done: false, value: this.#page[this.#position++]! });
    }
    return this.#inTurn(async () => {
      while (this.#position >= this.#page.length) {
        if (!(await this.#fetch())) return { done: true, value: undefined };
      }
      return { done: false, value: this.#page[this.#position++]! };
    });
  }

  /** Called when a `for await` is left early: closes the cursor. */
  async return(): Promise<IteratorResult<T, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  /** Itself: what `for await` reads. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Whole pages, as they come from the server; at most 512 documents and about 128 KiB each, and of a query that fetches links a batch. Empty
   * pages are left out.
   */
  async *pages(): AsyncGenerator<T[], void, undefined> {
    try {
      for (let page = await this.#nextPage(); page !== undefined; page = await this.#nextPage()) yield page;
    } finally {
      await this.close();
    }
  }

  /** Everything that is left, as one list. */
  async toArray(): Promise<T[]> {
    const first = await this.#nextPage() ?? [];
    if (this.closed && this.#lost === undefined) return first;
    const all = first;
    for (let page = await this.#nextPage(); page !== undefined; page = await this.#nextPage()) {
      for (const value of page) all.push(value);
    }
    return all;
  }

  /** Closes the cursor, on the server too. Closing twice does no harm; values that were read stay valid. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#finish();
    this.#page = [];
    this.#position = 0;
    return Promise.resolve();
  }

  /** The same as `close()`: what `await using` calls. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Called when the transaction ends that the cursor reads in: the server has closed it. */
  abandon(reason: () => unknown): void {
    this.#lost = reason;
    this.#finish();
  }

  /** The rest of the current page, or the next one that has documents; `undefined` at the end. */
  #nextPage(): Promise<T[] | undefined> {
    return this.#inTurn(async () => {
      while (this.#position >= this.#page.length) {
        if (!(await this.#fetch())) return undefined;
      }
      const page = this.#position === 0 ? this.#page : this.#page.slice(this.#position);
      this.#page = [];
      this.#position = 0;
      return page;
    });
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#after(this.#last, ++this.#turns, work);
    this.#last = turn;
    return turn;
  }

  /** An async function that only its caller awaits: V8 follows promises with one reaction when it makes async stacks. */
  async #after<R>(previous: Promise<unknown> | undefined, turn: number, work: () => Promise<R>): Promise<R> {
    if (previous !== undefined) await previous.catch(told);
    try {
      return await work();
    } finally {
      if (this.#turns === turn) this.#last = undefined;
    }
  }

  /** Fetches a page, or as many as are completed together; false when there is none any more. */
  async #fetch(): Promise<boolean> {
    const completing = this.#completing;
    if (completing === undefined) return await this.#fetchPage();
    const since = monotonicMilliseconds();
    if (!(await this.#fetchPage())) return false;
    const values = this.#page;
    while (values.length < completing.atOnce && await this.#fetchPage()) {
      for (const value of this.#page) values.push(value);
    }
    this.#page = [];
    try {
      await completing.complete(values, since);
    } catch (error) {
      this.#finish();
      throw thrownOn(error);
    }
    if (this.#isClosed) return false;
    this.#page = values;
    return true;
  }

  async #fetchPage(): Promise<boolean> {
    if (this.#isFinished()) return false;
    if (this.#turnBegan !== 0 && monotonicMilliseconds() - this.#turnBegan > TURN_BUDGET) {
      await new Promise<void>(nextTurn);
      this.#turnBegan = 0;
      if (this.#isFinished()) return false;
    }
    try {
      unwrap(await this.#request(), this.#site);
    } catch (error) {
      this.#finish();
      throw error;
    }
    return this.#page.length > 0 || !this.#isFinished();
  }

  #request(): Promise<void | Failure> {
    if (this.#state === "unsent") {
      this.#state = "open";
      this.#transaction = sessionInForce(this.#operation.session)?.transactionInProgress;
      this.#transaction?.cursors.add(this);
      const reply = this.#operation.wholePages === true ? REPLY.pages : REPLY.cursor;
      return submit(this.#operation, reply, this.#rows.plan, (completion) => this.#receive(completion));
    }
    return this.#transaction === undefined ? this.#next() : this.#transaction.queue.run(() => this.#next());
  }

  #next(): Promise<void | Failure> {
    const settle = settling<void>((completion) => this.#receive(completion));
    const { signal } = this.#operation;
    const next = (read: typeof settle) => this.#engine.next<void | Failure>(this.#server.handle, read, signal);
    if (!this.#pageEnded || !commandsObserved()) return next(settle);
    return traceNextPage(this.#operation, this.#transaction !== undefined, settle, next);
  }

  #receive(completion: Completion): void {
    if (this.#turnBegan === 0) this.#turnBegan = monotonicMilliseconds();
    if (this.#state === "finished") {
      // Closed while the page was on its way.
      if (completion.cursor !== 0) this.#engine.release(completion.cursor);
      return;
    }
    if (!this.#registered && completion.cursor !== 0) {
      this.#registered = true;
      releaseWhenCollected(this, this.#server, this.#engine);
    }
    this.#server.handle = completion.cursor;
    this.#pageEnded = completion.b === 1;
    if (completion.cursor === 0) this.#finish();
    this.#page = completion.length === 0 ? [] : this.#rows.read(new Frame(completion.memory, completion.offset));
    this.#position = 0;
  }

  /** @throws {SessionError} when the cursor's transaction ended before the cursor did */
  #isFinished(): boolean {
    if (this.#lost !== undefined) throw this.#lost();
    return this.#state === "finished";
  }

  #finish(): void {
    this.#state = "finished";
    this.#transaction?.cursors.delete(this);
    if (this.#server.handle === 0) return;
    this.#engine.release(this.#server.handle);
    this.#server.handle = 0;
  }

  get #engine(): Engine {
    return this.#operation.database.client.engine;
  }
}

/** A cursor over the documents of an operation's reply; sends nothing until it is read. */
export function openCursor<T>(operation: Operation, rows: Rows<T>, completing?: Completing<T>): Cursor<T> {
  return new Cursor(operation, rows, completing);
}

/** Whoever asked for the page was told that it failed. */
function told(): void {}
