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

/** Elements between two looks at the clock. */
const SLICE = 500;

/** Works through a list in slices, and in further turns of the event loop where one would take too long. */
export async function inSlices<T>(list: readonly T[], work: (slice: readonly T[]) => void): Promise<void> {
  let began = monotonicMilliseconds();
  for (let at = 0; at < list.length; at += SLICE) {
    if (at > 0 && monotonicMilliseconds() - began > TURN_BUDGET) {
      await new Promise<void>(nextTurn);
      began = monotonicMilliseconds();
    }
    work(list.length <= SLICE ? list : list.slice(at, at + SLICE));
  }
}
