import { noLink } from "../fetching/chosen-lookups.ts";
import { checkFetchOptions, levelsBelow } from "../fetching/fetch-options.ts";
import { fetchLevels } from "../fetching/levels.ts";
import type { FetchOptions } from "../relations/link.ts";
import { type LinkPlace, linkPlaces } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";

/**
 * Fetches one link of a document and puts what is found in its place.
 *
 * @throws {InvalidArgument} for a name that is no link's
 */
export async function fetchLinkOf(
  document: object,
  model: ModelRuntime,
  path: string,
  given: FetchOptions,
): Promise<unknown> {
  const options = checkFetchOptions(`${model.name}.fetchLink`, given);
  const places = linkPlaces(model);
  const place = places.find((one) => one.path === path);
  if (place === undefined) throw noLink(model, String(path), places);
  await fetchLevels([document], [place], 1 + levelsBelow(model, options), options);
  const [{ property }] = place.steps as [LinkPlace["steps"][number]];
  return (document as Record<string, unknown>)[property];
}

/** Fetches all links of a document, so many levels deep as the settings say, and puts what is found in their places. */
export async function fetchAllLinksOf<D extends object>(
  document: D,
  model: ModelRuntime,
  given: FetchOptions,
): Promise<D> {
  const options = checkFetchOptions(`${model.name}.fetchAllLinks`, given);
  const { maxNestingDepth, maxNestingDepthsPerField } = model.settings;
  const depth = options.fetchLinks === false ? 1 : options.nestingDepth;
  const byLevels = new Map<number, LinkPlace[]>();
  for (const place of linkPlaces(model)) {
    const own = maxNestingDepthsPerField[place.path];
    const levels = own === undefined ? depth ?? maxNestingDepth : Math.min(own, depth ?? own);
    if (levels > 0) byLevels.set(levels, [...byLevels.get(levels) ?? [], place]);
  }
  for (const [levels, places] of byLevels) await fetchLevels([document], places, levels, options);
  return document;
}
