import type { Completion } from "../engine/completion.ts";
import { errorFromRecord } from "./error-from-record.ts";
import { type ErrorRecord, readErrorRecord } from "./error-record.ts";

/** The outcome of a failed operation, on its way from the completion to the async function that throws. */
export class Failure {
  readonly record: ErrorRecord;

  /** @param model model of the operation; the engine does not know it when it refuses a submission early */
  constructor(completion: Completion, model?: string) {
    const record = readErrorRecord(completion);
    this.record = model === undefined || record.model !== undefined ? record : { ...record, model };
  }
}

/**
 * The value of an outcome, or its error. Called after the `await` in the caller's own chain of async functions, so that the runtime
 * itself puts the awaiting functions into the stack; `site` adds the frames of the call where it was captured.
 */
export function unwrap<T>(outcome: T | Failure, site: Error | undefined): T {
  if (!(outcome instanceof Failure)) return outcome;
  const error = errorFromRecord(outcome.record);
  if (site !== undefined) appendCallSite(error, site);
  throw error;
}

/** Where an operation was asked for, when the runtime tells it cheaply (0.5 us in Bun; 3 us in Deno, whose async stacks tell it anyway). */
export function captureCallSite(cheap: boolean): Error | undefined {
  return cheap ? new Error() : undefined;
}

function appendCallSite(error: Error, site: Error): void {
  const stack = error.stack ?? String(error);
  const known = new Set(stack.split("\n"));
  const frames = (site.stack ?? "").split("\n").filter((line) =>
    line.trimStart().startsWith("at ") && !known.has(line)
  );
  error.stack = [stack, ...frames].join("\n");
}
