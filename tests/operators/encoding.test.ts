import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { alias, binary, Decimal128, decimal128, Document, init, ObjectId, objectId, uuid } from "../../mod.ts";
import { Push, Set as SetFields } from "../../operators.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("operators_encoding");

const day = z.codec(z.date(), z.iso.date(), {
  decode: (date) => date.toISOString().slice(0, 10),
  encode: (text) => new Date(`${text}T00:00:00Z`),
});

/** Values whose stored form is not the one that instances hold, at several levels. */
class Parcel extends Document({
  day: alias(day, "d"),
  code: uuid(),
  weight: decimal128(),
  seal: binary(),
  owner: objectId().optional(),
  note: z.string().nullish(),
  parts: alias(
    z.array(z.object({ day: alias(day, "d"), code: alias(uuid().optional(), "c"), name: z.string() })).default([]),
    "p",
  ),
  sizes: z.partialRecord(z.enum({ Small: "s", Large: "l" }), day).optional(),
  secret: z.string().optional(),
}) {
  static settings = { name: "parcels" };
}

const code = "0c6ae1d5-0a4f-4f3e-8d7f-5b8f6a1d2c3b";
const owner = new ObjectId();
const midnight = (text: string) => new Date(`${text}T00:00:00Z`);

describe("values in filters and updates take their stored form", () => {
  before(async () => {
    await init({ database: at.database, documentModels: [Parcel] });
    await new Parcel({
      day: midnight("2026-01-02"),
      code,
      weight: "1.50",
      seal: Uint8Array.of(1, 2),
      owner,
      note: null,
      parts: [{ day: midnight("2026-01-03"), code, name: "a" }, { day: midnight("2026-01-04"), name: "b" }],
      sizes: { s: midnight("2026-01-05") },
    }).insert();
  });

  test("at every level, in every form of filter", async () => {
    const filters: Criterion<Parcel>[] = [
      Parcel.day.eq("2026-01-02"),
      { day: "2026-01-02" },
      { day: { $in: ["2026-01-01", "2026-01-02"] } },
      { day: { $not: { $gt: "2026-01-02" } } },
      Parcel.code.in([code]),
      Parcel.weight.gte(new Decimal128("1.5")),
      Parcel.seal.eq(Uint8Array.of(1, 2)),
      Parcel.owner.eq(owner),
      Parcel.note.eq(null),
      Parcel.parts.day.lt("2026-01-04"),
      { "parts.day": "2026-01-04" },
      { "parts.0.code": code } as never,
      Parcel.parts.at(1).eq({ day: "2026-01-04", name: "b" }),
      Parcel.parts.elemMatch({ day: { $gte: "2026-01-04" }, name: /b/ }),
      Parcel.parts.elemMatch((part) => part.code.eq(code)),
      Parcel.parts.all([{ day: "2026-01-04", name: "b" }]),
      { parts: { $elemMatch: { code, name: "a" } } },
      { $or: [{ day: "1999-01-01" }, { $and: [{ "parts.day": "2026-01-03" }] }] },
      Parcel.sizes.at("s").eq("2026-01-05"),
    ];
    for (const [index, filter] of filters.entries()) {
      assert.equal(await Parcel.find(filter).count(), 1, `filter ${index}`);
    }
  });

  test("in updates, down to elements that are added, sorted and pulled", async () => {
    await Parcel.findAll().update(
      SetFields({ day: "2026-02-02", owner }),
      Push({ parts: { $each: [{ day: "2026-02-03", code, name: "c" }], $sort: { day: -1 } } }),
      Parcel.sizes.at("l").to("2026-02-05"),
    );
    const stored = (await at.database.command({ find: "parcels" })) as never as {
      cursor: { firstBatch: [{ d: Date; p: { d: Date; c?: unknown }[]; sizes: Record<string, Date> }] };
    };
    const [parcel] = stored.cursor.firstBatch;
    assert.deepEqual(parcel.d, midnight("2026-02-02"));
    assert.deepEqual(parcel.p.map(({ d }) => d), ["2026-02-03", "2026-01-04", "2026-01-03"].map(midnight));
    assert.deepEqual(parcel.sizes, { s: midnight("2026-01-05"), l: midnight("2026-02-05") });

    await Parcel.findAll().update(Parcel.parts.pull({ day: { $gt: "2026-01-31" } }));
    await Parcel.findAll().update(Parcel.parts.pullAll([{ day: "2026-01-04", name: "b" }]));
    await Parcel.findAll().update(Parcel.parts.at("$[x]").name.to("z"))
      .options({ arrayFilters: [{ "x.day": "2026-01-03", "x.code": code }] });
    const [read] = await Parcel.find();
    assert.deepEqual(read?.parts, [{ day: "2026-01-03", code, name: "z" }]);
  });

  test("patterns: one of JavaScript with its own flags, one of the server with its options", async () => {
    assert.deepEqual(Parcel.find({ note: /^a/i }).getFilterQuery(), { note: /^a/i });
    assert.deepEqual(Parcel.find(Parcel.note.regex(/^a/ims)).getFilterQuery(), {
      note: { $regex: "^a", $options: "ims" },
    });
    await Parcel.findAll().set({ note: "Abc\ndef" });
    assert.equal(await Parcel.find({ note: /^D/mi }).count(), 1);
    assert.equal(await Parcel.find(Parcel.note.in([/^abc/i as never])).count(), 1);
    assert.equal(await Parcel.find(Parcel.note.regex("^ d e f", "mx")).count(), 1);
  });

  test("sort keys and projections use stored names at every level", async () => {
    assert.deepEqual((await Parcel.find().sort("-day", Parcel.parts.name.asc())).length, 1);
    assert.deepEqual((await Parcel.find().sort("day").select("parts"))[0]?.parts.length, 1);
  });
});
