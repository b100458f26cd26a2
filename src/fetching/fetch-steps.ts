import { type LinkPlace, linkPlaces } from "../relations/link-places.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { isSamePlace, type Lookup, wayOf } from "./lookup.ts";

/** Documents that links lead to and that one query finds: those of a level, of one model, behind which the same links are fetched. */
export interface FetchStep {
  readonly model: ModelRuntime;
  readonly level: number;
  /** Where the links are; of a step that follows back links, all of the same ones. */
  readonly places: { readonly holders: FetchStep | undefined; readonly place: LinkPlace }[];
}

const known = new WeakMap<readonly Lookup[], readonly (readonly FetchStep[])[]>();

/** Lookups as steps, level by level: each needs the documents of the level before it, and not those beside it. */
export function fetchSteps(lookups: readonly Lookup[]): readonly (readonly FetchStep[])[] {
  let levels = known.get(lookups);
  if (levels === undefined) known.set(lookups, levels = levelsOf(lookups));
  return levels;
}

/** A lookup, and the steps whose documents hold its links. */
interface Reached {
  readonly lookup: Lookup;
  readonly holders: FetchStep | undefined;
}

function levelsOf(lookups: readonly Lookup[]): FetchStep[][] {
  const behind = new Map<Lookup | undefined, Lookup[]>();
  for (const lookup of lookups) behind.set(lookup.parent, [...behind.get(lookup.parent) ?? [], lookup]);
  const numbers = new Map<ModelRuntime, number>();
  const levels: FetchStep[][] = [];
  let reached: Reached[] = (behind.get(undefined) ?? []).map((lookup) => ({ lookup, holders: undefined }));
  while (reached.length > 0) {
    const steps = new Map<string, FetchStep>();
    const next: Reached[] = [];
    for (const { lookup, holders } of reached) {
      const key = kind(lookup, behind, numbers);
      let step = steps.get(key);
      if (step === undefined) {
        steps.set(key, step = { model: lookup.model, level: lookup.level, places: [] });
        for (const below of behind.get(lookup) ?? []) next.push({ lookup: below, holders: step });
      }
      step.places.push({ holders, place: lookup.place });
    }
    levels.push([...steps.values()]);
    reached = next;
  }
  return levels;
}

/** A text that lookups share which find documents of one model in the same way and have the same lookups behind them. */
function kind(
  lookup: Lookup,
  behind: ReadonlyMap<Lookup | undefined, readonly Lookup[]>,
  numbers: Map<ModelRuntime, number>,
): string {
  const { model, place: { link } } = lookup;
  if (!numbers.has(model)) numbers.set(model, numbers.size);
  const way = link.direction === "back" ? wayOf(link) : "forward";
  const below = (behind.get(lookup) ?? []).map((one) => {
    const { path, node } = one.place;
    return `${path} ${node.path} ${wayOf(one.place.link)} ${kind(one, behind, numbers)}`;
  });
  return `${numbers.get(model)} ${way} (${below.toSorted().join(", ")})`;
}

/** Of documents of several classes, those whose own class has the link: another one may have none of that name, or one to another model. */
export function holding(documents: readonly object[], place: LinkPlace): readonly object[] {
  const [first] = documents;
  if (first === undefined) return documents;
  const model = modelIn(first);
  if (model.family === undefined) return documents;
  const known = new Map<ModelRuntime, boolean>();
  return documents.filter((document) => {
    const own = modelIn(document);
    if (!known.has(own)) known.set(own, hasPlace(own, place));
    return known.get(own)!;
  });
}

/** Whether documents of a class have a link at a place. */
export function hasPlace(model: ModelRuntime, place: LinkPlace): boolean {
  return linkPlaces(model).some((one) => isSamePlace(one, place));
}

function modelIn(document: object): ModelRuntime {
  return modelOf(document.constructor as ModelClassLike);
}
