import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { alias, Document, init, type Settings } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("nulls");

const part = z.object({ note: alias(z.string().nullable(), "n"), size: z.int() });

class Sparse extends Document({
  name: z.string(),
  note: z.string().nullable(),
  part: part.optional(),
  parts: z.array(part).default([]),
}) {
  // An expression in the settings: fields are asked for before the settings are there.
  static settings = { name: "sparse", keepNulls: false, indexes: [this.part.note.asc()] } satisfies Settings;
}

class Full extends Document({ name: z.string(), note: z.string().nullable(), part: part.optional() }) {
  static settings = { name: "full" } satisfies Settings;
}

async function stored(collection: string): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, projection: { _id: 0, name: 0 } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

before(() => init({ database: server.database, documentModels: [Sparse, Full] }));

describe("without keepNulls no null is stored", () => {
  test("by an insert, at any depth", async () => {
    await Sparse.deleteAll();
    const made = await new Sparse({ name: "a", note: null, part: { note: null, size: 1 } }).insert();
    assert.deepEqual(await stored("sparse"), { part: { size: 1 }, parts: [] });
    assert.deepEqual({ ...await Sparse.get(made.id) }, { ...made });
  });

  test("by updates of any form, at any depth", async () => {
    await Sparse.deleteAll();
    const made = await new Sparse({ name: "a", note: "x", part: { note: "x", size: 1 } }).insert();
    const found = Sparse.find({ name: "a" });
    await found.set({ note: null, part: { note: null, size: 2 } });
    assert.deepEqual(await stored("sparse"), { part: { size: 2 }, parts: [] });
    await found.update(Sparse.part.to({ note: null, size: 3 }), Sparse.parts.push({ note: null, size: 4 }));
    assert.deepEqual(await stored("sparse"), { part: { size: 3 }, parts: [{ size: 4 }] });
    await made.set({ "part.note": "y" });
    await made.set({ "part.note": null });
    assert.deepEqual(await stored("sparse"), { part: { size: 3 }, parts: [{ size: 4 }] });
    assert.deepEqual(made.part, { note: null, size: 3 });
  });

  test("by an upsert of the server", async () => {
    await Sparse.deleteAll();
    const onInsert = { $set: { parts: [] }, $setOnInsert: { note: null, part: { note: null, size: 1 } } } as never;
    await Sparse.findOne({ name: "new" }).update(onInsert).options({ upsert: true });
    assert.deepEqual(await stored("sparse"), { part: { size: 1 }, parts: [] });
  });
});

test("with keepNulls updates store the nulls that they are given", async () => {
  await new Full({ name: "a", note: "x" }).insert();
  await Full.find({ name: "a" }).set({ note: null, part: { note: null, size: 1 } });
  assert.deepEqual(await stored("full"), { note: null, part: { n: null, size: 1 } });
});
