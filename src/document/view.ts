import type { Shape } from "../types/shape.ts";
import type { ViewClass } from "../types/views.ts";
import { viewBase } from "./factory.ts";
import { jsonStatics } from "./json-statics.ts";
import { readingStatics } from "./reading-statics.ts";

/**
 * The base class of what is read from a view: a query that the server keeps under a name and computes whenever it is read (MongoDB manual,
 * Views). `init` creates the view when it is not there. It has the reads of a document class, and no writes.
 *
 * @param shape field names to schemas, as for {@link Document}; a field `id` is read from `_id`
 * @example
 * ```ts
 * class Stats extends View({ kind: z.string(), total: z.number() }) {
 *   static settings = {
 *     source: Product,
 *     pipeline: [
 *       { $group: { _id: "$kind", total: { $sum: "$price" } } },
 *       { $project: { _id: 0, kind: "$_id", total: 1 } },
 *     ],
 *   } satisfies ViewSettings;
 * }
 * const dear = await Stats.find(Stats.total.gt(100)).sort("-total");
 * ```
 */
export function View<S extends Shape>(shape: S): ViewClass<S> {
  return viewBase(shape, viewStatics) as unknown as ViewClass<S>;
}

const READS = [
  "find",
  "findMany",
  "findAll",
  "all",
  "findOne",
  "get",
  "count",
  "exists",
  "distinct",
  "sum",
  "avg",
  "min",
  "max",
  "aggregate",
  "using",
  "getSettings",
  "getCollectionName",
  "getCollection",
] as const;

const WRITES = ["insertOne", "insertMany", "replaceMany", "updateAll", "deleteAll", "bulkWriter"] as const;

const viewStatics: PropertyDescriptorMap = { ...readingStatics("View", READS, WRITES), ...jsonStatics };
