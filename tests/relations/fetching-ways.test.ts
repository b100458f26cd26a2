import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { BackLink } from "../../src/relations/back-link.ts";
import { Link } from "../../src/relations/link.ts";
import { backLink, backLinkOne, link } from "../../src/relations/link-schema.ts";
import type { Settings } from "../../src/types/settings.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

class Person extends Document({
  name: z.string(),
  get boss() {
    return link(() => Person).optional();
  },
  get note() {
    return link(() => Note).optional();
  },
  get notes() {
    return z.array(link(() => Note, { store: "id" })).nullable();
  },
  get places() {
    return z.record(z.string(), link(() => Place));
  },
  get rows() {
    return z.array(z.array(link(() => Note)));
  },
  get home() {
    return z.object({ place: link(() => Place).optional(), others: z.array(z.object({ who: link(() => Person) })) });
  },
  get written() {
    return backLink(() => Note, "author");
  },
  get edited() {
    return backLink(() => Note, "editors");
  },
  get owned() {
    return backLinkOne(() => Place, "owner");
  },
}) {}
class Note extends DocumentWithSoftDelete({
  id: z.string(),
  get author() {
    return link(() => Person).optional();
  },
  get editors() {
    return z.array(link(() => Person));
  },
  get about() {
    return z.array(link(() => Place, { store: "id" }));
  },
}) {}
class Place extends Document({
  id: z.int(),
  get owner() {
    return link(() => Person).optional();
  },
}) {
  static settings: Settings = { isRoot: true };
}
class House extends Place.extend({
  floors: z.int(),
  get plan() {
    return link(() => Note, { store: "id" }).optional();
  },
}) {}

const opened = testDatabase("fetching_ways");
before(() => init({ database: opened.database, documentModels: [Person, Note, Place, House] }));

const BACK: ReadonlySet<string> = new Set(["written", "edited"]);

/** A document with all that was fetched behind it. What links back has no order. */
function told(value: unknown): unknown {
  if (value instanceof Link) return `link ${value.id}`;
  if (value instanceof BackLink) return "not fetched";
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof ObjectId) return value;
  const type = value.constructor.name;
  const fields = Object.entries(value).map(([name, held]) => {
    const made = told(held);
    return [name, BACK.has(name) && Array.isArray(made) ? made.map((one) => JSON.stringify(one)).sort() : made];
  });
  return { type, ...Object.fromEntries(fields) };
}

const COUNT = 5;
const ids = Array.from({ length: COUNT + 1 }, () => new ObjectId());
// The last one is nobody's.
const at = fc.nat(COUNT);
const maybe = fc.option(at, { nil: undefined });
const some = fc.array(at, { maxLength: 4 });
const person = fc.record({
  boss: maybe,
  note: maybe,
  notes: fc.option(some),
  places: fc.dictionary(fc.constantFrom("a", "b", "c"), at),
  rows: fc.array(some, { maxLength: 3 }),
  place: maybe,
  others: some,
});
const graph = fc.record({
  people: fc.array(person, { minLength: 1, maxLength: COUNT }),
  notes: fc.array(fc.record({ author: maybe, editors: some, about: some, isDeleted: fc.boolean() }), {
    maxLength: COUNT,
  }),
  places: fc.array(fc.record({ isOwned: fc.boolean(), isHouse: fc.boolean(), plan: maybe }), { maxLength: COUNT }),
});
type Graph = typeof graph extends fc.Arbitrary<infer G> ? G : never;

const personLink = (n: number | undefined) => n === undefined ? undefined : Person.linkFromId(ids[n]!);
const noteLink = (n: number | undefined) => n === undefined ? undefined : Note.linkFromId(`n${n}`);
const placeLink = (n: number | undefined) => n === undefined ? undefined : Place.linkFromId(n);

async function store({ people, notes, places }: Graph): Promise<void> {
  await Promise.all([
    Person.deleteAll(),
    Note.findManyInAll({ _id: { $exists: true } } as never).hardDelete(),
    Place.deleteAll({ withChildren: true }),
  ]);
  const made = people.map((one, n) =>
    new Person({
      id: ids[n]!,
      name: `p${n}`,
      boss: personLink(one.boss),
      note: noteLink(one.note),
      notes: one.notes?.map((note) => noteLink(note)!) ?? null,
      places: Object.fromEntries(Object.entries(one.places).map(([key, n]) => [key, placeLink(n)!])),
      rows: one.rows.map((row) => row.map((note) => noteLink(note)!)),
      home: { place: placeLink(one.place), others: one.others.map((n) => ({ who: personLink(n)! })) },
    } as never)
  );
  await Person.insertMany(made);
  for (const [n, { author, editors, about, isDeleted }] of notes.entries()) {
    const note = new Note({
      id: `n${n}`,
      author: personLink(author),
      editors: editors.map((n) => personLink(n)!),
      about: about.map((n) => placeLink(n)!),
    } as never);
    await note.insert();
    if (isDeleted) await note.delete();
  }
  for (const [n, { isOwned, isHouse, plan }] of places.entries()) {
    const owner = isOwned ? personLink(n) : undefined;
    if (isHouse) await new House({ id: n, owner, floors: n, plan: noteLink(plan) } as never).insert();
    else await new Place({ id: n, owner } as never).insert();
  }
}

const people = () => Person.find().sort("name").limit(COUNT);
const places = () => Place.find().sort("id").withChildren().limit(COUNT);
/** Queries of a snapshot are one aggregation; an option that only `find` has makes them go by ids. */
const queries = [
  ...([0, 1, 2] as const).map((levels) => () => people().nestingDepth(levels)),
  ...([1, 2] as const).map((levels) => () => places().nestingDepth(levels)),
  () => people().fetchLinks("boss.boss.boss", "boss.note"),
  () => people().fetchLinks("home.others.who.written.about", "owned.owner"),
  () => people().fetchLinks("boss.note", "home.others.who.notes", "edited.author.written", "written.author.edited"),
  () => people().fetchLinks("rows", "places.owner.home.place"),
  () => people().nestingDepthsPerField({ boss: 2, written: 0, note: 1, notes: 0, rows: 0 }).nestingDepth(2),
  () => places().fetchLinks("plan.author", "owner.owned"),
  () => Person.find(Person.fields.name.ne("p1")).sort("-name").skip(1).limit(COUNT).fetchLinks("boss", "notes.author"),
];

test("links fetched by ids are what the lookups of one aggregation give, in any graph", async () => {
  await fc.assert(
    fc.asyncProperty(graph, fc.subarray(queries, { minLength: 3, maxLength: 3 }), async (graph, chosen) => {
      await store(graph);
      for (const query of chosen) {
        const byLookups = await query().options({ readConcern: { level: "snapshot" } });
        const byIds = await query().options({ allowPartialResults: false });
        assert.deepEqual((byIds as unknown[]).map(told), (byLookups as unknown[]).map(told));
      }
    }),
    { numRuns: 40 },
  );
});
