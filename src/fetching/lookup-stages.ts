import { idPath, linkPath } from "../relations/link-path.ts";
import type { LinkPlace } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { joinFilters } from "../expression/criterion.ts";
import { scopeFilters } from "../query/scope.ts";
import { idsIn, idsInAll } from "./link-ids.ts";
import { checkPlace, type Lookup } from "./lookup.ts";

type Stage = Record<string, unknown>;

/**
 * The stages that look the documents of links up, beside the references, which stay what they are. Each document comes once, whatever the number of
 * references to it; the order is the server's.
 */
export function lookupStages(model: ModelRuntime, lookups: readonly Lookup[]): Stage[] {
  return lookups.flatMap((lookup) => {
    checkPlace(lookup, model);
    return stagesOf(lookup);
  });
}

/** The stage that takes what was looked up away again. */
export function withoutLookups(lookups: readonly Lookup[]): Stage[] {
  return lookups.length === 0 ? [] : [{ $unset: lookups.map(({ name }) => name) }];
}

function stagesOf(lookup: Lookup): Stage[] {
  const { place, parent } = lookup;
  const { link, node } = place;
  if (link.direction === "back") {
    return [lookupStage(lookup, within(parent, "_id"), linkPath(lookup.model, link.field))];
  }
  if (isPath(place)) return [lookupStage(lookup, within(parent, idPath(node)), "_id")];
  const ids = `${lookup.name}_ids`;
  const computed = parent === undefined ? idsIn(place) : idsInAll(place, `$${parent.name}`);
  return [{ $set: { [ids]: computed } }, lookupStage(lookup, ids, "_id"), { $unset: ids }];
}

function lookupStage({ name, model }: Lookup, localField: string, foreignField: string): Stage {
  const hidden = scopeFilters(model, "live", true);
  const projection = model.family === undefined ? model.settings.projection : undefined;
  const pipeline = [
    ...(hidden.length > 0 ? [{ $match: joinFilters(hidden) }] : []),
    ...(projection === undefined ? [] : [{ $project: projection }]),
  ];
  return {
    $lookup: {
      from: model.collection,
      localField,
      foreignField,
      // An empty pipeline would keep the server from its fastest way to join (MongoDB manual, $lookup).
      ...(pipeline.length > 0 && { pipeline }),
      as: name,
    },
  };
}

function within(parent: Lookup | undefined, path: string): string {
  return parent === undefined ? path : `${parent.name}.${path}`;
}

/** Whether a path of the server reaches all links there: it goes through lists, but not through records and lists of lists. */
function isPath({ steps }: LinkPlace): boolean {
  return steps.every(({ spread }) => spread.length === 0 || (spread.length === 1 && spread[0] === "array"));
}
