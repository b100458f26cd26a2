import type { Action } from "../types/events.ts";
import { After, Before, type Event } from "./event.ts";
import { register } from "./registration.ts";

/**
 * An action in `static events`, the form without decorators: the method of that name runs before these events.
 *
 * @param events constants such as {@link Insert}, or lists of them
 * @example
 * ```ts
 * class Product extends Document({ name: z.string(), changedAt: z.date().optional() }) {
 *   static events = { touch: before(Insert, Replace), log: [after(Delete), after(Insert)] };
 *   touch() {
 *     this.changedAt = new Date();
 *   }
 *   log() {
 *     console.log(this.name);
 *   }
 * }
 * ```
 */
export function before(...events: (Event | readonly Event[])[]): Action {
  return register("before", Before, events);
}

/**
 * An action in `static events`: the method of that name runs after these events; see {@link before}.
 *
 * @param events constants such as {@link Delete}, or lists of them
 */
export function after(...events: (Event | readonly Event[])[]): Action {
  return register("after", After, events);
}
