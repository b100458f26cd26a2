import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { z } from "zod";
import { decimal128, Document, double, init, int64 } from "../../mod.ts";
import { Inc, Push, Set as SetFields, SetOnInsert } from "../../operators.ts";
import { UpdateResponse } from "../../src/query/update-response.ts";
import type { Change } from "../../src/types/expressions.ts";
import type { Key } from "../../src/types/doc.ts";
import { Account, Product, restock, shop } from "./shop.ts";

const at = shop("writing");

describe("updating", () => {
  beforeEach(async () => void await restock());
  const prices = async () => (await Product.find().sort(Product.fields.name.asc())).map(({ price }) => price);

  test("all that match are updated, and the result counts", async () => {
    const result = await Product.find(Product.price.gt(3)).set({ price: 1, "addr.city": "Bonn" }).inc({ stock: 1 });
    assert.deepEqual(result, { matchedCount: 2, modifiedCount: 2 });
    assert.deepEqual(await prices(), [1, 2, 3, 1, 1]);
    assert.equal(await Product.find({ "addr.city": "Bonn", stock: { $in: [41, 51] } }).count(), 2);
    assert.deepEqual(await Product.find({ price: 9 }).set({ price: 1 }), { matchedCount: 0, modifiedCount: 0 });
  });

  test("updates are immutable: a derived one leaves its origin as it was", async () => {
    const first = Product.find({ name: "p1" }).set({ price: 7 });
    const both = first.inc({ stock: 1 });
    await first;
    assert.equal((await Product.findOne({ name: "p1" }))?.stock, 10);
    await both;
    assert.equal((await Product.findOne({ name: "p1" }))?.stock, 11);
  });

  test("a duplicate key in an update says which key is there already", async () => {
    await at.database.command({
      createIndexes: "accounts",
      indexes: [{ key: { owner: 1 }, name: "owner", unique: true }],
    });
    await Account.deleteAll();
    await Account.insertMany([new Account({ id: "a", owner: "ann" }), new Account({ id: "b", owner: "bob" })]);
    for (const update of [Account.find({ id: "b" }), Account.findOne({ id: "b" }), Account.findOne().sort("-id")]) {
      await assert.rejects(
        async () => await update.set({ owner: "ann" }),
        (error) => error instanceof DuplicateKeyError && error.keyValue?.["owner"] === "ann",
      );
    }
    await at.database.command({ dropIndexes: "accounts", index: "owner" });
  });

  test("nothing runs before it is awaited", async () => {
    const update = Product.find({ price: 1 }).set({ price: 7 });
    assert.deepEqual(await prices(), [1, 2, 3, 4, 5]);
    await update;
    assert.deepEqual(await prices(), [7, 2, 3, 4, 5]);
  });

  const changes: [string, Change<Key<Product>, Product>, (product: Product) => unknown, unknown][] = [
    ["to", Product.fields.name.to("x"), (p) => p.name, "x"],
    ["to a codec's value", Product.released.to(new Date(0)), (p) => p.released, new Date(0)],
    ["to another field", Product.price.to(Product.stock), (p) => p.price, 20],
    ["unset", Product.cost.unset(), (p) => p.cost, undefined],
    ["inc", Product.price.inc(2), (p) => p.price, 4],
    ["inc of int64", Product.serial.inc(2), (p) => p.serial, 4n],
    ["mul", Product.stock.mul(2), (p) => p.stock, 40],
    ["min", Product.price.min(1), (p) => p.price, 1],
    ["max", Product.price.max(1), (p) => p.price, 2],
    ["push", Product.tags.push("x", "y"), (p) => p.tags, ["all", "even", "x", "y"]],
    ["push of objects", Product.items.push({ sku: "c", n: 7 }), (p) => p.items[2], { sku: "c", n: 7 }],
    ["addToSet", Product.tags.addToSet("x", "all"), (p) => p.tags, ["all", "even", "x"]],
    ["pull", Product.tags.pull("all"), (p) => p.tags, ["even"]],
    ["pull by filter", Product.items.pull({ n: { $gt: 1 } }), (p) => p.items, [{ sku: "a", n: 1 }]],
    ["pop", Product.tags.pop(), (p) => p.tags, ["all"]],
    ["pop from the front", Product.tags.pop(-1), (p) => p.tags, ["even"]],
    ["position", Product.items[1]!.n.to(9), (p) => p.items[1]!.n, 9],
    ["all positions", Product.items.at("$[]").n.inc(1), (p) => p.items.map(({ n }) => n), [2, 3]],
    ["Set", SetFields({ "addr.city": "Bonn" }), (p) => p.addr.city, "Bonn"],
    ["Inc", Inc({ price: 3 }), (p) => p.price, 5],
    ["Push", Push({ tags: { $each: ["x"], $position: 0 } }), (p) => p.tags, ["x", "all", "even"]],
  ];
  for (const [name, change, read, expected] of changes) {
    test(`change: ${name}`, async () => {
      const { matchedCount } = await Product.find({ price: 2 }).update(change);
      assert.equal(matchedCount, 1);
      const after = await Product.findOne({ name: { $in: ["p2", "x"] } });
      assert.ok(after !== null);
      assert.deepEqual(read(after), expected);
    });
  }

  test("array filters, unset, push, currentDate and pipelines", async () => {
    await Product.find({ price: 2 }).update(Product.items.at("$[b]").n.to(50)).options({
      arrayFilters: [{ "b.sku": "b" }],
    });
    assert.deepEqual((await Product.findOne({ price: 2 }))?.items.map(({ n }) => n), [1, 50]);
    await Product.find({ price: 2 }).unset("weight", "addr.zip").push({ tags: "x" }).currentDate({ madeAt: true });
    const after = await Product.findOne({ price: 2 });
    assert.equal(after?.weight, undefined);
    assert.deepEqual(after?.tags, ["all", "even", "x"]);
    assert.ok(Date.now() - (after?.madeAt?.getTime() ?? 0) < 60_000);
    await Product.updateAll([{ $set: { price: { $multiply: ["$price", 10] } } }]);
    assert.deepEqual(await prices(), [10, 20, 30, 40, 50]);
  });

  test("the element that matched", async () => {
    await Product.find(Product.items.sku.eq("b"), { price: 3 }).update(Product.items.at("$").n.to(99));
    assert.deepEqual((await Product.findOne({ price: 3 }))?.items, [{ sku: "a", n: 2 }, { sku: "b", n: 99 }]);
  });

  test("a required field can not be removed", async () => {
    const refused = [
      () => Product.findAll().update({ $unset: { price: true } }),
      () => Product.findAll().update({ $unset: { "addr.city": 1 } }),
      () => Product.findAll().update(Product.stock.unset()),
      () => Product.findAll().update({ $rename: { name: "code" } } as never),
    ];
    for (const change of refused) assert.throws(change, { name: "ValidationError", message: /is required/ });
    await Product.findAll().update(Product.cost.unset(), { $unset: { "addr.zip": true, tags: 1 } });
    assert.deepEqual((await Product.findOne())!.tags, []);
  });

  test("an amount added to a field that is not there gives it the declared kind", async () => {
    class Price
      extends Document({ exact: decimal128().optional(), whole: int64().optional(), part: double().optional() }) {}
    await init({ database: at.database, documentModels: [Price] });
    const price = await new Price({}).insert();
    await price.inc({ exact: 1, whole: 2, part: 3 });
    assert.deepEqual([String(price.exact), price.whole, price.part], ["1", 2n, 3]);
    await price.update({ $unset: { exact: true }, $mul: { part: 2 } });
    await price.update({ $mul: { exact: 5 } });
    assert.equal(Number(price.exact), 0);
  });

  test("what the model could not read is not stored", async () => {
    const wrong = Product.find({ price: 1 });
    assert.throws(() => wrong.set({ price: "1" } as never), ValidationError);
    assert.throws(() => wrong.push({ tags: 1 } as never), ValidationError);
    assert.throws(() => wrong.set({ pric: 1 } as never), InvalidArgument);
    assert.throws(() => wrong.set({ price: undefined }), InvalidArgument);
    await assert.rejects(async () => await wrong.set({}), /changes nothing/);
    await assert.rejects(async () => await wrong.set({ price: 1 }).inc({ price: 1 }), /\$set of "price" and \$inc/);
  });

  test("an update of one document, sorted, and with the document as its answer", async () => {
    assert.deepEqual(await Product.findOne({ "addr.city": "Oslo" }).set({ price: 7 }), {
      matchedCount: 1,
      modifiedCount: 1,
    });
    await restock();
    await Product.findOne({ "addr.city": "Oslo" }).sort("-price").set({ price: 7 });
    assert.deepEqual(await prices(), [1, 2, 3, 7, 5]);
    const one = Product.findOne({ name: "p1" }).inc({ price: 1 });
    const before = await one.responseType(UpdateResponse.OLD_DOCUMENT);
    assert.ok(before instanceof Product);
    assert.equal(before.price, 1);
    const after = await one.responseType(UpdateResponse.NEW_DOCUMENT);
    assert.ok(after instanceof Product);
    assert.equal(after.price, 3);
    const none = Product.findOne({ name: "none" }).inc({ price: 1 });
    assert.equal(await none.responseType("NEW_DOCUMENT"), null);
    assert.deepEqual(await none, { matchedCount: 0, modifiedCount: 0 });
    assert.throws(() => Product.find().inc({ price: 1 }).upsert({} as never), InvalidArgument);
  });

  test("upsert updates what is there and inserts what is not", async () => {
    await Account.deleteAll();
    const account = () => new Account({ id: "a", owner: "ann", balance: 5 });
    const inserted = await Account.findOne({ id: "a" }).inc({ balance: 1 }).upsert(account());
    assert.ok(inserted instanceof Account);
    assert.equal(inserted.isNew, false);
    assert.deepEqual(await Account.findOne({ id: "a" }).inc({ balance: 1 }).upsert(account()), {
      matchedCount: 1,
      modifiedCount: 1,
    });
    const after = await Account.findOne({ id: "a" }).inc({ balance: 1 }).upsert(account()).responseType("NEW_DOCUMENT");
    assert.ok(after instanceof Account);
    assert.equal(after.balance, 7);
  });

  test("a document with a field named like a count is told from counts", async () => {
    class Tally extends Document({ id: z.string(), matchedCount: z.int(), n: z.int() }) {}
    await init({ database: at.database, documentModels: [Tally] });
    const tally = () => new Tally({ id: "a", matchedCount: 0, n: 0 });
    await tally().insert();
    const update = Tally.findOne({ id: "a" }).inc({ n: 1 }).upsert(tally());
    assert.equal((await update.responseType("NEW_DOCUMENT")).n, 1);
  });

  test("upsert of a query for many updates all that match, or inserts one", async () => {
    await Account.deleteAll();
    const account = new Account({ id: "m", owner: "ann" });
    const missing = await Account.find({ owner: "ann" }).inc({ balance: 1 }).upsert(account);
    assert.equal(missing, account);
    assert.equal(account.isNew, false);
    await new Account({ id: "n", owner: "ann" }).insert();
    assert.deepEqual(await Account.find({ owner: "ann" }).inc({ balance: 1 }).upsert(account), {
      matchedCount: 2,
      modifiedCount: 2,
    });
    assert.equal(await Account.find({ owner: "ann" }).sum(Account.balance), 2);
  });

  test("upsert and replaceOne take documents of the class, and nothing else", () => {
    const product = new Product({ name: "x", price: 1, stock: 1, addr: { city: "Bern" } });
    for (const wrong of [product, { id: "a", owner: "ann", balance: 0 }, null, "a", [], Account]) {
      assert.throws(() => Account.findOne({ id: "a" }).set({ balance: 1 }).upsert(wrong as never), InvalidArgument);
      assert.throws(() => Account.findOne({ id: "a" }).replaceOne(wrong as never), InvalidArgument);
    }
  });

  test("in a transaction a duplicate key ends an upsert: the update could not be made any more", async () => {
    await Account.deleteAll();
    await new Account({ id: "taken", owner: "ann" }).insert();
    await using session = await at.client.startSession();
    await session.startTransaction();
    const upsert = Account.findOne({ owner: "bob" }).inc({ balance: 1 }).upsert(
      new Account({ id: "taken", owner: "bob" }),
    );
    await assert.rejects(async () => await upsert.session(session), DuplicateKeyError);
    await session.abort();
  });

  test("an upsert joins its session, the insert as well", async () => {
    await Account.deleteAll();
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Account.findOne({ id: "t" }).set({ balance: 3 }).upsert(new Account({ id: "t", owner: "ann" })).session(
      session,
    );
    assert.equal(await Account.count(), 0);
    assert.equal(await Account.count({ session }), 1);
    await session.abort();
    assert.equal(await Account.count(), 0);
  });

  test("upserts that race for one id all end in an update or the insert", async () => {
    await Account.deleteAll();
    const runs = Array.from(
      { length: 8 },
      () =>
        Account.findOne({ id: "r" }).inc({ balance: 1 }).upsert(new Account({ id: "r", owner: "x" })).then((result) =>
          result
        ),
    );
    const results = await Promise.all(runs);
    assert.equal(results.filter((result) => result instanceof Account).length, 1);
    assert.equal((await Account.get("r"))?.balance, 7);
  });

  test("the server's own upsert tells the id", async () => {
    await Account.deleteAll();
    const result = await Account.find({ id: "s" }).set({ owner: "x", balance: 1 }).options({ upsert: true });
    assert.deepEqual(result, { matchedCount: 0, modifiedCount: 0, upsertedId: "s" });
  });

  test("the server's own upsert is refused where the model could not read what it would insert", async () => {
    const upsert = { upsert: true };
    const refused = [
      [Account.find({ id: "t" }).set({ balance: 1 }).options(upsert), "owner"],
      [Account.findOne({ owner: "x" }).set({ balance: 1 }).options(upsert), "id"],
      [Product.findOne({ name: { $gt: "x" } }).set({ price: 1, stock: 1 }).options(upsert), "name"],
      [Product.find({ name: "x", price: 1 }).set({ stock: 1, "addr.zip": "1" }).options(upsert), "addr.city"],
    ] as const;
    for (const [query, path] of refused) {
      await assert.rejects(async () => await query, { code: "argument.upsert", path });
    }
    assert.equal(await Product.count(), 5);
    const whole = { price: 1, stock: 1 };
    await Product.findOne({ name: "x", "addr.city": "Bern" }).set(whole).options(upsert);
    await Product.find({ $and: [{ name: "y" }] }).update(SetOnInsert({ ...whole, addr: { city: "Bonn" } })).options(
      upsert,
    );
    assert.equal(await Product.find({ name: { $in: ["x", "y"] } }).count(), 2);
    assert.equal((await Product.find({ name: { $in: ["x", "y"] } })).length, 2);
  });

  test("replaceOne keeps the id of the stored document", async () => {
    await Account.deleteAll();
    await new Account({ id: "k", owner: "ann", balance: 5 }).insert();
    const result = await Account.findOne({ owner: "ann" }).replaceOne(new Account({ id: "other", owner: "bob" }));
    assert.deepEqual(result, { matchedCount: 1, modifiedCount: 1 });
    const after = await Account.get("k");
    assert.deepEqual([after?.owner, after?.balance], ["bob", 0]);
  });

  test("replaceOne that finds nothing says so, and stores nothing", async () => {
    await Account.deleteAll();
    const nobody = Account.findOne({ owner: "nobody" });
    for (const query of [nobody, nobody.sort("-id")]) {
      const replace = query.replaceOne(new Account({ id: "x", owner: "y" }));
      await assert.rejects(async () => await replace, DocumentNotFound);
      await assert.rejects(async () => await replace.responseType("OLD_DOCUMENT"), /no document matches/);
    }
    assert.equal(await Account.count(), 0);
    assert.throws(
      () => nobody.replaceOne(new Account({ id: "x", owner: "y" })).options({ upsert: true } as never),
      /no option of a replace query/,
    );
  });

  test("replaceOne answers with the document as it was or is", async () => {
    await Account.deleteAll();
    await new Account({ id: "k", owner: "ann" }).insert();
    const replace = Account.findOne({ id: "k" }).replaceOne(new Account({ id: "x", owner: "bob" }));
    const before = await replace.responseType("OLD_DOCUMENT");
    assert.deepEqual([before.id, before.owner], ["k", "ann"]);
    const after = await replace.responseType(UpdateResponse.NEW_DOCUMENT);
    assert.ok(after instanceof Account);
    assert.deepEqual([after.id, after.owner], ["k", "bob"]);
  });
});

