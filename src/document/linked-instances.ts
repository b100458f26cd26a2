import type { Rows } from "../client/operation.ts";
import type { Lookup } from "../fetching/lookup.ts";
import { movedObjects, movedVariant } from "../query/merge-plans.ts";
import { bindLinks } from "../relations/bind-links.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { compileFill, type Fill } from "../transfer/fill.ts";
import type { FillObject, Plan, PlanField, PlanObject } from "../transfer/plan.ts";
import { FoundDocuments } from "../fetching/found-documents.ts";
import { instanceRows } from "./hydration.ts";
import { pending } from "./pending.ts";
import { placeDocuments } from "../fetching/place-documents.ts";
import { snapshotTaker } from "./snapshot.ts";
import type { DocumentState } from "./state.ts";

/**
 * The rows of documents with what was looked up for them. The plan has the looked-up documents in hidden fields behind the document's own, those that
 * are furthest away first: whatever is made finds what it links to already there, and its field initialisers see it.
 */
export function linkedInstanceRows(model: ModelRuntime, lookups: readonly Lookup[]): Rows<object> {
  const found = new Map<Lookup, FoundDocuments>();
  const [document, ...nested] = model.plan.objects as [PlanObject, ...PlanObject[]];
  const objects: PlanObject[] = [document, ...nested];
  const fields: PlanField[] = [];
  for (const lookup of lookups.toReversed()) {
    const offset = objects.length;
    const { plan } = lookup.model;
    const finish = finisher(lookup.model, lookups.filter(({ parent }) => parent === lookup), found);
    const moved = movedObjects(plan, offset);
    moved[0] = { ...moved[0]!, create: maker(lookup.model, finish) };
    objects.push(...moved);
    fields.push({
      name: lookup.name,
      property: lookup.path,
      kind: "array",
      element: plan.root === undefined
        ? { kind: "object", object: offset }
        : { kind: "variant", variant: movedVariant(plan.root, offset) },
      hidden: true,
      decode: (documents) => void found.set(lookup, new FoundDocuments(documents as object[])),
    });
  }
  objects[0] = { ...document, fields: [...document.fields, ...fields] };
  const plan: Plan = { ...model.plan, objects };
  const finish = finisher(model, lookups.filter(({ parent }) => parent === undefined), found);
  let fill: Fill | undefined;
  return instanceRows(model.type, plan, (target, frame) => {
    (fill ??= compileFill(plan))(target, frame);
    finish(target);
    found.clear();
  });
}

type Finish = (document: object) => void;

/** What happens to a document whose own fields were read: its state is remembered, and its links are replaced. */
function finisher(model: ModelRuntime, lookups: readonly Lookup[], found: ReadonlyMap<Lookup, FoundDocuments>): Finish {
  const take = snapshotTaker(model);
  return (document) => {
    take?.(document as DocumentState);
    for (const lookup of lookups) {
      const documents = found.get(lookup)!;
      if (documents.all.length > 0 || lookup.place.link.direction === "back") {
        placeDocuments(document, lookup.place, documents, lookup.model);
      }
    }
  };
}

/** Makes an instance inside of the document that is being read, through its own constructor chain. */
function maker(model: ModelRuntime, finish: Finish): NonNullable<PlanObject["create"]> {
  const Construct = model.type as unknown as new () => object;
  let read: FillObject;
  let place: string;
  const fill: Fill = (target, frame) => {
    const path = place;
    read(target, frame, path);
    finish(target);
  };
  return (fields, frame, path) => {
    const outer = pending.instance;
    read = fields;
    place = path;
    pending.target = Construct;
    pending.fill = fill;
    pending.frame = frame;
    try {
      const made = new Construct();
      if (model.adopt !== undefined) bindLinks(model, [made]);
      return made;
    } finally {
      pending.instance = outer;
    }
  };
}
