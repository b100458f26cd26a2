import type { Completion } from "../engine/completion.ts";
import type { Engine } from "../engine/engine.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import {
  CLIENT_EVENTS,
  type ClientEvent,
  type ClientEventName,
  type EventsDropped,
} from "../observability/client-events.ts";
import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import { Submission } from "../transfer/submission.ts";
import { Failure, unwrap } from "./failure.ts";
import { type OwnedHandle, releaseWhenCollected } from "./owned-handle.ts";
import { REPLY } from "./submit.ts";

/** What a stream gives: an event of one of its names, or how many were left out. */
export type StreamedEvent<N extends ClientEventName> = ClientEvent<N> | EventsDropped;

/**
 * Events of a client in the order in which they happened, from the call that made the stream on. Up to 1024 wait to be read; what comes while so many do
 * is left out, and an event `eventsDropped` says how many. It ends with the client.
 *
 * @example
 * ```ts
 * for await (const event of client.events("primaryChanged", "serverHeartbeatFailed")) console.log(event.name, event.time);
 * ```
 */
export class EventStream<N extends ClientEventName>
  implements AsyncIterableIterator<StreamedEvent<N>, undefined>, AsyncDisposable {
  readonly #engine: Engine;
  readonly #owned: OwnedHandle = { handle: 0 };
  /** The process may end while an event is waited for. */
  readonly #background: boolean;
  readonly #opened: Promise<void | Failure>;
  #events: (StreamedEvent<N>)[] = [];
  #closed = false;
  /** The last read: reads run one after another. */
  #last: Promise<unknown>;

  /** Use `events` of a client. */
  constructor(engine: Engine, client: number, names: readonly N[], background = false) {
    checkNames(names);
    this.#background = background;
    this.#engine = engine;
    const bytes = Submission.of({ events: names }).bytes();
    const call = { client, session: 0, plan: 0, flags: REPLY.events, bytes };
    // The engine listens when this call returns; its answer brings the handle only.
    this.#opened = engine.query<void | Failure>(call, (completion) => this.#receive(completion));
    this.#last = this.#opened.catch(told);
    releaseWhenCollected(this, this.#owned, engine);
  }

  /** The next event; waits until there is one. */
  next(): Promise<IteratorResult<StreamedEvent<N>, undefined>> {
    const turn = this.#last.then(() => this.#next());
    this.#last = turn.catch(told);
    return turn;
  }

  /** Called when a `for await` is left early: ends the stream. */
  async return(): Promise<IteratorResult<StreamedEvent<N>, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  /** The stream itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Stops listening; a read that waits ends. Closing twice does no harm. */
  close(): Promise<void> {
    this.#closed = true;
    this.#events = [];
    this.#release();
    return Promise.resolve();
  }

  /** Called at the end of an `await using`: ends the stream. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #next(): Promise<IteratorResult<StreamedEvent<N>, undefined>> {
    unwrap(await this.#opened, undefined);
    while (this.#events.length === 0) {
      const { handle } = this.#owned;
      if (this.#closed || handle === 0) return { done: true, value: undefined };
      const settle = (page: Completion) => this.#receive(page);
      const outcome = this.#background
        ? await this.#engine.nextInBackground<void | Failure>(handle, settle)
        : await this.#engine.next<void | Failure>(handle, settle);
      if (this.#closed) return { done: true, value: undefined };
      unwrap(outcome, undefined);
    }
    return { done: false, value: this.#events.shift()! };
  }

  #receive(completion: Completion): void | Failure {
    if (completion.failed) {
      this.#owned.handle = 0;
      return Failure.of(completion);
    }
    this.#owned.handle = completion.cursor;
    if (this.#closed) return this.#release();
    if (completion.length === 0) return;
    this.#events = readUntyped(new Frame(completion.memory, completion.offset)) as unknown as StreamedEvent<N>[];
  }

  #release(): void {
    const { handle } = this.#owned;
    this.#owned.handle = 0;
    if (handle !== 0) this.#engine.release(handle);
  }
}

/** @throws {InvalidArgument} `argument.event_name` for names that there are not, and for none */
export function checkNames(names: readonly unknown[]): void {
  const unknown = names.find((name) => !(CLIENT_EVENTS as readonly unknown[]).includes(name));
  if (unknown === undefined && names.length > 0) return;
  const found = typeof unknown === "string" ? `"${unknown}"` : `a value of type ${typeof unknown}`;
  const what = names.length === 0 ? "Name the events to listen to" : `A client has no events of the name ${found}`;
  throw new InvalidArgument(`${what}. There are: ${CLIENT_EVENTS.join(", ")}.`, { code: "argument.event_name" });
}

/** Whoever reads is told. */
function told(): void {}
