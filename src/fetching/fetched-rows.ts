import type { Rows } from "../client/operation.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { Lookup } from "./lookup.ts";

/** How documents and what was looked up for them become instances that hold each other. */
export type MakeFetchedRows = (model: ModelRuntime, lookups: readonly Lookup[], withChildren: boolean) => Rows<object>;

let make: MakeFetchedRows;

/** Announces what makes instances; the layer that has the classes provides it. */
export function setFetchedRows(made: MakeFetchedRows): void {
  make = made;
}

const known = new WeakMap<readonly Lookup[], WeakMap<ModelRuntime, Rows<object>>>();

/** The rows of a query that fetches links; the same ones for the same lookups, so that their plan is registered and their reader compiled once. */
export function fetchedRows(model: ModelRuntime, lookups: readonly Lookup[], withChildren: boolean): Rows<object> {
  let ofModels = known.get(lookups);
  if (ofModels === undefined) known.set(lookups, ofModels = new WeakMap());
  let rows = ofModels.get(model);
  if (rows === undefined) ofModels.set(model, rows = make(model, lookups, withChildren));
  return rows;
}
