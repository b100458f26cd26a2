import type { Granularity } from "../schema/granularity.ts";

/** `settings.timeseries`: the collection holds measurements over time (MongoDB manual, Time Series Collections). */
export interface TimeSeriesConfig {
  /** Name of the field with the time of each measurement: a date that every document has. */
  timeField: string;
  /** Name of the field that says where a measurement comes from: those of one origin are kept together. It should hardly ever change. */
  metaField?: string;
  /** How far apart the measurements of one origin usually are (default of the server: `"seconds"`). */
  granularity?: Granularity;
  /**
   * Instead of `granularity`: the longest time in seconds between the first and the last measurement that are kept together, from 1 to 31536000. It goes
   * with `bucketRoundingSeconds`, which must be the same; MongoDB 6.3 or later.
   */
  bucketMaxSpanSeconds?: number;
  /** The beginning of what is kept together is rounded down to a multiple of so many seconds. */
  bucketRoundingSeconds?: number;
  /** Measurements are removed so many seconds after their time. */
  expireAfterSeconds?: number;
}
