import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, DocumentNotFound, init, InvalidArgument, type Settings, timestamp } from "../../mod.ts";
import { Inc, Set } from "../../operators.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("instance_updates");

class Order extends Document({
  name: z.string(),
  total: z.number().default(0),
  words: z.array(z.string()).default([]),
  lines: z.array(z.object({ sku: z.string(), n: z.int() })).default([]),
  at: z.date().optional(),
  stamp: timestamp().optional(),
  fixed: z.object({ a: z.int() }).readonly().optional(),
}) {
  static settings = { name: "orders", useStateManagement: true } satisfies Settings;
}

class Sparse extends Document({
  note: z.string().nullable(),
  part: z.object({ n: z.int(), note: z.string().nullable() }),
}) {
  static settings = {
    name: "sparse",
    keepNulls: false,
    useStateManagement: true,
    useRevision: true,
  } satisfies Settings;
}

before(() => init({ database: server.database, documentModels: [Order, Sparse] }));

async function raw(collection: string, id: unknown): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, filter: { _id: id } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

describe("every write of an instance gives the instance itself", () => {
  const writes: Record<string, (order: Order) => Promise<Order | null>> = {
    insert: () => new Order({ name: "a" }).insert(),
    create: () => new Order({ name: "a" }).create(),
    replace: (order) => order.replace(),
    save: (order) => order.save(),
    "save of a new one": () => new Order({ name: "a" }).save(),
    saveChanges: (order) => {
      order.total++;
      return order.saveChanges();
    },
    update: (order) => order.update(Set({ total: 43 })),
    set: (order) => order.set({ total: 43 }),
    inc: (order) => order.inc({ total: 1 }),
    push: (order) => order.push({ words: "x" }),
    unset: (order) => order.unset("at"),
    currentDate: (order) => order.currentDate({ at: true }),
  };
  for (const [name, write] of Object.entries(writes)) {
    test(name, async () => {
      const order = await new Order({ name: "a" }).insert();
      const result = await write(order);
      assert.ok(result instanceof Order);
      if (!/insert|create|new/.test(name)) assert.equal(result, order);
      assert.deepEqual({ ...await Order.get(result.id) }, { ...result });
      assert.equal(result.isChanged, false);
    });
  }

  test("insertOne too", async () => {
    const order = new Order({ name: "a" });
    assert.equal(await Order.insertOne(order), order);
  });
});

describe("an update of an instance", () => {
  test("takes a pipeline", async () => {
    const order = await new Order({ name: "a", total: 2 }).insert();
    await order.update([{ $set: { total: { $multiply: ["$total", 10] } } }, { $set: { name: "$name" } }]);
    assert.equal(order.total, 20);
    await assert.rejects(
      order.update([{ $set: { total: 1 } }], Inc({ total: 1 }) as never),
      (error: unknown) => error instanceof InvalidArgument && error.code === "argument.change",
    );
  });

  test("sets lists and elements of lists", async () => {
    const order = await new Order({ name: "a", lines: [{ sku: "x", n: 1 }, { sku: "y", n: 2 }] }).insert();
    await order.update({ $set: { words: ["5", "6"] } });
    assert.deepEqual(order.words, ["5", "6"]);
    await order.update(Order.lines.at("$[line]").n.to(9), { arrayFilters: [{ "line.sku": "y" }] });
    assert.deepEqual(order.lines, [{ sku: "x", n: 1 }, { sku: "y", n: 9 }]);
  });

  test("with upsert inserts the document that is not there", async () => {
    const order = new Order({ name: "a", total: 4 });
    await assert.rejects(order.set({ total: 5 }), DocumentNotFound);
    await order.set({ name: "b", total: 5, words: [], lines: [] }, { upsert: true });
    assert.deepEqual([order.isNew, order.name], [false, "b"]);
    assert.equal((await raw("orders", order.id)).total, 5);
  });

  test("takes the server's other options, and no others", async () => {
    const order = await new Order({ name: "a" }).insert();
    const options = { comment: "x", hint: "_id_", collation: { locale: "de" }, writeConcern: { w: 1 } };
    await order.update([{ $set: { name: "$$given" } }], { ...options, let: { given: "b" } });
    assert.equal(order.name, "b");
    await assert.rejects(order.set({ name: "c" }, { hint: "no such index" }));
    await assert.rejects(order.set({ name: "c" }, { upsrt: true } as never), InvalidArgument);
    await assert.rejects(order.save({ upsert: true } as never), InvalidArgument);
  });

  test("overwrites what was changed on the instance meanwhile, also what is frozen", async () => {
    const order = await new Order({ name: "a", fixed: { a: 1 } }).insert();
    assert.ok(Object.isFrozen(order.fixed));
    await server.database.command({
      update: "orders",
      updates: [{ q: { _id: order.id }, u: { $set: { "fixed.a": 2, words: ["other"] } } }],
    });
    order.words.push("local");
    await order.inc({ total: 1 });
    assert.deepEqual([order.fixed?.a, order.words], [2, ["other"]]);
  });

  test("sets the server's time", async () => {
    const order = await new Order({ name: "a" }).insert();
    await order.currentDate({ at: true });
    assert.ok(order.at instanceof Date && Math.abs(order.at.getTime() - Date.now()) < 60_000);
    await order.update({ $currentDate: { stamp: { $type: "timestamp" } } } as never);
    assert.notEqual(order.stamp, undefined);
  });
});