describe("deleting", () => {
  beforeEach(async () => void await restock());

  test("all that match, the first, the first by a sort", async () => {
    assert.deepEqual(await Product.find(Product.price.gt(4)).delete(), { deletedCount: 1 });
    assert.deepEqual(await Product.findOne({ "addr.city": "Rome" }).delete(), { deletedCount: 1 });
    assert.deepEqual(await Product.findOne({ "addr.city": "Oslo" }).sort("-price").deleteOne(), { deletedCount: 1 });
    assert.equal(await Product.find({ price: 4 }).exists(), false);
    assert.deepEqual(await Product.findOne({ price: 9 }).delete(), { deletedCount: 0 });
    assert.deepEqual(await Product.find({ price: 9 }).deleteMany(), { deletedCount: 0 });
    assert.deepEqual(await Product.deleteAll(), { deletedCount: 2 });
  });

  test("a delete of one document answers with it, as it was", async () => {
    const gone = await Product.findOne({ "addr.city": "Oslo" }).sort("-price").delete().responseType("OLD_DOCUMENT");
    assert.ok(gone instanceof Product);
    assert.equal(gone.price, 4);
    const none = Product.findOne({ price: 4 }).deleteOne();
    assert.equal(await none.responseType("OLD_DOCUMENT"), null);
    assert.deepEqual(await none, { deletedCount: 0 });
    assert.throws(() => none.responseType("NEW_DOCUMENT" as never), InvalidArgument);
    const many = Product.find({ price: 1 }).delete() as unknown as typeof none;
    assert.throws(() => many.responseType("OLD_DOCUMENT"), /findOne/);
    assert.equal(await Product.count(), 4);
  });

  test("without criteria a query is refused when it runs, and the message names the explicit forms", async () => {
    const wrapped = [{ $and: [{}] }, { $or: [{ name: "p1" }, {}] }, { $comment: "all" }].map((filter) =>
      Product.find(filter)
    );
    for (const empty of [Product.find(), Product.find({}), Product.find().find({}), ...wrapped]) {
      await assert.rejects(async () => await empty.delete(), /findAll\(\)\.delete\(\) or Product\.deleteAll\(\)/);
      await assert.rejects(
        async () => await empty.set({ price: 1 }),
        /findAll\(\)\.update\(\.\.\.\) or Product\.updateAll/,
      );
    }
    assert.equal(await Product.count(), 5);
    assert.equal((await Product.updateAll(Inc({ price: 1 }))).matchedCount, 5);
    assert.equal((await Product.findAll().set({ price: 1 })).matchedCount, 5);
    assert.equal((await Product.findAll().delete()).deletedCount, 5);
  });

  test("skip and limit, which the server can not write with, are refused", async () => {
    await assert.rejects(async () => await Product.find({ price: 1 }).limit(1).delete(), /limit/);
    await assert.rejects(async () => await Product.find({ price: 1 }).skip(1).set({ price: 2 }), /skip/);
    assert.equal(await Product.count(), 5);
  });

  test("a write joins its session", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Product.find({ price: 1 }).session(session).delete();
    await Product.findOne({ price: 2 }).session(session).set({ price: 20 });
    assert.equal(await Product.find().session(session).count(), 4);
    assert.equal(await Product.count(), 5);
    await session.abort();
    assert.equal(await Product.count(), 5);
  });
});
