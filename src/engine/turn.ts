import { setImmediate } from "node:timers";

/** JavaScript that runs in one turn of the event loop before the rest waits for the next, in milliseconds. */
export const TURN_BUDGET = 5;

/** A clock that never goes back, in milliseconds. */
export function monotonicMilliseconds(): number {
  return performance.now();
}

/** Runs `work` in a later turn of the event loop: timers and input come first. */
export function nextTurn(work: () => void): void {
  setImmediate(work);
}
