import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { BulkWriter, init, type InvalidArgument, NotSupported, type ValidationError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { Item, Label, Listed, Other } from "./models.ts";

const at = testDatabase("bulk");

before(async () => {
  await init({ database: at.database, documentModels: [Item, Other, Listed] });
});
beforeEach(async () => {
  await Item.deleteAll();
  await Other.deleteAll();
});

const skus = async (): Promise<string[]> => (await Item.findAll().sort("sku")).map(({ sku }) => sku);
/** How many writing commands the server has run. */
async function commandsSent(): Promise<number> {
  const { metrics } = await at.client.database("admin").command({ serverStatus: 1 });
  const { commands } = metrics as { commands: Record<string, { total: number }> };
  return ["insert", "update", "delete"].reduce((sum, name) => sum + Number(commands[name]!.total), 0);
}

const items = (...names: string[]): Item[] => names.map((sku) => new Item({ sku }));

describe("a bulk writer", () => {
  test("sends inserts when its function returns, and gives their ids by position", async () => {
    const documents = items("a", "b");
    const result = await Item.bulkWriter(async (bulkWriter) => {
      await documents[0]!.insert({ bulkWriter });
      await Item.insertOne(documents[1]!, { bulkWriter });
      assert.equal(bulkWriter.size, 2);
      assert.equal(await Item.count(), 0);
      assert.ok(documents.every(({ isNew }) => isNew));
    });
    assert.deepEqual(result, {
      insertedCount: 2,
      matchedCount: 0,
      modifiedCount: 0,
      deletedCount: 0,
      upsertedCount: 0,
      insertedIds: { 0: documents[0]!.id, 1: documents[1]!.id },
      upsertedIds: {},
    });
    assert.deepEqual(await skus(), ["a", "b"]);
    assert.ok(documents.every(({ isNew }) => !isNew));
  });

  test("takes updates of queries, of one and of many", async () => {
    await Item.insertMany(items("a", "b", "c"));
    const result = await Item.bulkWriter(async (bulkWriter) => {
      await Item.findOne({ sku: "a" }).set({ count: 1 }).bulkWriter(bulkWriter);
      await Item.find(Item.sku.in(["b", "c"])).inc({ count: 2 }).bulkWriter(bulkWriter);
      await Item.updateAll({ $set: { note: "all" } }).bulkWriter(bulkWriter);
      await Item.find({ sku: "c" }).update([{ $set: { n: { $add: ["$n", 10] } } }]).bulkWriter(bulkWriter);
    });
    assert.deepEqual([result.matchedCount, result.modifiedCount], [7, 7]);
    assert.deepEqual((await Item.findAll().sort("sku")).map(({ count }) => count), [1, 2, 12]);
    assert.ok((await Item.findAll()).every(({ note }) => note === "all"));
  });

  test("takes updates of documents, which have to be read again", async () => {
    const [a, b] = await Promise.all(items("a", "b").map((item) => item.insert()));
    await Item.bulkWriter(async (bulkWriter) => {
      await a!.set({ count: 5 }, { bulkWriter });
      await a!.inc({ count: 1 }, { bulkWriter });
      await b!.update(Item.note.to("changed"), { bulkWriter });
      await b!.unset("size", { bulkWriter });
    });
    assert.equal(a!.count, 0);
    assert.equal((await Item.get(a!.id))?.count, 6);
    assert.equal((await Item.get(b!.id))?.note, "changed");
  });

  test("takes array filters, which are statements' own", async () => {
    const listed = await new Listed({ counts: [1, 5, 9] }).insert();
    await Listed.bulkWriter(async (bulkWriter) => {
      await listed.update({ $inc: { "counts.$[big]": 10 } } as never, {
        bulkWriter,
        arrayFilters: [{ big: { $gt: 4 } }],
      });
      await Listed.find({ counts: 1 })
        .update({ $set: { "counts.$[one]": 0 } } as never).options({ arrayFilters: [{ one: 1 }] }).bulkWriter(
          bulkWriter,
        );
    });
    assert.deepEqual((await Listed.findOne())?.counts, [0, 15, 19]);
  });

  test("takes saves and replacements of whole documents", async () => {
    const [a, b] = await Promise.all(items("a", "b").map((item) => item.insert()));
    const fresh = new Item({ sku: "new", size: { width: 3 } });
    a!.note = "saved";
    b!.size = { width: 2, unit: "cm" };
    const result = await Item.bulkWriter(async (bulkWriter) => {
      await a!.save({ bulkWriter });
      await fresh.save({ bulkWriter });
      await b!.replace({ bulkWriter });
    });
    assert.deepEqual(
      [result.matchedCount, result.upsertedCount, result.insertedCount, result.upsertedIds],
      [2, 1, 0, { 1: fresh.id }],
    );
    assert.equal(fresh.isNew, false);
    assert.equal((await Item.get(a!.id))?.note, "saved");
    assert.deepEqual((await Item.get(b!.id))?.size, { width: 2, unit: "cm" });
    const rows = at.database.cursorCommand({ find: "items", filter: { sku: "new" } });
    assert.deepEqual(await rows.toArray(), [{ _id: fresh.id, sku: "new", n: 0, size: { width: 3, u: "mm" } }]);
  });

  test("a save in it removes fields without a value and keeps what the model does not know", async () => {
    const item = await new Item({ sku: "a", note: "x" }).insert();
    await at.database.command({ update: "items", updates: [{ q: { sku: "a" }, u: { $set: { extra: 1 } } }] });
    item.note = undefined;
    await Item.bulkWriter((bulkWriter) => item.save({ bulkWriter }));
    const [row] = await at.database.cursorCommand({ find: "items" }).toArray();
    assert.deepEqual(row, { _id: item.id, sku: "a", n: 0, extra: 1 });
  });

  test("takes deletes of documents and of queries", async () => {
    const documents = items("a", "b", "c", "d", "e");
    await Item.insertMany(documents);
    const result = await Item.bulkWriter(async (bulkWriter) => {
      await documents[0]!.delete({ bulkWriter });
      await Item.findOne({ sku: "b" }).delete().bulkWriter(bulkWriter);
      await Item.find(Item.sku.gte("d")).delete().bulkWriter(bulkWriter);
      assert.equal(documents[0]!.isNew, false);
    });
    assert.equal(result.deletedCount, 4);
    assert.equal(documents[0]!.isNew, true);
    assert.deepEqual(await skus(), ["c"]);
    await Item.bulkWriter((bulkWriter) => Item.deleteAll().bulkWriter(bulkWriter));
    assert.equal(await Item.count(), 0);
  });

  test("takes replacements by queries, which keep the id", async () => {
    const stored = await new Item({ sku: "a", note: "old" }).insert();
    const result = await Item.bulkWriter((w) =>
      Item.findOne({ sku: "a" }).replaceOne(new Item({ sku: "b" })).bulkWriter(w)
    );
    assert.equal(result.modifiedCount, 1);
    const [found] = await Item.findAll();
    assert.deepEqual([found!.id, found!.sku, found!.note], [stored.id, "b", undefined]);
  });

  test("takes the server's own upserts", async () => {
    const result = await Item.bulkWriter(async (bulkWriter) => {
      for (const sku of ["a", "b"]) {
        await Item.findOne({ sku }).set({ count: 1 }).options({ upsert: true }).bulkWriter(bulkWriter);
      }
      await Item.findOne({ sku: "a" }).set({ count: 2 }).options({ upsert: true }).bulkWriter(bulkWriter);
    });
    assert.deepEqual([result.upsertedCount, result.matchedCount, Object.keys(result.upsertedIds)], [2, 1, ["0", "1"]]);
    assert.deepEqual(result.upsertedIds[1], (await Item.findOne({ sku: "b" }))?.id);
    assert.deepEqual((await Item.findAll().sort("sku")).map(({ count }) => count), [2, 1]);
  });

  test("takes upserts with a document, which is inserted where nothing matches when its turn comes", async () => {
    const [one, two] = items("x", "x");
    const result = await Item.bulkWriter(async (bulkWriter) => {
      await Item.findOne({ sku: "x" }).inc({ count: 1 }).upsert(one!).bulkWriter(bulkWriter);
      await Item.findOne({ sku: "x" }).inc({ count: 1 }).upsert(two!).bulkWriter(bulkWriter);
    });
    assert.deepEqual([result.insertedCount, result.matchedCount, result.insertedIds], [1, 1, { 0: one!.id }]);
    assert.deepEqual([one!.isNew, two!.isNew], [false, true]);
    assert.deepEqual((await Item.findAll()).map(({ sku, count }) => [sku, count]), [["x", 1]]);
  });

  test("keeps the order of writes of different kinds", async () => {
    const item = new Item({ sku: "a" });
    await Item.bulkWriter(async (bulkWriter) => {
      await item.insert({ bulkWriter });
      await Item.find({ sku: "a" }).set({ count: 1 }).bulkWriter(bulkWriter);
      await Item.find({ count: 1 }).inc({ count: 5 }).bulkWriter(bulkWriter);
      await Item.find({ count: 0 }).delete().bulkWriter(bulkWriter);
      await new Item({ sku: "b" }).insert({ bulkWriter });
      await new Item({ sku: "c" }).insert({ bulkWriter });
      await Item.find({ sku: "b" }).delete().bulkWriter(bulkWriter);
    });
    assert.deepEqual((await Item.findAll().sort("sku")).map(({ sku, count }) => [sku, count]), [["a", 6], ["c", 0]]);
  });

  test("takes several classes of one collection", async () => {
    const Tag = Label.using(at.database);
    await Item.bulkWriter(async (bulkWriter) => {
      await new Item({ sku: "a" }).insert({ bulkWriter });
      await new Tag({ sku: "b", color: "red" }).insert({ bulkWriter });
      await Tag.find({ sku: "a" }).set({ color: "blue" }).bulkWriter(bulkWriter);
    });
    assert.deepEqual((await Tag.findAll().sort("sku")).map(({ color }) => color), ["blue", "red"]);
  });

  test("refuses another collection, naming both", async () => {
    const writer = Item.bulkWriter();
    await assert.rejects(
      new Other({ sku: "x" }).insert({ bulkWriter: writer }),
      (error: InvalidArgument) =>
        error.code === "bulk.collection" && /Item.*\.items.*Other.*\.others/.test(error.message),
    );
    const free = new BulkWriter();
    await new Other({ sku: "x" }).insert({ bulkWriter: free });
    await assert.rejects(new Item({ sku: "x" }).insert({ bulkWriter: free }), { code: "bulk.collection" });
    assert.equal((await free.commit()).insertedCount, 1);
    await new Item({ sku: "x" }).insert({ bulkWriter: free });
    assert.equal((await free.commit()).insertedCount, 1);
  });

  test("writes nothing when its function throws, and the error passes on", async () => {
    const item = new Item({ sku: "a" });
    await assert.rejects(
      Item.bulkWriter(async (bulkWriter) => {
        await item.insert({ bulkWriter });
        throw new RangeError("stop");
      }),
      RangeError,
    );
    assert.equal(await Item.count(), 0);
    assert.equal(item.isNew, true);
  });

  test("by hand: commit sends and empties it, discard empties it, and it can be filled again", async () => {
    const writer = Item.bulkWriter();
    assert.ok(writer instanceof BulkWriter);
    assert.equal((await writer.commit()).insertedCount, 0);
    await items("a")[0]!.insert({ bulkWriter: writer });
    assert.equal((await writer.commit()).insertedCount, 1);
    assert.equal(writer.size, 0);
    assert.equal((await writer.commit()).insertedCount, 0);
    await items("b")[0]!.insert({ bulkWriter: writer });
    writer.discard();
    assert.equal((await writer.commit()).insertedCount, 0);
    await items("c")[0]!.insert({ bulkWriter: writer });
    assert.equal((await writer.commit()).insertedCount, 1);
    assert.deepEqual(await skus(), ["a", "c"]);
  });

  test("a write that comes when the function is over is an error", async () => {
    let writer: BulkWriter | undefined;
    await Item.bulkWriter((given) => void (writer = given));
    await assert.rejects(items("a")[0]!.insert({ bulkWriter: writer! }), { code: "bulk.ended" });
    await assert.rejects(writer!.commit(), { code: "bulk.ended" });
  });

  test("in any order it needs a command for each kind only", async () => {
    await Item.insertMany(items("old"));
    const commands = await commandsSent();
    const result = await Item.bulkWriter(async (bulkWriter) => {
      for (let n = 0; n < 50; n++) {
        await new Item({ sku: `i${n}` }).insert({ bulkWriter });
        await Item.find({ sku: "old" }).inc({ count: 1 }).bulkWriter(bulkWriter);
        await Item.find({ sku: `gone${n}` }).delete().bulkWriter(bulkWriter);
      }
    }, { ordered: false });
    assert.equal(await commandsSent() - commands, 3);
    assert.deepEqual([result.insertedCount, result.matchedCount, result.deletedCount], [50, 50, 0]);
    assert.deepEqual(result.insertedIds[147], (await Item.findOne({ sku: "i49" }))?.id);
    assert.equal((await Item.findOne({ sku: "old" }))?.count, 50);
  });

  test("in order it needs a command for each run of one kind", async () => {
    const [a, b, c, d] = items("a", "b", "c", "d") as [Item, Item, Item, Item];
    const commands = await commandsSent();
    await Item.bulkWriter(async (bulkWriter) => {
      await a.insert({ bulkWriter });
      await b.insert({ bulkWriter });
      await c.save({ bulkWriter });
      await d.save({ bulkWriter });
      await Item.find({ sku: "a" }).set({ count: 1 }).bulkWriter(bulkWriter);
      await b.set({ count: 2 }, { bulkWriter });
      await a.delete({ bulkWriter });
      await Item.find({ sku: "b" }).delete().bulkWriter(bulkWriter);
    });
    assert.equal(await commandsSent() - commands, 4);
    assert.deepEqual(await skus(), ["c", "d"]);
  });

  test("many writes are split by the server's limits", async () => {
    const size = { width: 1, unit: "x".repeat(1_000_000) };
    const documents = Array.from({ length: 60 }, (_, n) => new Item({ sku: `big${n}`, size }));
    const result = await Item.bulkWriter(async (bulkWriter) => {
      for (const document of documents) await document.save({ bulkWriter });
    });
    assert.equal(result.upsertedCount, 60);
    assert.equal(result.upsertedIds[59], documents[59]!.id);
    assert.equal(await Item.count(), 60);
  });

  test("documents are written with what they hold at the commit", async () => {
    const writer = Item.bulkWriter();
    const item = new Item({ sku: "a" });
    await item.insert({ bulkWriter: writer });
    item.count = 7;
    await writer.commit();
    assert.equal((await Item.findOne())?.count, 7);
  });

  test("a document that does not fit is an error before anything is sent, and all still waits", async () => {
    const writer = Item.bulkWriter();
    const good = new Item({ sku: "a" }), bad = new Item({ sku: "b" });
    await good.insert({ bulkWriter: writer });
    await Item.find({ sku: "z" }).delete().bulkWriter(writer);
    await bad.save({ bulkWriter: writer });
    bad.size = { width: "wide" as never, unit: "mm" };
    await assert.rejects(
      writer.commit(),
      (error: ValidationError) => error.path === "size.width" && error.index === 2 && error.model === "Item",
    );
    assert.deepEqual([await Item.count(), writer.size, good.isNew], [0, 3, true]);
    bad.size = undefined;
    const result = await writer.commit();
    assert.deepEqual([result.insertedCount, result.upsertedCount], [1, 1]);
  });

  test("options of the whole writer are refused on a write, and what the server has no place for", async () => {
    const bulkWriter = Item.bulkWriter();
    const code = { code: "bulk.option" };
    await using session = await at.client.startSession();
    const item = new Item({ sku: "a" });
    await assert.rejects(item.insert({ bulkWriter, session }), code);
    await assert.rejects(item.insert({ bulkWriter, writeConcern: { w: 1 } }), code);
    await assert.rejects(item.insert({ bulkWriter, comment: "x" }), code);
    await assert.rejects(item.insert({ bulkWriter, timeoutMS: 10 }), code);
    await assert.rejects(item.insert({ bulkWriter, signal: new AbortController().signal }), code);
    const update = Item.find({ sku: "a" }).set({ count: 1 });
    for (const options of [{ maxTimeMS: 5 }, { let: { a: 1 } }, { comment: "x" }]) {
      await assert.rejects(Promise.resolve(update.options(options).bulkWriter(bulkWriter)), code);
    }
    await assert.rejects(
      Promise.resolve(Item.findOne({ sku: "a" }).sort("count").set({ count: 1 }).bulkWriter(bulkWriter)),
      NotSupported,
    );
    await assert.rejects(
      Promise.resolve(Item.findOne().set({ count: 1 }).responseType("NEW_DOCUMENT").bulkWriter(bulkWriter)),
      NotSupported,
    );
    await assert.rejects(
      Promise.resolve(Item.find().delete().bulkWriter(bulkWriter)),
      { code: "guard.empty_criteria" },
    );
    // @ts-expect-error -- it sends its documents together by itself
    await assert.rejects(Item.insertMany([item], { bulkWriter }), NotSupported);
    // @ts-expect-error -- no writer
    await assert.rejects(item.insert({ bulkWriter: {} }), { code: "argument.options", path: "bulkWriter" });
    // @ts-expect-error -- misspelt
    assert.throws(() => new BulkWriter({ sorted: true }), { code: "argument.options", path: "sorted" });
    assert.equal(bulkWriter.size, 0);
  });

  test("an upsert's document is inserted with the writer's options", async () => {
    await at.database.command({ collMod: "items", validator: { n: { $lt: 100 } } });
    try {
      const upsert = (sku: string) => Item.findOne({ sku }).set({ count: 1 }).upsert(new Item({ sku, count: 500 }));
      await assert.rejects(Item.bulkWriter((w) => upsert("a").bulkWriter(w)), { code: "server.bulk_write" });
      const result = await Item.bulkWriter((w) => upsert("b").bulkWriter(w), { bypassDocumentValidation: true });
      assert.equal(result.insertedCount, 1);
    } finally {
      await at.database.command({ collMod: "items", validator: {} });
    }
  });

  test("passes options of statements and of the writer on", async () => {
    await Item.insertMany(items("a", "B"));
    const result = await Item.bulkWriter(
      (w) =>
        Item.find({ sku: "b" }).set({ count: 1 }).options({ collation: { locale: "en", strength: 2 } }).bulkWriter(w),
      { comment: "a comment", writeConcern: { w: "majority" }, bypassDocumentValidation: true },
    );
    assert.equal(result.modifiedCount, 1);
    const controller = new AbortController();
    controller.abort("stop");
    await assert.rejects(
      Item.bulkWriter((w) => new Item({ sku: "x" }).insert({ bulkWriter: w }), { signal: controller.signal }),
      (reason) => reason === "stop",
    );
  });

  test("keys that start with $ stay refused in what it stores", async () => {
    const stored = await new Item({ sku: "a" }).insert();
    (stored as unknown as Record<string, unknown>).size = { width: 1, unit: "mm", $evil: 1 };
    await Item.bulkWriter((bulkWriter) => stored.replace({ bulkWriter }));
    assert.deepEqual((await Item.get(stored.id))?.size, { width: 1, unit: "mm" });
  });
});
