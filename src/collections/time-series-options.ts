import { Granularity } from "../schema/granularity.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { invalidSetting } from "../schema/settings.ts";
import type { TimeSeriesConfig } from "../types/time-series.ts";

/** The options of `create` that make a collection a time series (MongoDB manual, `create`), with stored names. */
export interface TimeSeriesOptions {
  readonly timeseries: Readonly<Record<string, unknown>>;
  readonly expireAfterSeconds?: number;
}

const KEYS: readonly string[] = [
  "timeField",
  "metaField",
  "granularity",
  "bucketMaxSpanSeconds",
  "bucketRoundingSeconds",
  "expireAfterSeconds",
] satisfies (keyof TimeSeriesConfig)[];

/**
 * What a model declares, as the server takes it. What the server refuses beyond this is left to its own error.
 *
 * @throws {InvalidArgument} for a name that there is not, a time that is no date, a field that there is not
 */
export function timeSeriesOptions(model: ModelRuntime, config: TimeSeriesConfig): TimeSeriesOptions {
  if (!isPlainObject(config)) throw invalid(model, "", 'expected an object, as in { timeField: "at" }');
  const unknown = Object.keys(config).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw invalid(model, unknown, `there is no such option. There are: ${KEYS.join(", ")}`);
  const { timeField, metaField, granularity, expireAfterSeconds, ...spans } = config as unknown as TimeSeriesConfig;
  if (granularity !== undefined && !Object.values(Granularity).includes(granularity)) {
    throw invalid(model, "granularity", `expected one of ${Object.values(Granularity).join(", ")}`);
  }
  for (const [name, seconds] of Object.entries({ ...spans, expireAfterSeconds })) {
    if (seconds !== undefined && !(Number.isSafeInteger(seconds) && seconds >= 0)) {
      throw invalid(model, name, "expected a whole number of seconds");
    }
  }
  const options: Record<string, unknown> = { timeField: timeOf(model, timeField).stored };
  if (metaField !== undefined) options["metaField"] = metaOf(model, metaField, timeField).stored;
  if (granularity !== undefined) options["granularity"] = granularity;
  for (const [name, seconds] of Object.entries(spans)) if (seconds !== undefined) options[name] = seconds;
  return expireAfterSeconds === undefined ? { timeseries: options } : { timeseries: options, expireAfterSeconds };
}

function timeOf(model: ModelRuntime, name: unknown): FieldNode {
  const field = typeof name === "string" ? model.field(name) : undefined;
  if (field?.value.kind === "date" && field.value.nullable !== true) return field;
  const what = "expected the name of a field of the model that is a date, and never null";
  throw invalid(model, "timeField", what);
}

function metaOf(model: ModelRuntime, name: unknown, timeField: string): FieldNode {
  const field = typeof name === "string" && name !== "id" && name !== timeField ? model.field(name) : undefined;
  if (field !== undefined) return field;
  throw invalid(model, "metaField", "expected the name of a field of the model, other than the id and the time");
}

function invalid(model: ModelRuntime, key: string, what: string): Error {
  return invalidSetting(model.name, key === "" ? "timeseries" : `timeseries.${key}`, what);
}
