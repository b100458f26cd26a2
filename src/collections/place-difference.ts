import type { ModelRuntime } from "../schema/model.ts";
import type { StoredCollection } from "./stored-collections.ts";
import { type TimeSeriesOptions, timeSeriesOptions } from "./time-series-options.ts";
import { isSameView, type ViewDefinition, viewDefinition } from "./view-definition.ts";

/** How what the database has under a model's name differs from what the model declares. */
export type PlaceDifference =
  /** It is something else altogether. */
  | { readonly what: "kind"; readonly declared: StoredCollection["type"]; readonly stored: StoredCollection["type"] }
  /** It was made with other options; `names`: which ones, for a view `viewOn` or `pipeline`. */
  | { readonly what: "options"; readonly names: readonly string[] };

/** The difference, or undefined when there is none. What only the server fills in does not count. */
export function placeDifference(model: ModelRuntime, stored: StoredCollection): PlaceDifference | undefined {
  const declared = kindOf(model);
  if (declared !== stored.type) return { what: "kind", declared, stored: stored.type };
  const names = differingOptions(model, stored);
  return names.length === 0 ? undefined : { what: "options", names };
}

/** What a model has to be in the database. */
export function kindOf({ isView, settings }: ModelRuntime): StoredCollection["type"] {
  if (isView) return "view";
  return settings.timeseries === undefined ? "collection" : "timeseries";
}

function differingOptions(model: ModelRuntime, stored: StoredCollection): string[] {
  switch (stored.type) {
    case "view":
      return viewDifferences(viewDefinition(model), stored.options as unknown as ViewDefinition);
    case "timeseries":
      return timeSeriesDifferences(timeSeriesOptions(model, model.settings.timeseries!), stored.options);
    default:
      return [];
  }
}

function viewDifferences(declared: ViewDefinition, stored: ViewDefinition): string[] {
  if (isSameView(declared, stored)) return [];
  return declared.viewOn === stored.viewOn ? ["pipeline"] : ["viewOn"];
}

function timeSeriesDifferences(
  { timeseries, expireAfterSeconds }: TimeSeriesOptions,
  options: StoredCollection["options"],
): string[] {
  const spans = "bucketMaxSpanSeconds" in timeseries;
  const declared: Record<string, unknown> = {
    metaField: undefined,
    ...spans ? {} : { granularity: "seconds" },
    ...timeseries,
    expireAfterSeconds,
  };
  const stored = options.timeseries as Record<string, unknown>;
  const found: Record<string, unknown> = { ...stored, expireAfterSeconds: options.expireAfterSeconds };
  return Object.keys(declared).filter((name) => declared[name] !== found[name]);
}
