import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { BulkWriteError, init, ServerError, WriteConcernError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { Item, Versioned, Watched } from "./models.ts";

const at = testDatabase("bulkfailures");

before(() => init({ database: at.database, documentModels: [Item, Versioned, Watched] }));
beforeEach(async () => {
  await Item.deleteAll();
  await Versioned.deleteAll();
  await Watched.deleteAll();
  Watched.log = [];
});

/** The error of a commit. */
async function failed(commit: Promise<unknown>): Promise<BulkWriteError> {
  try {
    await commit;
  } catch (error) {
    assert.ok(error instanceof BulkWriteError, String(error));
    return error;
  }
  return assert.fail("the commit did not fail");
}

describe("a commit of which operations fail", () => {
  const documents = (): Item[] => ["a", "taken", "b", "taken", "c"].map((sku) => new Item({ sku }));

  test("in order stops at the first, and says which and what the others did", async () => {
    await new Item({ sku: "taken" }).insert();
    const items = documents();
    const error = await failed(Item.bulkWriter(async (bulkWriter) => {
      await Item.find({ sku: "taken" }).set({ count: 1 }).bulkWriter(bulkWriter);
      for (const item of items) await item.insert({ bulkWriter });
      await Item.deleteAll().bulkWriter(bulkWriter);
    }));
    assert.deepEqual(error.errors.map(({ index, code, keyValue }) => [index, code, keyValue]), [
      [2, 11000, { sku: "taken" }],
    ]);
    assert.match(error.message, /^Item: 1 of 7 operations failed; the first, at index 2: E11000/);
    const { insertedCount, matchedCount, deletedCount, insertedIds } = error.result;
    assert.deepEqual([insertedCount, matchedCount, deletedCount, insertedIds], [1, 1, 0, { 1: items[0]!.id }]);
    assert.deepEqual(items.map(({ isNew }) => isNew), [false, true, true, true, true]);
    assert.equal(await Item.count(), 2);
  });

  test("in any order does all that it can, and says all that failed", async () => {
    await new Item({ sku: "taken" }).insert();
    const items = documents();
    const error = await failed(Item.bulkWriter(async (bulkWriter) => {
      for (const item of items) {
        await item.insert({ bulkWriter });
        await Item.find({ sku: "taken" }).inc({ count: 1 }).bulkWriter(bulkWriter);
      }
    }, { ordered: false }));
    assert.deepEqual(error.errors.map(({ index }) => index), [2, 6]);
    assert.deepEqual(Object.keys(error.result.insertedIds!), ["0", "4", "8"]);
    assert.deepEqual([error.result.matchedCount, error.result.n], [5, 8]);
    assert.deepEqual(items.map(({ isNew }) => isNew), [false, true, false, true, false]);
  });

  test("one alone fails in the same way", async () => {
    await Item.insertMany([new Item({ sku: "a" }), new Item({ sku: "b" })]);
    const error = await failed(Item.bulkWriter((w) => Item.find({ sku: "a" }).set({ sku: "b" }).bulkWriter(w)));
    assert.deepEqual(error.errors.map(({ index, code }) => [index, code]), [[0, 11000]]);
    const wrong = Item.find({ sku: "a" }).update([{ $set: { n: { $divide: [1, 0] } } }]);
    assert.equal((await failed(Item.bulkWriter((w) => wrong.bulkWriter(w)))).errors.length, 1);
  });

  test("the document of an upsert that can not be inserted", async () => {
    await new Item({ sku: "taken" }).insert();
    const error = await failed(Item.bulkWriter(async (bulkWriter) => {
      await new Item({ sku: "a" }).insert({ bulkWriter });
      await Item.findOne({ sku: "x" }).set({ count: 1 }).upsert(new Item({ sku: "taken" })).bulkWriter(bulkWriter);
    }));
    assert.deepEqual(error.errors.map(({ index, code }) => [index, code]), [[1, 11000]]);
    assert.equal(error.result.insertedCount, 1);
  });

  test("a command that the server refuses as a whole is that error", async () => {
    const unknown = Item.find({ sku: "a" }).set({ count: 1 }).options({ hint: "no_such_index" });
    await Item.bulkWriter((w) => new Item({ sku: "a" }).insert({ bulkWriter: w }));
    const error = await Item.bulkWriter((w) => unknown.bulkWriter(w)).catch((error: unknown) => error);
    assert.ok(error instanceof ServerError);
    assert.equal(await Item.count(), 1);
  });

  test("a write concern that is not met is an error, and the writes are made", async () => {
    const item = new Item({ sku: "a" });
    const commit = Item.bulkWriter(async (bulkWriter) => {
      await item.insert({ bulkWriter });
      await Item.find({ sku: "a" }).set({ count: 1 }).bulkWriter(bulkWriter);
    }, { writeConcern: { w: 5, wtimeout: 1 } });
    await assert.rejects(commit, WriteConcernError);
    assert.equal(item.isNew, false);
    assert.equal((await Item.findOne())?.count, 1);
  });
});

describe("revisions in a bulk writer", () => {
  test("move with the commit, and several writes of one document follow each other", async () => {
    const one = new Versioned({ n: 1 }), two = await new Versioned({ n: 2 }).insert();
    const before = two.revisionId;
    await Versioned.bulkWriter(async (bulkWriter) => {
      await one.insert({ bulkWriter });
      two.n = 3;
      await two.save({ bulkWriter });
      await two.save({ bulkWriter });
      await two.replace({ bulkWriter });
      await two.replace({ bulkWriter });
      assert.equal(two.revisionId, before);
    });
    assert.notEqual(two.revisionId, before);
    for (const document of [one, two]) {
      assert.equal((await Versioned.get(document.id))?.revisionId, document.revisionId);
      document.n++;
      await document.saveChanges();
    }
  });

  test("changes that somebody else made are found, whatever the call", async () => {
    for (const call of ["save", "replace", "saveChanges"] as const) {
      const stale = await new Versioned({ n: 1 }).insert(), fine = await new Versioned({ n: 1 }).insert();
      const revision = stale.revisionId;
      await (await Versioned.get(stale.id))!.set({ n: 10 });
      stale.n = fine.n = 2;
      const error = await failed(Versioned.bulkWriter(async (bulkWriter) => {
        await fine[call]({ bulkWriter });
        await stale[call]({ bulkWriter });
      }));
      assert.deepEqual(error.errors.map(({ index }) => index), [1], call);
      assert.match(error.errors[0]!.message, /was changed by somebody else/);
      assert.equal(stale.revisionId, revision);
      assert.equal((await Versioned.get(stale.id))?.n, 10);
      assert.equal((await Versioned.get(fine.id))?.revisionId, fine.revisionId);
      assert.equal(fine.isChanged, false);
      assert.equal(stale.isChanged, true);
    }
  });

  test("ignoreRevision writes nevertheless", async () => {
    const stale = await new Versioned({ n: 1 }).insert();
    await (await Versioned.get(stale.id))!.set({ n: 10 });
    stale.n = 2;
    await Versioned.bulkWriter((bulkWriter) => stale.replace({ bulkWriter, ignoreRevision: true }));
    assert.equal((await Versioned.get(stale.id))?.n, 2);
    assert.equal((await Versioned.get(stale.id))?.revisionId, stale.revisionId);
  });

  test("after changes of single fields the instance has to be read again", async () => {
    const document = await new Versioned({ n: 1 }).insert();
    await Versioned.bulkWriter(async (bulkWriter) => {
      await document.inc({ n: 1 }, { bulkWriter });
      await document.set({ n: 7 }, { bulkWriter });
    });
    assert.equal((await Versioned.get(document.id))?.n, 7);
    await assert.rejects(document.save(), { code: "document.revision_changed" });
  });
});

describe("documents in a bulk writer", () => {
  test("keep their snapshot until the commit made their write", async () => {
    const changed = await new Watched({ n: 1 }).insert(), gone = await new Watched({ n: 1 }).insert();
    await Watched.find(Watched.id.eq(gone.id)).delete();
    changed.n = gone.n = 2;
    const result = await Watched.bulkWriter(async (bulkWriter) => {
      await changed.saveChanges({ bulkWriter });
      await gone.saveChanges({ bulkWriter });
      assert.equal(changed.isChanged, true);
    });
    assert.equal(result.matchedCount, 1);
    assert.deepEqual([changed.isChanged, gone.isChanged], [false, true]);
  });

  test("run their actions: before when they join, after when they were written", async () => {
    const fine = new Watched({ n: 1 }), twice = await new Watched({ n: 2 }).insert();
    Watched.log = [];
    const writer = Watched.bulkWriter({ ordered: false });
    await fine.insert({ bulkWriter: writer });
    const copy = new Watched({ id: twice.id, n: 3 } as never);
    await copy.insert({ bulkWriter: writer });
    twice.n = 4;
    await twice.saveChanges({ bulkWriter: writer });
    await fine.delete({ bulkWriter: writer, skipActions: ["before"] });
    assert.deepEqual(Watched.log, ["before 1", "before 3", "before 4"]);
    Watched.log = [];
    assert.equal((await failed(writer.commit())).errors.length, 1);
    assert.deepEqual(Watched.log, ["after 1, new", "after 4, stored", "after 1, new"]);
  });

  test("a before action that throws keeps the write out", async () => {
    class Picky extends Watched {
      override before(): void {
        throw new Error("no");
      }
    }
    const writer = Watched.bulkWriter();
    const picky = new (Picky.using(at.database))({ n: 1 });
    await assert.rejects(picky.insert({ bulkWriter: writer }), /no/);
    assert.equal(writer.size, 0);
  });
});
