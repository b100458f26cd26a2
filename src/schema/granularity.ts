/**
 * How far apart the measurements of one origin usually are, in `settings.timeseries` (MongoDB manual, Time Series Collections).
 *
 * @example `static settings = { timeseries: { timeField: "at", granularity: Granularity.MINUTES } } satisfies Settings;`
 */
export const Granularity = {
  /** Measurements that are kept together span at most an hour. */
  SECONDS: "seconds",
  /** They span at most a day. */
  MINUTES: "minutes",
  /** They span at most 30 days. */
  HOURS: "hours",
} as const;

/** One of the values of {@link Granularity}. */
export type Granularity = "seconds" | "minutes" | "hours";
