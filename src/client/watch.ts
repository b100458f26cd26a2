import type { ChangeEvent } from "./change-event.ts";
import { ChangeStream, type SentEvent } from "./change-stream.ts";
import { checkWatch, type WatchOptions } from "./change-stream-options.ts";
import type { Database } from "./database.ts";

/** A stream of the events of a whole database, or of a deployment, as plain objects. */
export function watchPlain(
  what: string,
  database: Database,
  scope: Readonly<Record<string, unknown>>,
  pipeline: readonly object[],
  options: WatchOptions,
): ChangeStream<ChangeEvent> {
  checkWatch(what, pipeline, options);
  return new ChangeStream({ database, target: 1, scope, stages: pipeline, numbers: "plain", event }, options);
}

function event({ _id, ...others }: SentEvent): ChangeEvent {
  return { resumeToken: _id, ...others } as unknown as ChangeEvent;
}
