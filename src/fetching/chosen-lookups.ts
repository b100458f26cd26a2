import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { LinkPlace } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { DEEPEST, type FetchRequest } from "./fetch-request.ts";
import { type Lookup, Lookups } from "./lookup.ts";

/**
 * The lookups of a request.
 *
 * @throws {InvalidArgument} for a name that leads to no link
 */
export function chosenLookups(model: ModelRuntime, request: FetchRequest, withChildren: boolean): readonly Lookup[] {
  const lookups = new Lookups(model, withChildren);
  if (request.paths === undefined) chooseAll(lookups, request);
  else for (const path of request.paths) choosePath(lookups, path, request.depth);
  return lookups.list;
}

function chooseAll(lookups: Lookups, { depth, depths = {} }: FetchRequest): void {
  const { maxNestingDepth, maxNestingDepthsPerField } = lookups.model.settings;
  const places = lookups.places(undefined);
  const unknown = Object.keys(depths).find((name) => !places.some(({ path }) => path === name));
  if (unknown !== undefined) throw noLink(lookups.model, unknown, places);
  for (const place of places) {
    const own = depths[place.path] ?? maxNestingDepthsPerField[place.path];
    const levels = own === undefined ? depth ?? maxNestingDepth : Math.min(own, depth ?? own);
    if (levels > 0) chooseBelow(lookups, lookups.at(undefined, place), levels - 1);
  }
}

/** All links of what a lookup finds, so many levels deep: circles end there, with a link. */
function chooseBelow(lookups: Lookups, parent: Lookup, levels: number): void {
  if (levels <= 0) return;
  for (const place of lookups.places(parent)) chooseBelow(lookups, lookups.at(parent, place), levels - 1);
}

function choosePath(lookups: Lookups, path: string, depth: number | undefined): void {
  let parent: Lookup | undefined;
  let rest = path;
  while (rest !== "") {
    const places = lookups.places(parent);
    const place = longest(places.filter((one) => rest === one.path || rest.startsWith(`${one.path}.`)));
    if (place === undefined) throw noLink(parent?.model ?? lookups.model, path, places);
    parent = lookups.at(parent, place);
    if (parent.level > DEEPEST) {
      throw new InvalidArgument(
        `${lookups.model.name}: "${path}" leads through more than ${DEEPEST} links. Fetch on from the last ones on demand.`,
        { code: "argument.links", path },
      );
    }
    rest = rest.slice(place.path.length + 1);
  }
  if (depth !== undefined) chooseBelow(lookups, parent!, depth - parent!.level);
}

function longest(places: readonly LinkPlace[]): LinkPlace | undefined {
  return places.toSorted((one, other) => other.path.length - one.path.length)[0];
}

/** The error of a name that is no link's. */
export function noLink(model: ModelRuntime, path: string, places: readonly LinkPlace[]): InvalidArgument {
  const known = places.length === 0
    ? `${model.name} has no links`
    : `its links are ${places.map((place) => `"${place.path}"`).join(", ")}`;
  return new InvalidArgument(`${model.name} has no link "${path}": ${known}.`, { code: "argument.links", path });
}
