import { tracingChannel } from "node:diagnostics_channel";
import type { Client, CommandEvent } from "../../../mod.ts";

/** The commands of a client that end while some work is done, in the order of their ends. */
export async function recordCommands(client: Client, work: () => unknown): Promise<CommandEvent[]> {
  const events: CommandEvent[] = [];
  const { asyncEnd } = tracingChannel("haricot:command");
  const listener = (message: unknown): void => {
    const event = message as CommandEvent;
    if (event.isOf(client)) events.push(event);
  };
  asyncEnd.subscribe(listener);
  try {
    await work();
  } finally {
    asyncEnd.unsubscribe(listener);
  }
  return events;
}
