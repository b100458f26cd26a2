import type { LinkStep } from "../relations/link-places.ts";
import { linkPlaces } from "../relations/link-places.ts";
import { type Expression, fieldIn, idOf, idsIn, isOfType } from "./link-ids.ts";
import { isSinglePlace } from "./linked-criteria.ts";
import type { Lookup } from "./lookup.ts";
import { withoutLookups } from "./lookup-stages.ts";

type Stage = Record<string, unknown>;

/**
 * The stages that put what was looked up in the place of the references, for rows that are no instances: projections and pipelines of the user. What was
 * not found stays a reference; lists keep their order.
 */
export function inPlaceStages(lookups: readonly Lookup[]): Stage[] {
  // What is furthest away first: it becomes a part of what holds it.
  return [...lookups.toReversed().map(stageOf), ...withoutLookups(lookups)];
}

function stageOf(lookup: Lookup): Stage {
  const { parent, place: { steps } } = lookup;
  if (parent === undefined) {
    const [{ stored }] = steps as [LinkStep];
    return { $set: { [stored]: fieldOf(lookup, "$", 0) } };
  }
  return { $set: { [parent.name]: { $map: { input: `$${parent.name}`, in: holderOf(lookup, "$$this", 0) } } } };
}

/** The object with what lies below step `at` replaced. */
function holderOf(lookup: Lookup, holder: string, at: number): Expression {
  const { stored } = lookup.place.steps[at]!;
  return {
    $cond: [isOfType(holder, "object"), { $mergeObjects: [holder, { [stored]: fieldOf(lookup, holder, at) }] }, holder],
  };
}

function fieldOf(lookup: Lookup, holder: string, at: number): Expression {
  const { place } = lookup;
  if (place.link.direction === "back") return linkingBack(lookup, holder);
  const { stored, spread } = place.steps[at]!;
  const visit = (value: string, level: number): Expression => {
    const kind = spread[level];
    if (kind === "array") {
      return { $cond: [{ $isArray: value }, { $map: { input: value, in: visit("$$this", level + 1) } }, value] };
    }
    if (kind === "record") {
      const entries = {
        $map: { input: { $objectToArray: value }, in: { k: "$$this.k", v: visit("$$this.v", level + 1) } },
      };
      return { $cond: [isOfType(value, "object"), { $arrayToObject: entries }, value] };
    }
    return at === place.steps.length - 1 ? documentOr(lookup, value) : holderOf(lookup, value, at + 1);
  };
  return visit(fieldIn(holder, stored), 0);
}

/** The document that a reference leads to, or the reference. */
function documentOr({ name, place, parent }: Lookup, value: string): Expression {
  if (parent === undefined && isSinglePlace(place)) return { $ifNull: [{ $first: `$${name}` }, value] };
  const store = place.link.direction === "forward" ? place.link.store : "id";
  const same = { $filter: { input: `$${name}`, as: "linked", cond: { $eq: ["$$linked._id", "$$id"] } } };
  return { $let: { vars: { id: idOf(value, store) }, in: { $ifNull: [{ $first: same }, value] } } };
}

/** The documents whose links lead to the holder. */
function linkingBack({ name, place, parent, model }: Lookup, holder: string): Expression {
  const { link } = place;
  const single = link.direction === "back" && link.single;
  const field = link.direction === "back" ? link.field : "";
  const there = linkPlaces(model).find(({ path }) => path === field)!;
  const found = parent === undefined ? `$${name}` : {
    $let: {
      vars: { owner: `${holder}._id` },
      in: { $filter: { input: `$${name}`, as: "linked", cond: { $in: ["$$owner", idsIn(there, "$$linked")] } } },
    },
  };
  return single ? { $ifNull: [{ $first: found }, null] } : found as Expression;
}
