import { type LinkPlace, linkPlaces } from "../relations/link-places.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** A stored path that leads through a link into the documents behind it. */
export interface Crossing {
  readonly place: LinkPlace;
  /** The rest of the path, in those documents; empty: the documents themselves, where nothing is stored of the link. */
  readonly rest: string;
  /** A position in a list or a key of a record was named on the way, which what is looked up does not keep. */
  readonly isPositional: boolean;
}

const known = new WeakMap<ModelRuntime, Map<string, Crossing | undefined>>();
/** Positions and keys come from data, so the number of remembered paths is bounded. */
const KNOWN_PATHS = 500;

/** Where a stored path leads through a link; undefined: it stays in the document. */
export function crossingOf(model: ModelRuntime, path: string): Crossing | undefined {
  const places = linkPlaces(model);
  if (places.length === 0) return undefined;
  let paths = known.get(model);
  if (paths === undefined || paths.size >= KNOWN_PATHS) known.set(model, paths = new Map());
  if (paths.has(path)) return paths.get(path);
  const crossing = follow(model, places, path.split("."));
  paths.set(path, crossing);
  return crossing;
}

function follow(model: ModelRuntime, places: readonly LinkPlace[], steps: string[]): Crossing | undefined {
  let node = model.fields().find(({ stored }) => stored === steps[0]);
  const names = node === undefined ? [] : [node.property];
  let isPositional = false;
  for (let at = 1; node !== undefined; at++) {
    while (node.link === undefined && (node.value.kind === "array" || node.value.kind === "record")) {
      const isRecord: boolean = node.value.kind === "record";
      if (isRecord || /^\d+$/.test(steps[at] ?? "")) {
        isPositional = true;
        at++;
      }
      node = node.element() as FieldNode;
    }
    if (node.link !== undefined) return crossingAt(places, names.join("."), node, steps.slice(at), isPositional);
    node = node.children().find(({ stored }) => stored === steps[at]);
    if (node !== undefined) names.push(node.property);
  }
  return undefined;
}

function crossingAt(
  places: readonly LinkPlace[],
  name: string,
  { link }: FieldNode,
  rest: readonly string[],
  isPositional: boolean,
): Crossing | undefined {
  const place = places.find(({ path }) => path === name);
  if (place === undefined) return undefined;
  const isStored = link!.direction === "forward";
  const [first] = rest;
  if (isStored && (first === undefined || first.startsWith("$") || !declares(place, first))) return undefined;
  return { place, rest: rest.join("."), isPositional };
}

/** A reference may hold more than `$ref` and `$id`: other names are its own. */
function declares({ link }: LinkPlace, stored: string): boolean {
  return stored === "_id" || link.fields().some(({ plan }) => plan.name === stored);
}
