import type { Completion, Settle } from "../engine/completion.ts";
import { HaricotError } from "../errors/haricot-error.ts";
import { errorFromRecord } from "./error-from-record.ts";
import { readErrorRecord } from "./error-record.ts";
import type { Operation } from "./operation.ts";

/** The outcome of a failed operation, on its way from the completion to the async function that throws. */
export class Failure {
  /** The error, to be made where it is thrown: its stack is that of the place where it is made. */
  readonly error: () => unknown;
  /** The error was made while the completion was read, in a turn of the event loop that no caller is part of. */
  readonly madeElsewhere: boolean;

  private constructor(error: () => unknown, madeElsewhere: boolean) {
    this.error = error;
    this.madeElsewhere = madeElsewhere;
  }

  /**
   * What a failed completion says.
   *
   * @param model model of the operation; the engine does not know it when it refuses a submission early
   */
  static of(completion: Completion, model?: string): Failure {
    const record = readErrorRecord(completion);
    const known = model === undefined || record.model !== undefined ? record : { ...record, model };
    return new Failure(() => errorFromRecord(known), false);
  }

  /** What reading a completion threw. */
  static thrown(error: unknown): Failure {
    return new Failure(() => error, true);
  }
}

/** Reads a completion; a failed one, and one that can not be read, becomes a {@link Failure}. */
export function settling<T>(read: Settle<T>, model?: string): Settle<T | Failure> {
  return (completion) => {
    if (completion.failed) return Failure.of(completion, model);
    try {
      return read(completion);
    } catch (error) {
      return Failure.thrown(error);
    }
  };
}

/**
 * The value of an outcome, or its error. Called after the `await` in the caller's own chain of async functions, so that the runtime
 * itself puts the awaiting functions into the stack; `site` adds the frames of the call where it was captured.
 */
export function unwrap<T>(outcome: T | Failure, site: Error | undefined): T {
  if (!(outcome instanceof Failure)) return outcome;
  const error = outcome.error();
  if (outcome.madeElsewhere) addCallSite(error, new Error());
  else Error.captureStackTrace(error as Error, unwrap); // The frames above are ours, and runtimes keep ten.
  addCallSite(error, site);
  throw error;
}

/** An error of ours as it is thrown on from here: runtimes keep ten frames, and those of our own calls would take the place of the caller's. */
export function thrownOn(error: unknown): unknown {
  if (error instanceof HaricotError) Error.captureStackTrace(error, thrownOn);
  return error;
}

/** Where an operation was asked for, when the runtime tells it cheaply (0.5 us in Bun; 3 us in Deno, whose async stacks tell it anyway). */
export function captureCallSite(cheap: boolean): Error | undefined {
  return cheap ? new Error() : undefined;
}

/** Where an operation was asked for, when that is known. */
export function callSiteOf(operation: Operation): Error | undefined {
  return operation.site ?? captureCallSite(operation.database.client.engine.cheapStackTraces);
}

/** Adds the frames of a captured call site to the stack of an error of ours; frames that it has already stay single. */
export function addCallSite(error: unknown, site: Error | undefined): void {
  if (site === undefined || !(error instanceof HaricotError)) return;
  const stack = error.stack ?? String(error);
  const known = new Set(stack.split("\n"));
  const frames = (site.stack ?? "").split("\n").filter((line) =>
    line.trimStart().startsWith("at ") && !known.has(line)
  );
  error.stack = [stack, ...frames].join("\n");
}
