import { InvalidArgument } from "../errors/invalid-argument.ts";
import { boundTarget } from "../relations/bound-target.ts";
import { type LinkPlace, linkPlaces } from "../relations/link-places.ts";
import type { LinkDefinition } from "../schema/link-definition.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";

/**
 * The documents that the links at one place of a model lead to. They are looked up into a field of their own of the document that the query is
 * about, whatever the level: a document that several links of the level lead to is sent once.
 */
export interface Lookup {
  /** Name of that field. */
  readonly name: string;
  readonly place: LinkPlace;
  /** The class of the documents. */
  readonly target: ModelClassLike;
  readonly model: ModelRuntime;
  /** What found the documents that hold the links; undefined: the query itself. */
  readonly parent: Lookup | undefined;
  /** 1 for the links of the query's own documents. */
  readonly level: number;
  /** The place as messages name it, from the query's documents on. */
  readonly path: string;
}

/** Stages that a pipeline may have (MongoDB manual, Aggregation Pipeline Limits), less what a query needs beside its lookups. */
const MOST_LOOKUPS = 300;

/** Lookups that belong together, parents before those behind them. */
export class Lookups {
  readonly model: ModelRuntime;
  readonly list: Lookup[];
  readonly #withChildren: boolean;

  constructor(model: ModelRuntime, withChildren: boolean, present: readonly Lookup[] = []) {
    this.model = model;
    this.#withChildren = withChildren;
    this.list = [...present];
  }

  /** The lookup of the links at a place, made when there is none yet. */
  at(parent: Lookup | undefined, place: LinkPlace): Lookup {
    const known = this.list.find((lookup) => lookup.parent === parent && isSamePlace(lookup.place, place));
    if (known !== undefined) return known;
    const { name } = this.model;
    if (this.list.length === MOST_LOOKUPS) {
      throw new InvalidArgument(
        `${name}: fetching all links would need more than ${MOST_LOOKUPS} lookups. Name the links, fetchLinks("category"), or fetch fewer levels, nestingDepth(1).`,
        { code: "argument.links" },
      );
    }
    const target = boundTarget(place.link.target(), placeOf(this.model));
    const lookup: Lookup = {
      name: `__link_${this.list.length}`,
      place,
      target,
      model: modelOf(target),
      parent,
      level: (parent?.level ?? 0) + 1,
      path: parent === undefined ? place.path : `${parent.path}.${place.path}`,
    };
    this.list.push(lookup);
    return lookup;
  }

  /** The links of the documents of a lookup, or of the query's own. */
  places(parent: Lookup | undefined): readonly LinkPlace[] {
    return parent === undefined ? placesOf(this.model, this.#withChildren) : placesOf(parent.model, true);
  }
}

/** Whether what is read may be of several classes: of a union, or of a class and its children. */
export function readsSeveral(model: ModelRuntime, withChildren: boolean): boolean {
  return model.isUnion || (withChildren && model.family !== undefined);
}

/** The links of a model's documents, with `withChildren` those of its children too; a link that several of them have comes once. */
export function placesOf(model: ModelRuntime, withChildren: boolean): readonly LinkPlace[] {
  if (!readsSeveral(model, withChildren)) return linkPlaces(model);
  const byPath = new Map<string, LinkPlace>();
  for (const place of model.withDescendants().flatMap(linkPlaces)) {
    const { path, node, link } = place;
    const key = `${path} ${node.path} ${modelOf(link.target()).name} ${wayOf(link)}`;
    if (!byPath.has(key)) byPath.set(key, place);
  }
  return [...byPath.values()];
}

/** Whether both are the link of the same name to the same class; a parent and a child have it each. */
export function isSamePlace(one: LinkPlace, other: LinkPlace): boolean {
  return one === other || (one.path === other.path && one.node.path === other.node.path &&
    wayOf(one.link) === wayOf(other.link) && one.link.target() === other.link.target());
}

/** How a link is followed. */
export function wayOf(link: LinkDefinition): string {
  return link.direction === "back" ? `back ${link.field} ${link.single}` : `forward ${link.store}`;
}

/** Documents of a class that `using(...)` gave have their linked documents at their own place. */
function placeOf(model: ModelRuntime): Parameters<typeof boundTarget>[1] {
  return model.adopt === undefined ? undefined : model.binding().database;
}

/** Whether the documents are where no lookup of the model's queries reaches: in another database. */
export function isElsewhere({ model: target }: Lookup, model: ModelRuntime): boolean {
  const own = model.binding().database;
  const other = target.binding().database;
  return own.name !== other.name || own.client !== other.client;
}

/** @throws {InvalidArgument} when the documents are in another database */
export function checkPlace(lookup: Lookup, model: ModelRuntime): void {
  if (!isElsewhere(lookup, model)) return;
  const [own, other] = [model, lookup.model].map((one) => one.binding().database.name);
  throw new InvalidArgument(
    `${model.name}.${lookup.path} leads to ${lookup.model.name} in the database "${other}", and what this query asks of linked documents reaches "${own}" only. ` +
      "fetchLinks() alone, without criteria, sort keys or projections on linked fields, reaches both; so do document.fetchLink(...) and link.fetch().",
    { code: "argument.links", path: lookup.path },
  );
}
