import { CursorLost } from "../errors/cursor-lost.ts";
import type { ResumeToken, WatchOptions } from "./change-stream-options.ts";
import { stageOptions } from "./change-stream-options.ts";

const CURSOR_NOT_FOUND = 43;

/**
 * Whether a change stream goes on after an error of its cursor (Change Streams specification, "Resumable Error"): what did not come from the server, a
 * cursor that is gone, and what the server says is resumable.
 */
export function isResumable(error: unknown): boolean {
  if (!(error instanceof CursorLost)) return false;
  const { serverCode } = error;
  return serverCode === undefined || serverCode === CURSOR_NOT_FOUND || error.hasLabel("ResumableChangeStreamError");
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
