import type { Database } from "../client/database.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { storedCollections } from "./stored-collections.ts";
import { synchroniseTimeSeries } from "./synchronise-time-series.ts";
import { synchroniseView } from "./synchronise-view.ts";
import { timeSeriesOptions } from "./time-series-options.ts";
import { viewDefinition } from "./view-definition.ts";

/** What of the options of `init` counts here. */
interface PlaceOptions {
  readonly recreateViews?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Declarations that can not work are told before anything is sent.
 *
 * @throws {InvalidArgument} for what a view or a time series can not be made of
 */
export function checkPlace(model: ModelRuntime): void {
  if (model.isView) viewDefinition(model);
  else if (model.settings.timeseries !== undefined) timeSeriesOptions(model, model.settings.timeseries);
}

/**
 * Creates what the server does not create by itself when it is first written to: time series before the indexes on them, then views. Nothing is asked of
 * the server where there are neither.
 */
export async function preparePlaces(
  models: readonly ModelRuntime[],
  database: Database,
  { recreateViews: recreate = false, signal }: PlaceOptions,
  prepareIndexes: () => Promise<void>,
): Promise<void> {
  const series = models.filter(({ isView, settings }) => !isView && settings.timeseries !== undefined);
  const views = models.filter(({ isView }) => isView);
  const names = [...series, ...views].map(({ collection }) => collection);
  const stored = names.length === 0 ? new Map() : await storedCollections(database, names, signal);
  for (const model of series) await synchroniseTimeSeries(model, database, stored.get(model.collection), signal);
  await prepareIndexes();
  for (const model of views) {
    await synchroniseView(model, database, stored.get(model.collection), { recreate, signal });
  }
}
