import { type TracingChannel, tracingChannel } from "node:diagnostics_channel";
import { HaricotError } from "../errors/haricot-error.ts";

/** Name of the tracing channel of transactions that run a function. */
export const TRANSACTION_CHANNEL = "haricot:transaction";

/** A transaction that runs a function, with all its attempts. Its commands are events of their own. */
export class TransactionEvent {
  readonly startedAt: Date = new Date();
  /** How often the function was run. */
  attempts = 0;
  /** From the call until it was committed or given up, in milliseconds. */
  durationMS: number | undefined;
  /** Why it was not committed. */
  error: unknown;
  /** The stable code of that error; for errors that are not ours the name of their class. */
  errorCode: string | undefined;
  readonly #began = performance.now();

  /** The transaction has ended; called where transactions are run. */
  ended(): void {
    this.durationMS = performance.now() - this.#began;
  }

  /** Why it has failed; called where transactions are run. */
  failed(error: unknown): void {
    this.error = error;
    this.errorCode = error instanceof HaricotError ? error.code : error instanceof Error ? error.name : typeof error;
  }
}

/** Runs a transaction inside of something that its commands are to see, for example the context of a span. */
export type AroundTransaction = <T>(event: TransactionEvent, run: () => Promise<T>) => Promise<T>;

const channel: TracingChannel<TransactionEvent, TransactionEvent> = tracingChannel<TransactionEvent, TransactionEvent>(
  TRANSACTION_CHANNEL,
);
const { start, end, asyncStart, asyncEnd, error: failure } = channel;

let around: AroundTransaction | undefined;

/** What all transactions run inside of from now on; undefined: nothing. */
export function surroundTransactions(surrounding: AroundTransaction | undefined): void {
  around = surrounding;
}

/** Runs a transaction as the events of it, when somebody listens; the event takes the number of attempts. */
export function traceTransaction<T>(run: (event: TransactionEvent | undefined) => Promise<T>): Promise<T> {
  const observed = start.hasSubscribers || asyncEnd.hasSubscribers || failure.hasSubscribers || end.hasSubscribers ||
    asyncStart.hasSubscribers;
  if (!observed && around === undefined) return run(undefined);
  const event = new TransactionEvent();
  return start.runStores(event, () => {
    const running = around === undefined ? run(event) : around(event, () => run(event));
    const ended = running.finally(() => event.ended()).then((result) => {
      publishEnd(event);
      return result;
    }, (error: unknown) => {
      event.failed(error);
      failure.publish(event);
      publishEnd(event);
      throw error;
    });
    end.publish(event);
    return ended;
  });
}

function publishEnd(event: TransactionEvent): void {
  asyncStart.publish(event);
  asyncEnd.publish(event);
}
