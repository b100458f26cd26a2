import type { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { EVENTS_AT_ONCE, type ResumeToken, type WatchOptions } from "./change-stream-options.ts";
import { stageOptions } from "./change-stream-options.ts";
import { type Cursor, openCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import type { Operation, Rows } from "./operation.ts";
import { isResumable, resumeOptions } from "./resume.ts";

/** An event as the server sends it; `_id` is its token. */
export type SentEvent = Readonly<Record<string, unknown>>;

/** What is watched, and how its events are made. */
export interface Watched<E> {
  readonly database: Database;
  /** Name of the collection; 1: the whole database. */
  readonly target: string | 1;
  /** Further options of the stage `$changeStream`. */
  readonly scope?: Readonly<Record<string, unknown>>;
  /** Stages that events go through. */
  readonly stages: readonly object[];
  /** How numbers of events are read: see `readUntyped`. */
  readonly numbers: "plain" | "exact";
  readonly model?: string;
  /** What it throws is thrown for the event alone: the stream goes on behind it. */
  event(sent: SentEvent): E;
}

/** One reply of the server. */
interface Page {
  readonly firstBatch?: readonly SentEvent[];
  readonly nextBatch?: readonly SentEvent[];
  readonly postBatchResumeToken?: ResumeToken;
}

/**
 * Changes as they happen. Reading waits for the next one; it ends with the event `invalidate`, when the stream is closed, or with an error. After a lost
 * connection, an election and the like the stream goes on behind the last event by itself. Nothing is sent before {@link ChangeStream.open} or the first
 * read: what happens before that is not seen, unless the stream begins at a token or time. Leaving a `for await` early closes it, on the server too.
 *
 * @example
 * ```ts
 * for await (const event of Product.watch()) {
 *   if (event.operationType === "insert") console.log(event.fullDocument.name);
 * }
 * ```
 */
export class ChangeStream<E> implements AsyncIterableIterator<E, undefined>, AsyncDisposable {
  readonly #watched: Watched<E>;
  readonly #options: WatchOptions;
  #cursor: Cursor<Page> | undefined;
  #events: readonly SentEvent[] = [];
  #position = 0;
  #pageToken: ResumeToken | undefined;
  #token: ResumeToken | undefined;
  #hasEvents = false;
  /** The cursor has given a page: what fails now is not its opening. */
  #isOpen = false;
  #closed = false;
  /** The last read: reads run one after another. */
  #last: Promise<unknown> = Promise.resolve();
  /** Aborted by closing: a read ends then also while no server is there to answer it. */
  readonly #ended = new AbortController();
  readonly #abort = () => void this.close();

  /** Use `watch` of a class, a database or a client. */
  constructor(watched: Watched<E>, options: WatchOptions) {
    this.#watched = watched;
    this.#options = options;
    this.#token = options.startAfter ?? options.resumeAfter;
    options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /**
   * Where the stream is: behind the last event that was read, or behind what the server looked through since. Keep it, and give it to another stream as
   * `startAfter` to go on there.
   */
  get resumeToken(): ResumeToken | undefined {
    return this.#token;
  }

  /** Whether no more events will come. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Begins: every change after this is seen. Reading does it as well. */
  async open(): Promise<this> {
    await this.#inTurn(async () => {
      this.#options.signal?.throwIfAborted();
      if (this.#cursor === undefined && !this.#closed) await this.#read();
    });
    return this;
  }

  /** The next event; waits until there is one. */
  next(): Promise<IteratorResult<E, undefined>> {
    return this.#inTurn(() => this.#next());
  }

  /** Called when a `for await` is left early: closes the stream. */
  async return(): Promise<IteratorResult<E, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  /** Itself: what `for await` reads. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Closes the stream, on the server too; a read that waits ends. Closing twice does no harm. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#events = [];
    this.#position = 0;
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#ended.abort();
    await this.#cursor?.close();
  }

  /** The same as `close()`: what `await using` calls. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #next(): Promise<IteratorResult<E, undefined>> {
    while (this.#position >= this.#events.length) {
      this.#options.signal?.throwIfAborted();
      if (this.#closed) return { done: true, value: undefined };
      await this.#read();
    }
    const sent = this.#events[this.#position++]!;
    this.#hasEvents = true;
    const isLastOfPage = this.#position === this.#events.length;
    this.#token = (isLastOfPage ? this.#pageToken : undefined) ?? sent._id as ResumeToken;
    return { done: false, value: this.#watched.event(sent) };
  }

  /** Reads a page, which may be empty. */
  async #read(): Promise<void> {
    try {
      this.#cursor ??= this.#openCursor(stageOptions(this.#options));
      await this.#readPage(this.#cursor);
    } catch (error) {
      if (this.#closed) {
        this.#options.signal?.throwIfAborted();
        return;
      }
      if (!this.#isOpen || !isResumable(error)) {
        await this.close();
        throw error;
      }
      this.#isOpen = false;
      this.#cursor = this.#openCursor(resumeOptions(this.#options, this.#token, this.#hasEvents));
    }
  }

  async #readPage(cursor: Cursor<Page>): Promise<void> {
    const { done, value: page } = await cursor.next();
    this.#isOpen = true;
    if (this.#closed) return;
    if (done) return await this.close();
    this.#events = page.firstBatch ?? page.nextBatch ?? [];
    this.#position = 0;
    this.#pageToken = page.postBatchResumeToken;
    if (this.#events.length === 0) this.#token = this.#pageToken ?? this.#token;
  }

  #openCursor(stage: Record<string, unknown>): Cursor<Page> {
    const { database, target, scope, stages, numbers, model } = this.#watched;
    const { batchSize = EVENTS_AT_ONCE, maxAwaitTimeMS, comment, session } = this.#options;
    const pipeline = [{ $changeStream: { ...stage, ...scope } }, ...stages];
    const both = comment === undefined ? {} : { comment };
    const operation: Operation = {
      database,
      command: { aggregate: target, pipeline, cursor: { batchSize }, ...both },
      getMore: { batchSize, ...both, ...(maxAwaitTimeMS !== undefined && { maxTimeMS: maxAwaitTimeMS }) },
      wholePages: true,
      session,
      signal: this.#ended.signal,
      model,
    };
    return openCursor(operation, pageRows(numbers));
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(told);
    return turn;
  }
}

function pageRows(numbers: "plain" | "exact"): Rows<Page> {
  return { plan: null, read: (frame: Frame) => readUntyped(frame, { numbers }) as Page[] };
}

/** Whoever read was told that it failed. */
function told(): void {}
