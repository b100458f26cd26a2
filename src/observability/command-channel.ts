import { type TracingChannel, tracingChannel } from "node:diagnostics_channel";
import type { CommandEvent } from "./command-event.ts";

/** Name of the tracing channel of commands. */
export const COMMAND_CHANNEL = "haricot:command";

/** The channel; the log and the spans listen to it as everybody may. Kept here: the runtime forgets channels that nobody holds. */
export const commandChannel: TracingChannel<CommandEvent, CommandEvent> = tracingChannel<CommandEvent, CommandEvent>(
  COMMAND_CHANNEL,
);

const { start, end, asyncStart, asyncEnd, error: failure } = commandChannel;

/** Whether somebody listens to commands: all that they cost when nobody does. */
export function commandsObserved(): boolean {
  return start.hasSubscribers || asyncEnd.hasSubscribers || failure.hasSubscribers || end.hasSubscribers ||
    asyncStart.hasSubscribers;
}

/**
 * Sends a command and publishes its events in the order of `TracingChannel.tracePromise`: `start` and `end` around the sending, `asyncStart` and `asyncEnd`
 * when it has ended, `error` before these when it failed. Failures are outcomes here: their errors are thrown further up, where the caller waits.
 *
 * @param failureOf the error of an outcome that is none
 */
export function traceCommand<T>(
  event: CommandEvent,
  send: () => Promise<T>,
  failureOf: (outcome: T) => { readonly error: unknown } | undefined,
): Promise<T> {
  return start.runStores(event, () => {
    const sent = send().then((outcome) => {
      finish(event, failureOf(outcome));
      return outcome;
    }, (error: unknown) => {
      finish(event, { error });
      throw error;
    });
    end.publish(event);
    return sent;
  });
}

function finish(event: CommandEvent, failed: { readonly error: unknown } | undefined): void {
  event.ended();
  if (failed !== undefined) {
    event.failed(failed.error);
    failure.publish(event);
  }
  asyncStart.publish(event);
  asyncEnd.publish(event);
}
