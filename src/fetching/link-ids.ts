import type { LinkPlace, LinkStep } from "../relations/link-places.ts";

/** An expression of the server. */
export type Expression = string | { readonly [operator: string]: unknown };

/**
 * The ids of the links at a place, as one flat list that the server makes: for places that no path reaches, because records or lists of lists lie on
 * the way.
 *
 * @param holder the document that holds the links, as an expression writes it; default: the document of the pipeline itself
 */
export function idsIn({ steps, link }: LinkPlace, holder = "$"): Expression {
  const store = link.direction === "forward" ? link.store : "id";
  return collect(steps, 0, holder, (value) => [idOf(value, store)]);
}

/** The same of a list of documents. */
export function idsInAll(place: LinkPlace, holders: string): Expression {
  return concatenated(listOf(holders), (holder) => idsIn(place, holder));
}

/** The id in what stands for a link: the reference, or the document that has taken its place. */
export function idOf(value: string, store: "dbref" | "id"): Expression {
  const member = (name: string): Expression => ({ $getField: { field: { $literal: name }, input: value } });
  return store === "dbref"
    ? { $ifNull: [member("$id"), member("_id")] }
    : { $cond: [isOfType(value, "object"), { $ifNull: [member("_id"), value] }, value] };
}

/** The field of this name in what a path leads to. */
export function fieldIn(holder: string, stored: string): string {
  return holder === "$" ? `$${stored}` : `${holder}.${stored}`;
}

export function isOfType(value: string, type: string): Expression {
  return { $eq: [{ $type: value }, type] };
}

function collect(
  steps: readonly LinkStep[],
  at: number,
  holder: string,
  leaf: (value: string) => unknown,
): Expression {
  const { stored, spread } = steps[at]!;
  const visit = (value: string, level: number): unknown => {
    const kind = spread[level];
    if (kind === undefined) return at === steps.length - 1 ? leaf(value) : collect(steps, at + 1, value, leaf);
    return concatenated(kind === "array" ? listOf(value) : valuesOf(value), (entry) => visit(entry, level + 1));
  };
  return visit(fieldIn(holder, stored), 0) as Expression;
}

function concatenated(list: Expression, each: (entry: string) => unknown): Expression {
  return { $reduce: { input: list, initialValue: [], in: { $concatArrays: ["$$value", each("$$this")] } } };
}

/** Anything else than a list counts as an empty one. */
function listOf(value: string): Expression {
  return { $cond: [{ $isArray: value }, value, []] };
}

function valuesOf(value: string): Expression {
  return {
    $cond: [isOfType(value, "object"), { $map: { input: { $objectToArray: value }, in: "$$this.v" } }, []],
  };
}
