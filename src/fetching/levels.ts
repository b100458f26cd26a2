import { literally, RawFilter } from "../expression/predicate.ts";
import { convertId } from "../query/convert-id.ts";
import { createFind } from "../query/create.ts";
import { boundTarget } from "../relations/bound-target.ts";
import { type FetchOptions, Link } from "../relations/link.ts";
import { linkPath } from "../relations/link-path.ts";
import { type LinkPlace, linkPlaces, replaceAt, valuesAt } from "../relations/link-places.ts";
import type { BackLinkDefinition } from "../schema/link-definition.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import type { IdMap } from "../values/id-map.ts";
import { byIds } from "./by-ids.ts";
import { levelsBelow, withFetchOptions } from "./fetch-options.ts";
import { FoundDocuments } from "./found-documents.ts";
import { placeDocuments } from "./place-documents.ts";

/**
 * Fetches the links of documents that are here, level by level: one query for each model of a level, and one for each back link. What is not found
 * stays a link.
 *
 * @param places the links of the documents themselves; those of what they lead to are fetched all
 */
export async function fetchLevels(
  documents: readonly object[],
  places: readonly LinkPlace[],
  levels: number,
  options: FetchOptions,
): Promise<void> {
  let found = await fetchLevel(documents, () => places, options);
  for (let level = 1; level < levels && found.length > 0; level++) found = await fetchLevel(found, linkPlaces, options);
}

/** Fetches all links of documents that were fetched themselves, if the options say so. */
export async function fetchBelow(documents: readonly object[], options: FetchOptions): Promise<void> {
  for (const [model, found] of byModel(documents)) {
    const levels = levelsBelow(model, options);
    if (levels > 0) await fetchLevels(found, linkPlaces(model), levels, options);
  }
}

/** One level; gives the documents that were found, each once. */
async function fetchLevel(
  documents: readonly object[],
  placesOf: (model: ModelRuntime) => readonly LinkPlace[],
  options: FetchOptions,
): Promise<object[]> {
  const wanted = new Map<ModelClassLike, Link[]>();
  const backwards: Promise<object[]>[] = [];
  const forwards: { holder: object; place: LinkPlace }[] = [];
  for (const [model, holders] of byModel(documents)) {
    for (const place of placesOf(model)) {
      if (place.link.direction === "back") {
        backwards.push(fetchBack(holders, model, place, place.link, options));
        continue;
      }
      for (const holder of holders) {
        const links = valuesAt(holder, place).filter((value) => value instanceof Link);
        if (links.length > 0) forwards.push({ holder, place });
        for (const link of links) add(wanted, link.documentClass, link);
      }
    }
  }
  const found = new Map<ModelClassLike, IdMap<object>>();
  await Promise.all([...wanted].map(async ([type, links]) => found.set(type, await byIds(type, links, options))));
  for (const { holder, place } of forwards) {
    const documentOr = (value: unknown): unknown =>
      value instanceof Link ? found.get(value.documentClass)?.get(value.id) ?? value : value;
    replaceAt(holder, place, documentOr);
  }
  const linking = (await Promise.all(backwards)).flat();
  return [...[...found.values()].flatMap((byId) => [...byId.values()]), ...linking];
}

async function fetchBack(
  holders: readonly object[],
  model: ModelRuntime,
  place: LinkPlace,
  link: BackLinkDefinition,
  options: FetchOptions,
): Promise<object[]> {
  const target = modelOf(boundTarget(link.target(), model.adopt === undefined ? undefined : model.binding().database));
  const ids = holders.map((holder) => convertId(model, (holder as { id: unknown }).id));
  const [only] = ids;
  const condition = ids.length === 1 ? literally(only) : { $in: ids };
  const query = createFind(target, [new RawFilter({ [linkPath(target, link.field)]: condition })]);
  const documents = await withFetchOptions(query, options) as unknown as object[];
  const found = new FoundDocuments(documents);
  placeDocuments(holders, place, found, target);
  return documents;
}

function byModel(documents: readonly object[]): Map<ModelRuntime, object[]> {
  const groups = new Map<ModelRuntime, object[]>();
  for (const document of documents) add(groups, modelOf(document.constructor as ModelClassLike), document);
  return groups;
}

function add<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
