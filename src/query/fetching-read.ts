import type { Rows } from "../client/operation.ts";
import type { FetchRequest } from "../fetching/fetch-request.ts";
import { fetchedRows } from "../fetching/fetched-rows.ts";
import { inPlaceStages } from "../fetching/in-place.ts";
import { lookupStages, withoutLookups } from "../fetching/lookup-stages.ts";
import type { Lookup } from "../fetching/lookup.ts";
import { chosenFor, type Separated } from "../fetching/separation.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { Projection } from "./projection.ts";
import { type QueryState, rowsOf, separatedState, sortOf } from "./query-state.ts";
import { matchStagesOf } from "./match-stages.ts";

type Stage = Record<string, unknown>;

/** A query that fetches links as a pipeline, and how its rows are read. */
export interface FetchingRead {
  readonly stages: readonly Stage[];
  readonly rows: Rows<object>;
}

/**
 * What a query that fetches links sends: criteria on own fields first; sort, skip and limit before the lookups where nothing on linked fields is asked;
 * then what criteria need, then the rest.
 */
export function fetchingRead(
  state: QueryState,
  parts: Separated,
  projection: Projection | undefined,
  limit: number,
): FetchingRead {
  const { model } = state;
  if (projection === undefined) {
    const fields = model.settings.projection;
    const stages = [...targetStages(state, parts, { limit, fields, keeps: parts.chosen }), ...remaining(parts, model)];
    const rows = parts.chosen.length === 0 ? rowsOf(state) : fetchedRows(model, parts.chosen, state.withChildren);
    return { stages, rows };
  }
  const { fields, rows, model: into } = projection;
  const links = into === undefined
    ? []
    : chosenFor(into, state.fetch as FetchRequest, false).filter((lookup) => isOwn(model, lookup));
  const replaced = parts.chosen.filter((lookup) => !links.some(({ path }) => path === lookup.path));
  const stages = [
    ...targetStages(state, parts, { limit, keeps: replaced }),
    ...lookupStages(model, replaced.filter((lookup) => !parts.needed.includes(lookup))),
    ...inPlaceStages(replaced),
    ...(fields === undefined ? [] : [{ $project: fields }]),
  ];
  if (into === undefined || links.length === 0) return { stages, rows };
  return { stages: [...stages, ...lookupStages(model, links)], rows: fetchedRows(into, links, false) };
}

/** The stages that leave the documents a query means, sorted and cut where it says so, with what was looked up for that taken away. */
export function targetStages(
  state: QueryState,
  parts: Separated,
  { limit = state.limit, keeps = [], fields }: {
    limit?: number;
    fields?: object | undefined;
    keeps?: readonly Lookup[];
  } = {},
): Stage[] {
  const { own, linked, sort, sortsLinked, needed } = parts;
  const sorting = sort.length === 0 ? [] : [{ $sort: sortOf(sort) }];
  return [
    ...matchStagesOf(own),
    ...(sortsLinked ? [] : sorting),
    ...(fields === undefined ? [] : [{ $project: fields }]),
    ...lookupStages(state.model, needed),
    ...matchStagesOf(linked),
    ...(sortsLinked ? sorting : []),
    ...(state.skip > 0 ? [{ $skip: state.skip }] : []),
    ...(limit > 0 ? [{ $limit: limit }] : []),
    ...withoutLookups(needed.filter((lookup) => !keeps.includes(lookup))),
  ];
}

/** All documents of a query, its links fetched in the place of the references: what the stages of an aggregation go on with. */
export function fetchedTargets(state: QueryState): Stage[] {
  const parts = separatedState({ ...state, sort: [] });
  const { chosen, needed } = parts;
  return [
    ...targetStages({ ...state, skip: 0 }, parts, { limit: 0, keeps: chosen }),
    ...lookupStages(state.model, chosen.filter((lookup) => !needed.includes(lookup))),
    ...inPlaceStages(chosen),
  ];
}

function remaining({ chosen, needed }: Separated, model: ModelRuntime): Stage[] {
  return lookupStages(model, chosen.filter((lookup) => !needed.includes(lookup)));
}

/** A projection may have links of its own, which are stored in the documents that the query reads. */
function isOwn(model: ModelRuntime, { path }: Lookup): boolean {
  return model.field(path.split(".")[0]!) !== undefined;
}
