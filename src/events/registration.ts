import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { type ActionDirection, type Event, EVENTS } from "./event.ts";

/** That a method runs before or after some events. */
export class Registration {
  readonly direction: ActionDirection;
  readonly events: readonly Event[];

  constructor(direction: ActionDirection, events: readonly Event[]) {
    this.direction = direction;
    this.events = events;
  }
}

/**
 * @param call what the user wrote, for messages
 * @throws {InvalidArgument} for what is no event, and for none at all
 */
export function register(call: string, direction: ActionDirection, given: readonly unknown[]): Registration {
  const events = given.flat();
  if (events.length === 0) throw invalid(`${call}() names no event. There are: ${EVENTS.join(", ")}.`);
  for (const event of events) {
    if (EVENTS.includes(event as Event)) continue;
    const found = typeof event === "string" ? JSON.stringify(event) : describeValue(event);
    throw invalid(`${call}(...) takes events, not ${found}. There are: ${EVENTS.join(", ")}.`);
  }
  return new Registration(direction, [...new Set(events as Event[])]);
}

/** The error of a declaration of actions. */
export function invalid(message: string): InvalidArgument {
  return new InvalidArgument(message, { code: "event.declaration" });
}
