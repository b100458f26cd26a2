import { InvalidArgument } from "../errors/invalid-argument.ts";
import { FieldSortKey } from "../expression/sort-key.ts";
import type { SentFilter } from "../expression/predicate.ts";
import { type LinkPlace, linkPlaces } from "../relations/link-places.ts";
import type { Family } from "../schema/family.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { chosenLookups } from "./chosen-lookups.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { LinkedCriteria } from "./linked-criteria.ts";
import { type Lookup, Lookups } from "./lookup.ts";

/** What of a query is about its own documents, and what needs linked ones. */
export interface Separated {
  readonly own: readonly SentFilter[];
  readonly linked: readonly SentFilter[];
  readonly sort: readonly FieldSortKey[];
  readonly sortsLinked: boolean;
  /** What the request chose. */
  readonly chosen: readonly Lookup[];
  /** What criteria and sort keys need, parents first; they may need links that were not chosen. */
  readonly needed: readonly Lookup[];
  /** The path of a field after the lookups, which may make another one needed. */
  readonly pathOf: (path: string) => string;
}

/** What a separation is made of: a query's criteria, with those that its model adds, its sort keys, and which links it fetches. */
export interface Separable {
  readonly model: ModelRuntime;
  readonly criteria: readonly SentFilter[];
  readonly sort: readonly FieldSortKey[];
  readonly fetch: FetchRequest | undefined;
  readonly withChildren: boolean;
}

/**
 * Divides a query by what can be asked before its links are looked up and what can not.
 *
 * @throws {InvalidArgument} for a criterion on linked fields where nothing is fetched
 */
export function separated({ model, criteria, sort, fetch, withChildren }: Separable): Separated {
  const isFetching = fetch !== undefined && fetch.depth !== 0;
  const chosen = isFetching ? chosenFor(model, fetch, withChildren) : [];
  const lookups = new Lookups(model, withChildren, chosen);
  const needed = new Set<Lookup>();
  const need = (parent: Lookup | undefined, place: LinkPlace): Lookup => {
    if (!isFetching) throw notFetched(model, place);
    const lookup = lookups.at(parent, place);
    needed.add(lookup);
    return lookup;
  };
  const linkedCriteria = new LinkedCriteria(model, need);
  const { own, linked } = linkedCriteria.separate(criteria);
  const keys = sort.map(({ path, direction }) => new FieldSortKey(linkedCriteria.path(path), direction));
  return {
    own,
    linked,
    sort: keys,
    sortsLinked: keys.some(({ path }, index) => path !== sort[index]!.path),
    chosen,
    get needed() {
      return [...needed];
    },
    pathOf: (path) => linkedCriteria.path(path),
  };
}

/** Whether a model has links at all: most queries end here. */
export function hasLinks(model: ModelRuntime): boolean {
  return linkPlaces(model).length > 0;
}

/** Requests that were made of a model before, by what they say; names may come from data, so the number is bounded. */
const known = new WeakMap<ModelRuntime, Map<string, Chosen>>();
const KNOWN_REQUESTS = 100;

/** The lookups of a request; the same ones each time, so that what is made for them is made once. */
export function chosenFor(model: ModelRuntime, request: FetchRequest, withChildren: boolean): readonly Lookup[] {
  let requests = known.get(model);
  if (requests === undefined) known.set(model, requests = new Map());
  const key = JSON.stringify([request.depth, request.depths, request.paths, withChildren]);
  let chosen = requests.get(key);
  if (chosen === undefined || chosen.families.some(({ family, changes }) => family.changes !== changes)) {
    const lookups = chosenLookups(model, request, withChildren);
    const families = [model, ...lookups.map((lookup) => lookup.model)].flatMap(({ family }) => family ?? []);
    if (requests.size === KNOWN_REQUESTS) requests.delete(requests.keys().next().value!);
    requests.set(key, chosen = { lookups, families: families.map((family) => ({ family, changes: family.changes })) });
  }
  return chosen.lookups;
}

/** Lookups, good as long as the trees that they reach have the same members. */
interface Chosen {
  readonly lookups: readonly Lookup[];
  readonly families: readonly { readonly family: Family; readonly changes: number }[];
}

function notFetched(model: ModelRuntime, { path, link }: LinkPlace): InvalidArgument {
  const target = link.target().name;
  const hint = link.direction === "forward" && !path.includes(".")
    ? ` The id of a link needs no fetching: ${model.name}.${path}.eq(...).`
    : "";
  return new InvalidArgument(
    `${model.name}: a criterion or sort key on "${path}" looks into the linked ${target}, which is stored elsewhere, so it would never match: ` +
      `add fetchLinks() to the query. Updates and deletes can not look there: find the ids first.${hint}`,
    { code: "link.not_fetched", path },
  );
}
