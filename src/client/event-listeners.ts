import process from "node:process";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { notice } from "../errors/notice.ts";
import type { ClientEventName } from "../observability/client-events.ts";
import { checkNames, type EventStream } from "./event-stream.ts";

/** Called with each event. Kept without its type: which event belongs to which listener is what {@link EventListeners} keeps. */
type Listener = (event: never) => void;

interface Listened {
  readonly stream: EventStream<ClientEventName>;
  readonly listeners: Set<Listener>;
}

/** The functions that listen to events of a client. Each name has a stream of its own while somebody listens to it. */
export class EventListeners {
  readonly #listened = new Map<ClientEventName, Listened>();
  readonly #open: (name: ClientEventName) => EventStream<ClientEventName>;

  /** @param open makes a stream of the events of one name */
  constructor(open: (name: ClientEventName) => EventStream<ClientEventName>) {
    this.#open = open;
  }

  add(name: ClientEventName, listener: Listener): void {
    const listened = this.#listened.get(name);
    if (listened !== undefined) {
      listened.listeners.add(listener);
      return;
    }
    const added = { stream: this.#open(name), listeners: new Set([listener]) };
    this.#listened.set(name, added);
    void this.#tell(name, added);
  }

  remove(name: ClientEventName, listener: Listener): void {
    const listened = this.#listened.get(name);
    if (listened === undefined || !listened.listeners.delete(listener) || listened.listeners.size > 0) return;
    this.#listened.delete(name);
    void listened.stream.close();
  }

  async #tell(name: ClientEventName, { stream, listeners }: Listened): Promise<void> {
    try {
      for await (const event of stream) {
        if (event.name === "eventsDropped") {
          notice(
            "client.events_dropped",
            `${event.count} events ${name} came faster than their listeners took them and were left out.`,
          );
          continue;
        }
        // A listener that is removed meanwhile is not called any more.
        for (const listener of [...listeners]) if (listeners.has(listener)) call(listener, event as never);
      }
    } catch (error) {
      report(error);
    }
    if (this.#listened.get(name)?.stream === stream) this.#listened.delete(name);
  }
}

function call(listener: Listener, event: never): void {
  try {
    listener(event);
  } catch (error) {
    report(error);
  }
}

/** As the runtime does with subscribers of diagnostics channels: the others are called, and the error is an uncaught one. */
function report(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/** @throws {InvalidArgument} for names that there are not, and for what is no function */
export function checkListener(name: unknown, listener: unknown): void {
  checkNames([name]);
  if (typeof listener === "function") return;
  throw new InvalidArgument(`A listener to "${name}" is a function that gets the event; found ${typeof listener}.`, {
    path: "listener",
  });
}
