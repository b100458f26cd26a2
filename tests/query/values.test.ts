import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { avg, max, min, sum } from "../../src/query/accumulators.ts";
import { Account, CODES, Product, restock, shop, Short } from "./shop.ts";

const at = shop("values");

describe("values computed in the server", () => {
  before(async () => void await restock());

  test("sum and avg of what is declared as something else than a number are refused", async () => {
    await assert.rejects(Product.sum("name" as never), /name holds no numbers: \$sum/);
    await assert.rejects(Product.find({ price: 1 }).avg(Product.tags as never), /tags holds no numbers: \$avg/);
  });

  test("sum, avg, min and max of what matches, null when nothing does", async () => {
    assert.equal(await Product.sum(Product.price), 15);
    assert.equal(await Product.avg(Product.stock), 30);
    assert.equal(await Product.find(Product.price.gt(3)).sum(Product.price), 9);
    assert.equal(await Product.find().sort("-price").limit(2).sum(Product.price), 9);
    assert.deepEqual(await Product.max(Product.madeAt), new Date(Date.UTC(2024, 0)));
    assert.deepEqual(await Product.min(Product.released), new Date(Date.UTC(2020, 0)));
    assert.equal(await Product.max(Product.serial), 5n);
    for (const none of [Product.find({ price: 9 })]) {
      assert.equal(await none.sum(Product.price), null);
      assert.equal(await none.avg(Product.price), null);
      assert.equal(await none.min(Product.price), null);
      assert.equal(await none.max(Product.price), null);
    }
  });

  test("distinct gives values as instances hold them, of lists those of the elements", async () => {
    assert.deepEqual((await Product.distinct(Product.addr.city)).sort(), ["Oslo", "Rome"]);
    assert.deepEqual((await Product.distinct(Product.tags)).sort(), ["all", "even", "odd"]);
    assert.deepEqual((await Product.distinct(Product.code)).sort(), [...CODES]);
    assert.deepEqual(await Product.find({ price: 1 }).distinct(Product.released), [new Date(Date.UTC(2020, 0))]);
    assert.deepEqual(await Product.find({ price: 2 }).distinct(Product.items), [{ sku: "a", n: 1 }, {
      sku: "b",
      n: 2,
    }]);
  });

  test("aggregate with stages of the server, after the query's filter and before its sort and limit", async () => {
    const query = Product.find(Product.price.gt(1)).sort("-price").limit(2);
    const doubled = query.aggregate<{ price: number }>([{ $project: { _id: 0, price: { $multiply: ["$price", 2] } } }]);
    assert.deepEqual(await doubled, [{ price: 10 }, { price: 8 }]);
    assert.deepEqual(doubled.getAggregationPipeline()[0], { $match: { price: { $gt: 1 } } });
    assert.deepEqual(await doubled.toList(1), [{ price: 10 }]);
    const seen: number[] = [];
    for await (const row of doubled) seen.push(row.price);
    assert.deepEqual(seen, [10, 8]);
    const projected = await Product.aggregate([{ $match: { price: 1 } }]).project(z.object({ name: z.string() }));
    assert.deepEqual(projected, [{ name: "p1" }]);
    assert.throws(() => Product.aggregate("x" as never), InvalidArgument);
  });

  test("the stages of an aggregation: filter, those given, then sort, skip, limit and projection", () => {
    const group = [{ $group: { _id: "$a.c" } }];
    const query = Product.find({ price: 1 });
    const stages = (run: { getAggregationPipeline(): object[] }) => run.getAggregationPipeline();
    assert.deepEqual(stages(Product.aggregate(group)), group);
    assert.deepEqual(stages(query.aggregate(group)), [{ $match: { price: 1 } }, ...group]);
    assert.deepEqual(stages(Product.find().sort("-price").aggregate(group)), [...group, { $sort: { price: -1 } }]);
    assert.deepEqual(stages(Product.findAll().skip(2).aggregate(group)), [...group, { $skip: 2 }]);
    assert.deepEqual(stages(query.limit(3).sort("price").skip(1).aggregate(group).project(Short)), [
      { $match: { price: 1 } },
      ...group,
      { $sort: { price: 1 } },
      { $skip: 1 },
      { $limit: 3 },
      { $project: { name: 1, price: 1, _id: 0 } },
    ]);
  });

  test("an aggregation joins a session, and its projection gives instances", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Product.find({ price: 5 }).session(session).delete();
    const all = [{ $sort: { price: 1 } }];
    assert.equal((await Product.find().session(session).aggregate(all)).length, 4);
    assert.equal((await Product.aggregate(all).session(session)).length, 4);
    const shorts = await Product.aggregate(all).project(Short).session(session);
    assert.deepEqual(shorts.map(({ text }) => text), ["p1: 1", "p2: 2", "p3: 3", "p4: 4"]);
    assert.ok(shorts[0] instanceof Short);
    await session.abort();
  });

  test("an unknown option of an aggregation is refused, a wrong stage is the server's error", async () => {
    assert.throws(() => Product.aggregate([]).options({ alowDiskUse: true } as never), InvalidArgument);
    await assert.rejects(async () => await Product.aggregate([{ $nonsense: 1 }]), /nonsense/);
    for (const wrong of [null, {}, [1], [null], [[]]]) {
      assert.throws(() => Product.aggregate(wrong as never), InvalidArgument);
    }
  });

  test("of an empty collection every value is null, and every list empty", async () => {
    for (const empty of [Account, Account.find()]) {
      assert.equal(await empty.sum(Account.balance), null);
      assert.equal(await empty.avg(Account.balance), null);
      assert.equal(await empty.min(Account.balance), null);
      assert.equal(await empty.max(Account.balance), null);
      assert.deepEqual(await empty.distinct(Account.owner), []);
      assert.equal(await empty.count(), 0);
      assert.equal(await empty.exists(), false);
    }
    assert.deepEqual(await Account.find(), []);
    assert.deepEqual(await Account.aggregate([{ $sort: { owner: 1 } }]), []);
    assert.equal(await Account.findOne(), null);
  });

  test("a typed pipeline groups, computes and sorts", async () => {
    const rows = await Product.aggregate((p) =>
      p.match(Product.price.gt(1))
        .group((g) => g.addr.city, (g) => ({
          total: sum(g.price),
          rows: sum(1),
          mean: avg(g.price),
          first: min(g.released),
          last: max(g.serial),
        }))
        .sort({ total: -1 })
    );
    assert.deepEqual(rows, [
      { _id: "Rome", total: 8, rows: 2, mean: 4, first: new Date(Date.UTC(2022, 0)), last: 5n },
      { _id: "Oslo", total: 6, rows: 2, mean: 3, first: new Date(Date.UTC(2021, 0)), last: 4n },
    ]);
  });

  test("fields of rows can be matched, by the kinds they come from", async () => {
    const rows = await Product.aggregate((p) =>
      p.group((g) => g.code, (g) => ({ total: sum(g.stock) }))
        .match((r) => r._id.in([CODES[0]!, CODES[4]!]), { total: { $gt: 10 } })
    );
    assert.deepEqual(rows, [{ _id: CODES[4], total: 50 }]);
    const free = await Product.aggregate((p) =>
      p.sort({ price: 1 }).stage<{ x: { y: number } }>({ $project: { _id: 0, x: { y: "$price" } } }).match((r) =>
        r.x.y.gt(3)
      ).skip(1).limit(1)
    );
    assert.deepEqual(free, [{ x: { y: 5 } }]);
  });

  test("rows of whole documents are plain objects as instances hold their values", async () => {
    const [row] = await Product.aggregate((p) => p.match((f) => f.code.eq(CODES[0]!)));
    assert.equal(row?.stock, 10);
    assert.equal(row?.code, CODES[0]);
    assert.deepEqual(row?.addr, { city: "Rome", zip: "0001" });
  });

  test("a group of bare fields is refused", () => {
    assert.throws(() => Product.aggregate((p) => p.group((g) => g.addr.city, (g) => ({ x: g.price }))), /accumulator/);
  });
});
