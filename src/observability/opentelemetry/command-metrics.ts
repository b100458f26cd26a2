import type { Histogram, Meter } from "@opentelemetry/api";
import { commandChannel } from "../command-channel.ts";
import type { CommandEvent } from "../command-event.ts";
import { attributesOfEnd, attributesOfStart } from "./attributes.ts";

/** In seconds, as the conventions advise. */
const BOUNDARIES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/**
 * Measures each command in the histogram `db.client.operation.duration` (opentelemetry.io, "Semantic conventions for database client metrics"). Waiting for
 * data, as change streams do, is left out.
 *
 * @returns ends it
 */
export function startCommandMetrics(meter: () => Meter): () => void {
  let histogram: Histogram | undefined;
  const onEnd = (message: unknown): void => {
    const event = message as CommandEvent;
    if (event.awaitsData) return;
    // Made with the first command: a provider may be registered later than this is called.
    histogram ??= meter().createHistogram("db.client.operation.duration", {
      description: "Duration of database client operations.",
      unit: "s",
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
    const { "db.operation.batch.size": _, ...attributes } = attributesOfStart(event);
    histogram.record(event.durationMS! / 1000, { ...attributes, ...attributesOfEnd(event) });
  };
  const { asyncEnd } = commandChannel;
  asyncEnd.subscribe(onEnd);
  return () => void asyncEnd.unsubscribe(onEnd);
}
