import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Timestamp } from "../values/timestamp.ts";
import { checkSession, checkSignal } from "./call-options.ts";
import type { Session } from "./session.ts";

/** Marks a place in the changes of a deployment. What is in it is the server's affair; it goes through JSON and back. */
export type ResumeToken = Readonly<Record<string, unknown>>;

/** Options of `watch` (MongoDB manual, Change Streams). */
export interface WatchOptions {
  /**
   * The document that an update event has: none (`"default"`), as it is when the event is read (`"updateLookup"`), or as it was just after the update,
   * which the collection must be told to keep (`"whenAvailable"`: null when it was not kept, `"required"`: an error then).
   */
  fullDocument?: "default" | "updateLookup" | "whenAvailable" | "required";
  /** Whether events have the document as it was before the change, which the collection must be told to keep (default `"off"`). */
  fullDocumentBeforeChange?: "off" | "whenAvailable" | "required";
  /** Goes on behind the event with this token. */
  resumeAfter?: ResumeToken;
  /** The same, and the event may be the one that invalidated a stream. */
  startAfter?: ResumeToken;
  /** Begins at this time of the server. */
  startAtOperationTime?: Timestamp;
  /** Events that the server sends at once (default 500). */
  batchSize?: number;
  /** How long the server waits for events before it answers that there are none, in milliseconds (default of the server: 1000). */
  maxAwaitTimeMS?: number;
  /** Shown in the server's log and profiler. */
  comment?: unknown;
  /** A session of its own: one that waits for events lets nothing else run. */
  session?: Session;
  /** Aborting it ends the stream with the signal's reason. */
  signal?: AbortSignal;
}

const STAGE = [
  "fullDocument",
  "fullDocumentBeforeChange",
  "resumeAfter",
  "startAfter",
  "startAtOperationTime",
] as const satisfies (keyof WatchOptions)[];

const OTHERS = [
  "batchSize",
  "maxAwaitTimeMS",
  "comment",
  "session",
  "signal",
] as const satisfies (keyof WatchOptions)[];

/** Events that the server sends at once, unless an option says another number: memory is bounded by it. */
export const EVENTS_AT_ONCE = 500;

/**
 * @param what the call, for messages
 * @throws {InvalidArgument} for what is no pipeline, and for options that there are not
 */
export function checkWatch(what: string, pipeline: unknown, options: unknown): void {
  if (!Array.isArray(pipeline)) {
    throw invalid(
      what,
      "it takes a pipeline, a list of stages that events go through, before its options: watch([], { ... })",
    );
  }
  if (typeof options !== "object" || options === null) throw invalid(what, "its options are an object");
  const names: readonly string[] = [...STAGE, ...OTHERS];
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalid(what, `"${unknown}" is no option. There are: ${names.join(", ")}`, unknown);
  const { session, signal, batchSize, maxAwaitTimeMS } = options as WatchOptions;
  checkSession(session);
  checkSignal(signal);
  for (const [name, value] of Object.entries({ batchSize, maxAwaitTimeMS })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw invalid(what, `${name} is a whole number from 1`, name);
    }
  }
}

/** The options that go into the stage `$changeStream`. */
export function stageOptions(options: WatchOptions): Record<string, unknown> {
  return Object.fromEntries(STAGE.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

function invalid(what: string, message: string, path?: string): InvalidArgument {
  return new InvalidArgument(`${what}: ${message}.`, { code: "argument.options", ...(path !== undefined && { path }) });
}
