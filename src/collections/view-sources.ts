import { collectionsOf } from "../cache/collections-read.ts";
import { knowView } from "../cache/views.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { viewDefinition } from "./view-definition.ts";

/** Remembers what a view reads, for the results of queries that are kept. */
export function rememberSources(model: ModelRuntime, database: string): void {
  const { viewOn, pipeline } = viewDefinition(model);
  knowView(database, model.collection, collectionsOf(viewOn, pipeline));
}
