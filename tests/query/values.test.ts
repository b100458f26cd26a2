import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { avg, max, min, sum } from "../../src/query/accumulators.ts";
import { CODES, Product, restock, shop } from "./shop.ts";

shop("values");

describe("values computed in the server", () => {
  before(async () => void await restock());

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
