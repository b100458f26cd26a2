import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { objectId } from "../../src/schema/bson.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Account, CODES, Product, restock, shop, Short } from "./shop.ts";

shop("find");

describe("finding", () => {
  let stored: Product[];
  before(async () => {
    stored = await restock();
  });
  const prices = (found: readonly { price: number }[]) => found.map(({ price }) => price);

  test("awaiting a query gives instances of the class", async () => {
    const found = await Product.find(Product.price.eq(2));
    assert.equal(found.length, 1);
    assert.ok(found[0] instanceof Product);
    assert.equal(found[0].label, "p2 2");
    assert.deepEqual(found[0].addr, { city: "Oslo" });
    assert.equal(found[0].code, CODES[1]);
    assert.equal(found[0].serial, 2n);
    assert.deepEqual(found[0].released, new Date(Date.UTC(2021, 0)));
    assert.ok(found[0].id.equals(stored[1]!.id));
  });

  test("sort, skip and limit", async () => {
    const all = Product.findAll().sort(Product.price.desc());
    assert.deepEqual(prices(await all), [5, 4, 3, 2, 1]);
    assert.deepEqual(prices(await all.skip(1).limit(2)), [4, 3]);
    assert.deepEqual(prices(await all.limit(2).limit(0).skip(3)), [2, 1]);
    assert.deepEqual(prices(await Product.all().sort("+addr.city" as never, "-price")), [4, 2, 5, 3, 1]);
    assert.deepEqual(prices(await Product.find().sort((f) => f.stock.desc()).limit(1)), [5]);
  });

  test("queries are immutable: a derived one leaves its origin as it was", async () => {
    const base = Product.find(Product.price.gt(1)).sort("price");
    const narrow = base.find({ "addr.city": "Rome" }).limit(1);
    assert.deepEqual(prices(await narrow), [3]);
    assert.deepEqual(prices(await base), [2, 3, 4, 5]);
    assert.deepEqual(base.getFilterQuery(), { price: { $gt: 1 } });
  });

  test("skip and limit that are no whole numbers from 0 are refused at once", () => {
    for (const wrong of [NaN, -1, 1.5, Infinity, "3", undefined]) {
      assert.throws(() => Product.find().limit(wrong as never), InvalidArgument);
      assert.throws(() => Product.find().skip(wrong as never), InvalidArgument);
    }
  });

  test("toList, firstOrNull, count and exists", async () => {
    const oslo = Product.find(Product.addr.city.eq("Oslo")).sort("-price");
    assert.deepEqual(prices(await oslo.toList()), [4, 2]);
    assert.deepEqual(prices(await oslo.toList(1)), [4]);
    assert.deepEqual(await oslo.toList(0), []);
    assert.equal((await oslo.firstOrNull())?.price, 4);
    assert.equal(await Product.find({ price: 9 }).firstOrNull(), null);
    assert.equal(await oslo.count(), 2);
    assert.equal(await oslo.skip(1).limit(5).count(), 1);
    assert.equal(await oslo.limit(1).count(), 1);
    assert.equal(await Product.find({ price: 9 }).count(), 0);
    assert.equal(await Product.count(), 5);
    assert.equal(await oslo.exists(), true);
    assert.equal(await Product.find({ price: 9 }).exists(), false);
    assert.equal(await Product.exists(), true);
  });

  test("each loop opens a fresh cursor", async () => {
    const query = Product.find(Product.price.gt(2)).sort("price").options({ batchSize: 2 });
    for (let round = 0; round < 2; round++) {
      const seen: number[] = [];
      for await (const product of query) seen.push(product.price);
      assert.deepEqual(seen, [3, 4, 5]);
    }
    for await (const product of query) {
      assert.equal(product.price, 3);
      break;
    }
  });

  test("findOne gives a document or null, and can sort", async () => {
    assert.equal((await Product.findOne(Product.price.eq(3)))?.name, "p3");
    assert.equal(await Product.findOne({ price: 9 }), null);
    assert.equal((await Product.findOne().sort("-price"))?.price, 5);
    assert.equal(await Product.findOne({ "addr.city": "Oslo" }).count(), 2);
    assert.equal(await Product.findOne({ price: 9 }).exists(), false);
  });

  test("get converts the text of an id, and refuses what can be none", async () => {
    const { id } = stored[0]!;
    assert.equal((await Product.get(id))?.price, 1);
    assert.equal((await Product.get(id.toString()))?.price, 1);
    assert.equal(await Product.get(new ObjectId()), null);
    assert.throws(() => Product.get("no id"), ValidationError);
    assert.throws(() => Product.get(undefined as never), ValidationError);
    assert.throws(() => Account.get(3 as never), ValidationError);
  });

  test("project gives another class, or what a Zod schema says", async () => {
    const short = await Product.find().sort("price").limit(1).project(Short);
    assert.ok(short[0] instanceof Short);
    assert.equal(short[0].text, "p1: 1");
    const plain = await Product.find().sort("price").project(z.object({ id: objectId(), name: z.string() }));
    assert.deepEqual(plain[0], { id: stored[0]!.id, name: "p1" });
    assert.equal((await Product.findOne({ price: 2 }).project(Short))?.text, "p2: 2");
    assert.throws(() => Product.find().project(z.string() as never), InvalidArgument);
    assert.throws(() => Product.find().project({} as never), InvalidArgument);
  });

  test("select gives plain objects with some fields and the id", async () => {
    const rows = await Product.find().sort("price").limit(1).select("stock", "addr", "code");
    assert.deepEqual(rows, [{ id: stored[0]!.id, stock: 10, addr: { city: "Rome", zip: "0001" }, code: CODES[0] }]);
    assert.throws(() => Product.find().select("nam" as never), InvalidArgument);
  });

  test("options reach the server, unknown ones are refused", async () => {
    const insensitive = Product.find({ name: "P1" }).options({ collation: { locale: "en", strength: 2 } });
    assert.deepEqual(prices(await insensitive), [1]);
    assert.equal(await insensitive.count(), 1);
    await assert.rejects(async () => await Product.find().options({ hint: "no_such_index" }), /hint/);
    assert.throws(() => Product.find().options({ colation: {} } as never), /collation/);
  });

  test("an aborted signal rejects with its reason", async () => {
    const reason = new Error("enough");
    await assert.rejects(async () => await Product.find().signal(AbortSignal.abort(reason)), reason);
  });

  test("explain tells how the server would run it", async () => {
    const plan = await Product.find(Product.price.gt(1)).explain();
    assert.ok("queryPlanner" in plan);
  });

  test("a query of a model that is not bound rejects and names init", async () => {
    const { Document } = await import("../../mod.ts");
    class Unbound extends Document({ x: z.number() }) {}
    await assert.rejects(async () => await Unbound.find(), /init\(/);
  });
});
