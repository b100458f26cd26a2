import type { Database } from "../client/database.ts";
import { notice } from "../errors/notice.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { changePlace } from "./create.ts";
import { requireVersion } from "./server-version.ts";
import { type PlaceDifference, placeDifference } from "./place-difference.ts";
import { type StoredCollection, storedCollections } from "./stored-collections.ts";
import { timeSeriesOptions } from "./time-series-options.ts";

/** The first version of the server with time series. */
const FIRST_VERSION = "5.0";
/** The first one with buckets of any length (MongoDB manual, Set Granularity for Time Series Data). */
const SPANS_VERSION = "6.3";
const SPANS: readonly string[] = ["bucketMaxSpanSeconds", "bucketRoundingSeconds"];

/**
 * Creates the collection of a time series when it is not there; one that is there with other options stays, with a notice.
 *
 * @throws {MongoDBVersionError} for a server that has no time series, or not the options declared
 * @throws {ServerError} when the server refuses the options
 */
export async function synchroniseTimeSeries(
  model: ModelRuntime,
  database: Database,
  stored: StoredCollection | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { collection } = model;
  const declared = timeSeriesOptions(model, model.settings.timeseries!);
  let existing = stored;
  if (existing === undefined) {
    await requireVersion(model, database, "time series", FIRST_VERSION);
    const span = SPANS.find((name) => name in declared.timeseries);
    if (span !== undefined) await requireVersion(model, database, `time series with ${span}`, SPANS_VERSION);
    if (await changePlace(model, database, { create: collection, ...declared }, signal)) return;
    existing = (await storedCollections(database, [collection], signal)).get(collection);
    if (existing === undefined) return;
  }
  const difference = placeDifference(model, existing);
  if (difference !== undefined) noticeDifference(model, difference);
}

function noticeDifference({ name, collection }: ModelRuntime, difference: PlaceDifference): void {
  const what = difference.what === "kind"
    ? "is there already as an ordinary collection, and stays one: to make it a time series its documents have to be copied into a new one"
    : `is stored with other options than the class declares (${
      difference.names.join(", ")
    }), and those that are stored count. ` +
      "The command collMod changes granularity and expireAfterSeconds; for the others the documents have to be copied into a new collection";
  notice("time_series.changed", `${name}: the collection "${collection}" ${what}.`);
}
