import { CursorLost } from "../errors/cursor-lost.ts";
import { OperationTimeout } from "../errors/operation-timeout.ts";
import type { ResumeToken, WatchOptions } from "./change-stream-options.ts";
import { stageOptions } from "./change-stream-options.ts";

const CURSOR_NOT_FOUND = 43;
const RESUMABLE = "ResumableChangeStreamError";

/**
 * Whether a change stream goes on after its cursor failed to give another page (Change Streams specification, "Resumable Error"): when the failure did not
 * come from the server, when the cursor is gone, and when the server says so.
 */
export function isResumable(error: unknown): boolean {
  if (error instanceof OperationTimeout) return error.labels.includes(RESUMABLE);
  if (!(error instanceof CursorLost)) return false;
  return error.serverCode === undefined || error.serverCode === CURSOR_NOT_FOUND || error.hasLabel(RESUMABLE);
}

/**
 * The options of the stage that goes on where a stream was (Change Streams specification, "Resume Process").
 *
 * @param token of the last event or page; undefined when none came
 * @param hasEvents whether the stream has given an event
 */
export function resumeOptions(
  options: WatchOptions,
  token: ResumeToken | undefined,
  hasEvents: boolean,
): Record<string, unknown> {
  const stage = stageOptions(options);
  if (token === undefined) return stage;
  const { resumeAfter: _resumeAfter, startAfter, startAtOperationTime: _time, ...others } = stage;
  return startAfter !== undefined && !hasEvents ? { ...others, startAfter: token } : { ...others, resumeAfter: token };
}
