import type { Rows } from "../client/operation.ts";
import { hasPlace } from "../fetching/fetch-steps.ts";
import { type Lookup, readsSeveral } from "../fetching/lookup.ts";
import { FoundDocuments } from "../fetching/found-documents.ts";
import { placeDocuments } from "../fetching/place-documents.ts";
import { bindLinks } from "../relations/bind-links.ts";
import type { MixedPlan } from "../schema/class-id.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { movedObjects, movedVariant } from "../transfer/moved-objects.ts";
import type { FillObject, Plan, PlanField, PlanObject } from "../transfer/plan.ts";
import type { Finish } from "./finish.ts";
import { rowsOfOne } from "./hydration.ts";
import { atPlaceOf, mixedRows } from "./mixed-rows.ts";
import { pending } from "./pending.ts";
import { tracked } from "./snapshot.ts";

/**
 * The rows of documents with what was looked up for them. The plan has the looked-up documents in hidden fields behind the document's own, those that
 * are furthest away first: whatever is made finds what it links to already there.
 */
export function linkedInstanceRows(
  model: ModelRuntime,
  lookups: readonly Lookup[],
  withChildren: boolean,
): Rows<object> {
  const mixed = readsSeveral(model, withChildren) ? model.mixed : undefined;
  const found = new Map<Lookup, FoundDocuments>();
  const objects = [...(mixed?.plan ?? model.plan).objects];
  const fields = lookups.toReversed().map((lookup) => hiddenField(lookup, lookups, objects, found));
  for (const root of mixed?.members.keys() ?? [0]) {
    objects[root] = { ...objects[root]!, fields: [...objects[root]!.fields, ...fields] };
  }
  const place = placing(undefined, lookups, found);
  const finish: Finish = (document, member) => {
    place(document, member);
    found.clear();
  };
  if (mixed === undefined) return rowsOfOne(model.documentClass, { ...model.plan, objects }, finish);
  return mixedRows(model, { ...mixed, plan: { ...mixed.plan, objects } }, finish);
}

/** The field of what a lookup found, whose objects go behind those of the plan. */
function hiddenField(
  lookup: Lookup,
  lookups: readonly Lookup[],
  objects: PlanObject[],
  found: Map<Lookup, FoundDocuments>,
): PlanField {
  const { model } = lookup;
  const mixed = model.family === undefined ? undefined : model.mixed;
  const plan: Plan = mixed?.plan ?? model.plan;
  const offset = objects.length;
  const finish = placing(lookup, lookups, found);
  const moved = movedObjects(plan, offset);
  for (const [index, member] of (mixed as MixedPlan | undefined)?.members ?? [[0, model] as const]) {
    moved[index] = { ...moved[index]!, create: maker(atPlaceOf(model, member), member, finish) };
  }
  objects.push(...moved);
  return {
    name: lookup.name,
    property: lookup.path,
    kind: "array",
    element: plan.root === undefined
      ? { kind: "object", object: offset }
      : { kind: "variant", variant: movedVariant(plan.root, offset) },
    hidden: true,
    decode: (documents) => void found.set(lookup, new FoundDocuments(documents as object[])),
  };
}

/** Puts what was found behind a lookup, or behind the query's own documents, in the place of their links. */
function placing(parent: Lookup | undefined, lookups: readonly Lookup[], found: Map<Lookup, FoundDocuments>): Finish {
  const below = lookups.filter((lookup) => lookup.parent === parent);
  return (document, model) => {
    for (const lookup of below) {
      const documents = found.get(lookup);
      if (documents === undefined || (model.family !== undefined && !hasPlace(model, lookup.place))) continue;
      if (documents.all.length > 0 || lookup.place.link.direction === "back") {
        placeDocuments([document], lookup.place, documents, lookup.model);
      }
    }
  };
}

/** Makes an instance inside of the document that is being read, through its own constructor chain. */
function maker(type: ModelClassLike, model: ModelRuntime, finish: Finish): NonNullable<PlanObject["create"]> {
  const Construct = type as unknown as new () => object;
  const own = modelOf(type);
  let read: FillObject;
  let place: string;
  const fields: FillObject = (target, frame) => read(target, frame, place);
  const fill = tracked(fields, model);
  return (given, frame, path) => {
    const outer = pending.instance;
    read = given;
    place = path;
    pending.target = type;
    pending.fill = fill;
    pending.frame = frame;
    try {
      const made = new Construct();
      finish(made, model);
      if (own.adopt !== undefined) bindLinks(own, [made]);
      return made;
    } finally {
      pending.instance = outer;
    }
  };
}
