import type { Completing } from "../client/cursor.ts";
import { inSlices, monotonicMilliseconds } from "../engine/turn.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import { literally } from "../expression/predicate.ts";
import { type FetchStep, fetchSteps, holding } from "../fetching/fetch-steps.ts";
import { FoundDocuments } from "../fetching/found-documents.ts";
import type { Lookup } from "../fetching/lookup.ts";
import { placeDocuments } from "../fetching/place-documents.ts";
import { Link } from "../relations/link.ts";
import { linkPath } from "../relations/link-path.ts";
import { type LinkPlace, replaceAt } from "../relations/link-places.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { IdMap } from "../values/id-map.ts";
import { copyOptions } from "./options.ts";
import { ownProjection } from "./projection.ts";
import { initialState, type QueryState } from "./query-state.ts";
import { findCommand } from "./read-command.ts";
import { LIST_BATCH, readList } from "./read-rows.ts";

type Document = Record<string, unknown>;

/** Ids that one command asks for; more of them go in several commands side by side. */
const MOST_IDS = 5000;

/** Options of a query that its further commands have as well. What is about its own documents, such as an index to use, is not among them. */
const INHERITED = ["comment", "readConcern", "readPreference", "batchSize", "noCursorTimeout", "allowPartialResults"];

/**
 * Fetches what documents of a query link to, and puts it in the place of their links: one command for each model of a level. Of the documents that are
 * completed together, those that link to the same document hold the same instance.
 */
export function fetchingById(state: QueryState, lookups: readonly Lookup[]): Completing<object>["complete"] {
  // A model that was not initialised is told of whether or not a link leads there.
  for (const { model } of lookups) model.binding();
  const levels = fetchSteps(lookups);
  return async (documents, since) => {
    const found = new Map<FetchStep | undefined, readonly object[]>([[undefined, documents]]);
    for (const steps of levels) {
      await Promise.all(steps.map(async (step) => found.set(step, await fetchStep(step, found, state, since))));
    }
  };
}

async function fetchStep(
  { model, places }: FetchStep,
  found: ReadonlyMap<FetchStep | undefined, readonly object[]>,
  state: QueryState,
  since: number,
): Promise<readonly object[]> {
  const held = places.map(({ holders, place }) => ({ place, holders: holding(found.get(holders)!, place) }));
  const ids = new IdMap<unknown>();
  for (const { place, holders } of held) await inSlices(holders, (slice) => collectIds(slice, place, model, ids));
  if (ids.size === 0) return [];
  const documents = await withIds(model, places[0]!.place, ids.values(), furtherState(state, model, since));
  const byId = new FoundDocuments(documents);
  for (const { place, holders } of held) {
    await inSlices(holders, (slice) => placeDocuments(slice, place, byId, model));
  }
  return documents;
}

/** Adds the ids that links at a place lead to, of back links those of the holders themselves, each with its stored form. */
function collectIds(holders: readonly object[], place: LinkPlace, target: ModelRuntime, ids: IdMap<unknown>): void {
  const add = (id: unknown, model: ModelRuntime): void => {
    if (id === undefined || id === null || ids.has(id)) return;
    ids.set(id, encodeStoredValue(model.field("id"), id, "id", model.name));
  };
  if (place.link.direction === "back") {
    for (const holder of holders as Document[]) add(holder.id, modelOf(holder.constructor as ModelClassLike));
    return;
  }
  const note = (value: unknown): unknown => {
    if (value instanceof Link) add(value.id, target);
    return value;
  };
  for (const holder of holders) replaceAt(holder, place, note);
}

/** The documents that have these ids, or whose links lead to them. */
async function withIds(
  model: ModelRuntime,
  { link }: LinkPlace,
  ids: readonly unknown[],
  state: QueryState,
): Promise<object[]> {
  const path = link.direction === "back" ? linkPath(model, link.field) : "_id";
  const { rows, fields } = ownProjection(state);
  const read = (part: readonly unknown[]): Promise<object[]> => {
    const filters = [{ [path]: part.length === 1 ? literally(part[0]) : { $in: part } }];
    const batch = link.direction === "back" ? LIST_BATCH : part.length + 1;
    return readList(state, { command: findCommand({ ...state, filters }, fields, 0, batch), rows });
  };
  if (ids.length <= MOST_IDS) return await read(ids);
  const parts = Array.from(
    { length: Math.ceil(ids.length / MOST_IDS) },
    (_, at) => ids.slice(at * MOST_IDS, (at + 1) * MOST_IDS),
  );
  const documents = (await Promise.all(parts.map(read))).flat() as Document[];
  // What links to ids of several parts was found several times.
  return link.direction === "back"
    ? [...new IdMap(documents.map((document) => [document.id, document])).values()]
    : documents;
}

/** The state of a query for linked documents: of the time that the whole may take, what is left. */
function furtherState(state: QueryState, model: ModelRuntime, since: number): QueryState {
  const options: Record<string, unknown> = {};
  copyOptions(options, state.options, INHERITED);
  for (const name of ["maxTimeMS", "timeoutMS"]) {
    const limit = state.options[name] as number | undefined;
    if (limit) options[name] = Math.max(1, Math.ceil(limit - (monotonicMilliseconds() - since)));
  }
  const { session, signal } = state;
  return { ...initialState(model, true), withChildren: true, ignoreCache: true, options, session, signal };
}
