import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { LinkPlace } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { crossingOf } from "./linked-path.ts";
import type { Lookup } from "./lookup.ts";

/** Gives the lookup of the links at a place, or throws when nothing is looked up. */
export type NeedLookup = (parent: Lookup | undefined, place: LinkPlace) => Lookup;

/** Conditions that are lists of filters. */
const JUNCTIONS: ReadonlySet<string> = new Set(["$and", "$or", "$nor"]);

/** Writes filters, sort keys and expressions over the fields of linked documents with the names that these have once they were looked up. */
export class LinkedCriteria {
  readonly #model: ModelRuntime;
  readonly #need: NeedLookup;

  constructor(model: ModelRuntime, need: NeedLookup) {
    this.#model = model;
    this.#need = need;
  }

  /** Divides criteria that all must be met: those on own fields, as they are, and those on linked ones, rewritten. */
  separate(filters: readonly SentFilter[]): { own: SentFilter[]; linked: SentFilter[] } {
    const own: SentFilter[] = [];
    const linked: SentFilter[] = [];
    for (const filter of filters) {
      const stays: Record<string, unknown> = {};
      for (const [key, condition] of Object.entries(filter)) {
        if (key === "$and" && Array.isArray(condition)) {
          const parts = this.separate(condition);
          own.push(...parts.own);
          linked.push(...parts.linked);
          continue;
        }
        const part = { [key]: condition };
        const made = this.filter(part);
        if (made === part) setOwn(stays, key, condition);
        else linked.push(made);
      }
      if (Object.keys(stays).length > 0) own.push(stays);
    }
    return { own, linked };
  }

  /** The filter itself when it is about own fields alone. */
  filter(filter: SentFilter): SentFilter {
    let changed = false;
    const made: Record<string, unknown> = {};
    for (const [key, condition] of Object.entries(filter)) {
      const [path, value] = this.#condition(key, condition);
      changed ||= path !== key || value !== condition;
      setOwn(made, path, value);
    }
    return changed ? made : filter;
  }

  #condition(key: string, condition: unknown): [string, unknown] {
    if (JUNCTIONS.has(key) && Array.isArray(condition)) return [key, changedList(condition, (one) => this.filter(one))];
    if (key === "$expr") return [key, this.#expression(condition)];
    if (key.startsWith("$")) return [key, condition];
    if (isPlainObject(condition) && isPlainObject(condition.$elemMatch)) {
      return this.#elements(key, condition, condition.$elemMatch);
    }
    return [this.path(key), condition];
  }

  /** The path as it is after the lookups; the same path when it stays in the document. */
  path(path: string): string {
    return this.#follow(undefined, path)?.path ?? path;
  }

  /** Where a path leads that goes through links, and whether it has one value at most. */
  #follow(parent: Lookup | undefined, path: string): { path: string; lookup: Lookup; isSingle: boolean } | undefined {
    const crossing = crossingOf(parent?.model ?? this.#model, path);
    if (crossing === undefined) return undefined;
    const { place, rest, isPositional } = crossing;
    const lookup = this.#need(parent, place);
    if (isPositional) {
      throw new InvalidArgument(
        `${this.#model.name}: "${path}" names a position or a key on the way to the link "${place.path}", and linked documents are looked up without it. ` +
          "Leave the position out, or filter what was fetched.",
        { code: "argument.links", path },
      );
    }
    const isSingle = isSinglePlace(place);
    const below = this.#follow(lookup, rest);
    if (below !== undefined) return { ...below, isSingle: isSingle && below.isSingle };
    return { path: rest === "" ? lookup.name : `${lookup.name}.${rest}`, lookup, isSingle };
  }

  /** `$elemMatch` on a list of links asks one of the documents for several things at once. */
  #elements(key: string, condition: Record<string, unknown>, match: Record<string, unknown>): [string, unknown] {
    const inside = Object.keys(match).filter((name) => !name.startsWith("$"));
    const crossing = inside.map((name) => this.#follow(undefined, `${key}.${name}`)).find((one) => one !== undefined);
    if (crossing === undefined) return [this.path(key), condition];
    const { lookup } = crossing;
    const within = crossingOf(this.#model, `${key}.${inside[0]}`);
    const isElement = lookup.parent === undefined &&
      inside.every((name) => !name.includes(".") || staysIn(lookup, name));
    if (!isElement || lookup.place.node.path !== key || within === undefined && inside[0] !== "$id") {
      throw new InvalidArgument(
        `${this.#model.name}: elemMatch on "${key}" asks for fields of linked documents inside of other elements, which are looked up apart from them. ` +
          `Ask for each by its path: ${this.#model.name}.${key}....eq(...).`,
        { code: "argument.links", path: key },
      );
    }
    const element = Object.fromEntries(
      Object.entries(match).map(([name, value]) => [name === "$id" ? "_id" : name, value]),
    );
    return [lookup.name, { ...condition, $elemMatch: element }];
  }

  /** Of links that lead to one document at most, an expression sees the document's field; of others a list. */
  #expression(expression: unknown): unknown {
    if (typeof expression === "string") {
      if (!expression.startsWith("$") || expression.startsWith("$$")) return expression;
      const linked = this.#follow(undefined, expression.slice(1));
      if (linked === undefined) return expression;
      return linked.isSingle ? { $first: `$${linked.path}` } : `$${linked.path}`;
    }
    if (Array.isArray(expression)) return changedList(expression, (one) => this.#expression(one));
    if (!isPlainObject(expression) || "$literal" in expression) return expression;
    let changed = false;
    const made: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(expression)) {
      const replaced = this.#expression(value);
      changed ||= replaced !== value;
      setOwn(made, key, replaced);
    }
    return changed ? made : expression;
  }
}

/** Whether a document has one link there at most. */
export function isSinglePlace({ link, steps }: LinkPlace): boolean {
  return steps.every(({ spread }) => spread.length === 0) && (link.direction === "forward" || link.single);
}

function staysIn({ model }: Lookup, path: string): boolean {
  return crossingOf(model, path) === undefined;
}

/** The list itself when nothing in it changed. */
function changedList<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  const made = list.map(change);
  return made.every((one, index) => one === list[index]) ? list : made;
}
