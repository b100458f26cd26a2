import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, Model } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("aliases");

const part = z.object({
  sku: alias(indexed(z.string()), "s"),
  dims: alias(z.object({ w: alias(z.int(), "width") }), "sz"),
});

class Box extends Document({
  title: alias(z.string(), "t"),
  count: alias(z.int().default(0), "n"),
  part: alias(part, "p"),
  parts: alias(z.array(part), "ps").default([]),
  byKey: alias(z.record(z.string(), part), "k").default({}),
  either: alias(z.union([part, z.string()]), "e").optional(),
}) {
  static settings: Settings = { name: "boxes", indexes: [["title", "part.dims.w"], [["byKey", "hashed"]]] };
}
class Short extends Model({ title: alias(z.string(), "t"), part: alias(part, "p") }) {}

before(() => init({ database: server.database, documentModels: [Box] }));
beforeEach(() => Box.deleteAll());

const given = { sku: "a", dims: { w: 3 } };
const kept = { s: "a", sz: { width: 3 } };

async function stored(): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: "boxes", projection: { _id: 0 } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

function box(title = "x"): Box {
  return new Box({ title, part: given, parts: [given], byKey: { one: given }, either: given });
}

describe("stored names", () => {
  const WHOLE = { t: "x", n: 0, p: kept, ps: [kept], k: { one: kept }, e: kept };

  test("are in documents, however they are written, at every level", async () => {
    const made = await box().insert();
    assert.deepEqual(await stored(), WHOLE);
    await made.save();
    await made.replace();
    assert.deepEqual(await stored(), WHOLE);
    assert.deepEqual({ ...(await Box.get(made.id)) }, { ...made });
    await Box.deleteAll();
    await Box.insertMany([box()]);
    assert.deepEqual(await stored(), WHOLE);
  });

  test("are not in JSON, nor what the constructor takes", () => {
    const { id: _, ...json } = box().toJSON();
    assert.deepEqual(json, { title: "x", count: 0, part: given, parts: [given], byKey: { one: given }, either: given });
    assert.deepEqual({ ...Box.fromJSON(json) }, { ...box() });
    assert.throws(() => new Box({ t: "x", p: given } as never), /title/);
  });

  test("are in filters of every form", async () => {
    await box().insert();
    await box("y").insert();
    assert.deepEqual(Box.find({ title: "x", "part.sku": "a" }, Box.parts.dims.w.gt(1)).getFilterQuery(), {
      $and: [{ t: "x", "p.s": "a" }, { "ps.sz.width": { $gt: 1 } }],
    });
    for (
      const query of [
        Box.find({ title: "x" }),
        Box.find(Box.title.eq("x"), Box.part.dims.w.eq(3)),
        Box.find({ title: "x", part: given }),
        Box.find({ title: "x" }, Box.parts.elemMatch({ sku: "a" })),
        Box.find({ title: "x" }, Box.byKey.at("one").eq(given)),
        Box.find({ title: "x", "parts.sku": { $in: ["a"] } }),
        Box.find({ title: "x" }, Box.fields.either.eq(given as never)),
      ]
    ) {
      assert.equal((await query).length, 1, JSON.stringify(query.getFilterQuery()));
    }
  });

  test("are in updates of every form", async () => {
    const made = await box().insert();
    await made.set({ title: "z", "part.sku": "b" });
    await made.inc({ count: 2 });
    await Box.find({ title: "z" }).update(Box.parts.push(given), Box.part.dims.w.to(9), { $set: { title: "q" } });
    await Box.find({ title: "q" }).unset("either");
    assert.deepEqual(await stored(), {
      t: "q",
      n: 2,
      p: { s: "b", sz: { width: 9 } },
      ps: [kept, kept],
      k: { one: kept },
    });
  });

  test("are in sorts, projections, values and numbers", async () => {
    await Box.insertMany([box("b"), box("a")]);
    assert.deepEqual((await Box.find().sort("title")).map(({ title }) => title), ["a", "b"]);
    assert.deepEqual((await Box.find().sort("-title").select("title", "count"))[0], {
      id: (await Box.findOne({ title: "b" }))!.id,
      title: "b",
      count: 0,
    });
    const [short] = await Box.find().sort(Box.title.asc()).project(Short);
    assert.deepEqual({ ...short }, { title: "a", part: given });
    assert.deepEqual(await Box.find().distinct(Box.part.dims.w), [3]);
    assert.deepEqual((await Box.distinct("title")).sort(), ["a", "b"]);
    assert.equal(await Box.find().sum(Box.part.dims.w), 6);
    assert.equal(await Box.find().max(Box.title), "b");
  });

  test("are in indexes", async () => {
    assert.deepEqual((await Box.indexes.list()).map(({ name }) => name).sort(), [
      "_id_",
      "e.s_1",
      "k_hashed",
      "p.s_1",
      "ps.s_1",
      "t_1_p.sz.width_1",
    ]);
  });

  test("two fields can not share one, and none can be what a path is made of", async () => {
    class Twice extends Document({ a: z.string(), b: alias(z.string(), "a") }) {}
    await assert.rejects(
      init({ database: server.database, documentModels: [Twice] }),
      /Twice: fields "a" and "b" have the same stored name "a"/,
    );
    for (const name of ["", "a.b", "$a", "a\0b"]) {
      assert.throws(() => alias(z.string(), name), /can not be a stored name/);
    }
  });
});
