import { EJSON } from "bson";
import fc from "fast-check";
import { type Document as BsonDocument, MongoClient } from "mongodb";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import * as haricot from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { uri } from "../support/environment.ts";
import * as values from "./official-values.ts";
import type { Pair } from "./official-values.ts";

const at = testDatabase("official");
const official = new MongoClient(uri);
before(async () => void await official.connect());
after(() => official.close());

/** Text of an ISO date in storage. */
const isoDate = z.codec(z.iso.datetime(), z.date(), { decode: (t) => new Date(t), encode: (d) => d.toISOString() });
const day = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31T00:00:00Z") });

/** A model of all kinds. */
class Rich extends haricot.Document({
  n: z.int(),
  text: z.string(),
  choice: z.enum(["a", "b"]),
  number: z.number(),
  int: z.int(),
  double: haricot.double(),
  long: haricot.int64(),
  flag: z.boolean(),
  date: z.date(),
  oid: haricot.objectId(),
  decimal: haricot.decimal128(),
  bytes: haricot.binary(),
  uuid: haricot.uuid(),
  stamp: haricot.timestamp(),
  list: z.array(haricot.double().nullable()),
  record: z.record(z.string(), z.object({ n: z.int() })),
  tuple: z.tuple([z.string(), z.bigint()]),
  union: z.union([z.string(), z.array(haricot.uuid())]),
  nested: haricot.alias(z.object({ city: haricot.alias(z.string(), "c"), at: z.date().optional() }), "a"),
  items: z.array(z.object({ sku: z.string(), n: haricot.alias(z.int(), "count") })),
  codec: isoDate,
  anything: z.any().optional(),
  none: z.string().nullable(),
  absent: haricot.decimal128().optional(),
}) {
  static settings = { name: "rich" };
}

/** A model of values of any kind. */
class Loose extends haricot.Document({ n: z.int(), value: z.any(), record: z.record(z.string(), z.any()) }) {
  static settings = { name: "loose" };
}

before(() => haricot.init({ database: at.database, documentModels: [Rich, Loose] }));

const rich = values.object({
  text: values.text,
  choice: fc.constantFrom("a", "b").map((value) => ({ ours: value, theirs: value, read: value })),
  // What the schema library takes for a number: neither NaN nor the infinities.
  number: values.number.filter(({ ours }) => Number.isFinite(ours)),
  int: values.int,
  double: values.double.filter(({ ours }) => Number.isFinite(ours)),
  long: values.long,
  flag: values.boolean,
  date: values.date,
  oid: values.objectId,
  decimal: values.decimal,
  bytes: values.bytes,
  uuid: values.uuid,
  stamp: values.timestamp,
  list: values.list(values.nullable(values.double.filter(({ ours }) => Number.isFinite(ours)))),
  record: values.record(values.object({ n: values.int })),
  tuple: fc.tuple(values.text, values.long).map(together),
  union: fc.oneof(values.text, values.list(values.uuid)),
  nested: values.object({ city: values.text, at: values.date }, { stored: { city: "c" }, optional: ["at"] }),
  items: values.list(values.object({ sku: values.text, n: values.int }, { stored: { n: "count" } })),
  codec: day.map((value) => ({ ours: value.toISOString(), theirs: value.toISOString(), read: value })),
  anything: values.any,
  none: values.nullable(values.text),
  absent: values.decimal,
}, { stored: { nested: "a" }, optional: ["anything", "absent"] });

const loose = values.object({ value: values.any, record: values.record(values.any) });

function together(pairs: readonly Pair[]): Pair {
  return { ours: pairs.map((p) => p.ours), theirs: pairs.map((p) => p.theirs), read: pairs.map((p) => p.read) };
}

interface Model {
  new (input: never): haricot.Document;
  readonly settings: { readonly name: string };
  deleteAll(): PromiseLike<unknown>;
  insertMany(documents: never): Promise<unknown>;
  find(): { sort(key: never): PromiseLike<object[]> };
}

/** Documents of one batch, numbered in their order. */
function batch(documents: fc.Arbitrary<Pair>): fc.Arbitrary<Pair[]> {
  return fc.array(documents, { minLength: 1, maxLength: 20 }).map((all) =>
    all.map(({ ours, theirs, read }, n) => ({
      ours: { n, ...ours as object },
      theirs: { n, ...theirs as object },
      read: { n, ...read as object },
    }))
  );
}

/** The exact BSON types and values as text, with sorted keys: models store fields in their own order. */
function exact(document: unknown): unknown {
  return sorted(JSON.parse(EJSON.stringify(document, { relaxed: false })));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, member]) => [name, sorted(member)]);
}

function withoutId(document: object): object {
  const { id: _, ...rest } = document as Record<string, unknown>;
  return rest;
}

const RUNS = { numRuns: 60 };

for (
  const [name, model, documents] of [["a model of all kinds", Rich, rich], [
    "values of any kind",
    Loose,
    loose,
  ]] as const
) {
  const Any = model as unknown as Model;

  describe(name, () => {
    const collection = () => official.db(at.database.name).collection<BsonDocument>(Any.settings.name);

    test("what Haricot writes, the official driver reads", async () => {
      await fc.assert(
        fc.asyncProperty(batch(documents), async (pairs) => {
          await Any.deleteAll();
          await Any.insertMany(pairs.map(({ ours }) => new Any(ours as never)) as never);
          const read = await collection().find({}, { promoteValues: false, bsonRegExp: true, projection: { _id: 0 } })
            .sort({ n: 1 })
            .toArray();
          assert.deepEqual(read.map(exact), pairs.map(({ theirs }) => exact(integerN(theirs))));
        }),
        RUNS,
      );
    });

    test("what the official driver writes, Haricot reads", async () => {
      await fc.assert(
        fc.asyncProperty(batch(documents), async (pairs) => {
          await Any.deleteAll();
          await collection().insertMany(pairs.map(({ theirs }) => ({ ...theirs as BsonDocument })));
          const read = await Any.find().sort("n" as never);
          assert.deepEqual(read.map((each) => withoutId({ ...each })), pairs.map((each) => each.read));
        }),
        RUNS,
      );
    });
  });
}

/** The number of a document as the driver reads it without promotion. */
function integerN(document: unknown): object {
  const { n, ...rest } = document as Record<string, unknown>;
  return { n: { $numberInt: String(n) }, ...rest };
}