describe("without keepNulls", () => {
  test("save and saveChanges remove what became null, at any depth, and leave the revision", async () => {
    for (const write of ["save", "saveChanges"] as const) {
      const made = await new Sparse({ note: "x", part: { n: 1, note: "y" } }).insert();
      made.note = null;
      made.part.note = null;
      await made[write]();
      const { revision_id, ...stored } = await raw("sparse", made.id);
      assert.deepEqual(stored, { _id: made.id, part: { n: 1 } });
      assert.notEqual(revision_id, undefined);
      const read = (await Sparse.get(made.id))!;
      assert.deepEqual({ ...read }, { note: null, part: { n: 1, note: null } });
      assert.equal(read.revisionId, made.revisionId);
      made.note = "z";
      await made[write]();
      assert.equal((await raw("sparse", made.id)).note, "z");
    }
  });

  test("insertMany stores no nulls", async () => {
    const made = [1, 2].map((n) => new Sparse({ note: null, part: { n, note: null } }));
    await Sparse.insertMany(made);
    for (const [index, { id }] of made.entries()) {
      const { revision_id: _, ...stored } = await raw("sparse", id);
      assert.deepEqual(stored, { _id: id, part: { n: index + 1 } });
    }
  });
});

describe("saveChanges", () => {
  test("stores what changed, and nothing else", async () => {
    const order = await new Order({ name: "a", at: new Date(0) }).insert();
    await server.database.command({ update: "orders", updates: [{ q: { _id: order.id }, u: { $set: { total: 7 } } }] });
    order.name = "b";
    order.words.push("x");
    delete order.at;
    assert.equal(await order.saveChanges(), order);
    const stored = await raw("orders", order.id);
    assert.deepEqual([stored.name, stored.total, stored.words, "at" in stored], ["b", 7, ["x"], false]);
    assert.equal(await order.saveChanges(), null);
  });

  test("of a document that is gone is DocumentNotFound, and the changes remain changes", async () => {
    const order = await new Order({ name: "a" }).insert();
    await Order.find({ _id: order.id }).delete();
    order.name = "b";
    await assert.rejects(order.saveChanges(), DocumentNotFound);
    assert.deepEqual(order.getChanges(), { name: "b" });
  });

  test("needs state management, and a document that was stored", async () => {
    class Loose extends Document({ n: z.int() }) {}
    await init({ database: server.database, documentModels: [Loose] });
    const loose = await new Loose({ n: 1 }).insert();
    await assert.rejects(loose.saveChanges(), { code: "document.state_management_off" });
    await assert.rejects(new Order({ name: "a" }).saveChanges(), { code: "document.state_not_saved" });
  });
});
