import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { BulkWriter, init, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { Item, Other, Versioned } from "./models.ts";

const at = testDatabase("bulktransactions");

before(async () => {
  await init({ database: at.database, documentModels: [Item, Other, Versioned] });
  for (const create of ["others", "versioned"]) await at.database.command({ create });
});
beforeEach(async () => {
  await Item.deleteAll();
  await Other.deleteAll();
  await Versioned.deleteAll();
});

describe("a bulk writer in a transaction", () => {
  test("joins the one that it is committed in", async () => {
    const item = new Item({ sku: "a" });
    await assert.rejects(
      transaction(async () => {
        await Item.bulkWriter((bulkWriter) => item.insert({ bulkWriter }));
        assert.equal(await Item.count(), 1);
        assert.equal(item.isNew, false);
        throw new Error("abort");
      }),
      /abort/,
    );
    assert.equal(await Item.count(), 0);
    assert.equal(item.isNew, true);
    await transaction(async () => {
      await Item.bulkWriter((bulkWriter) => item.insert({ bulkWriter }));
      await Other.bulkWriter((bulkWriter) => new Other({ sku: "b" }).insert({ bulkWriter }));
    });
    assert.deepEqual([await Item.count(), await Other.count(), item.isNew], [1, 1, false]);
  });

  test("takes the session that it is given, and documents get back their state", async () => {
    const document = await new Versioned({ n: 1 }).insert();
    const { revisionId } = document;
    document.n = 2;
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Versioned.bulkWriter((bulkWriter) => document.save({ bulkWriter }), { session });
    assert.equal(await Versioned.find({ n: 2 }).count(), 0);
    assert.equal(await Versioned.find({ n: 2 }).session(session).count(), 1);
    assert.notEqual(document.revisionId, revisionId);
    await session.abort();
    assert.equal(document.revisionId, revisionId);
    assert.equal(document.isChanged, true);
    await document.save();
    assert.equal((await Versioned.get(document.id))?.n, 2);
  });

  test("two writers at once, in the order of their commits", async () => {
    await transaction(async () => {
      const writers = [new BulkWriter(), new BulkWriter()];
      for (const [index, bulkWriter] of writers.entries()) {
        await new Item({ sku: `w${index}` }).insert({ bulkWriter });
        await Item.updateAll({ $inc: { count: 1 } }).bulkWriter(bulkWriter);
      }
      await Promise.all(writers.map((writer) => writer.commit()));
    });
    assert.deepEqual((await Item.findAll().sort("sku")).map(({ sku }) => sku), ["w0", "w1"]);
  });

  test("a failure inside ends the transaction, as other failures do", async () => {
    await new Item({ sku: "taken" }).insert();
    await assert.rejects(
      transaction(async () => {
        await new Other({ sku: "x" }).insert();
        await Item.bulkWriter(async (bulkWriter) => {
          await new Item({ sku: "a" }).insert({ bulkWriter });
          await new Item({ sku: "taken" }).insert({ bulkWriter });
        });
      }),
      { code: "server.bulk_write" },
    );
    assert.deepEqual([await Item.count(), await Other.count()], [1, 0]);
  });
});
