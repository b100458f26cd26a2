import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, Model, SortDirection } from "../../mod.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import type { Sorting } from "../../src/types/filters.ts";
import { Product, restock, shop } from "./shop.ts";

const at = shop("building");

/** Articles with a text index. */
class Article extends Document({ title: z.string(), stars: z.int() }) {
  static settings = { name: "articles" };
}

/** Reads by a projection that computes. */
class Total extends Model({ label: z.string(), total: z.number() }) {
  static settings = {
    projection: { _id: 0, label: "$name", total: { $multiply: ["$price", "$in_stock"] } },
  };
}

/** Products of which only the name is read, whoever reads them. */
class NameOnly extends Document({ name: z.string(), price: z.number().optional() }) {
  static settings = { name: "names", projection: { name: 1 } };
}

describe("building queries", () => {
  before(async () => {
    await restock();
    await init({ database: at.database, documentModels: [Article, NameOnly] });
    await at.database.command({
      createIndexes: "articles",
      indexes: [{ key: { title: "text" }, name: "title_text" }],
    });
    await Article.insertMany([1, 2, 3].map((stars) => new Article({ title: `tea ${stars}`, stars })));
  });
  const prices = (found: readonly { price: number }[]) => found.map(({ price }) => price);

  test("one criterion is the filter, several are joined, none leaves it empty", () => {
    assert.deepEqual(Product.find().getFilterQuery(), {});
    assert.deepEqual(Product.find({}, {}).getFilterQuery(), {});
    assert.deepEqual(Product.find({ stock: 3 }).getFilterQuery(), { in_stock: 3 });
    const joined = { $and: [{ price: { $gt: 1 } }, { "a.c": "Rome" }, { in_stock: 3 }] };
    assert.deepEqual(
      Product.find(Product.price.gt(1), Product.addr.city.eq("Rome"), { stock: 3 }).getFilterQuery(),
      joined,
    );
    assert.deepEqual(
      Product.find(Product.price.gt(1)).find(Product.addr.city.eq("Rome")).findMany({ stock: 3 }).getFilterQuery(),
      joined,
    );
    assert.deepEqual(Product.findOne(Product.price.gt(1)).findOne({ stock: 3 }).getFilterQuery(), {
      $and: [{ price: { $gt: 1 } }, { in_stock: 3 }],
    });
  });

  test("the criteria of an update or a delete are those of its query", () => {
    const query = Product.find(Product.price.gt(1));
    for (const write of [query.set({ price: 2 }), query.delete(), Product.findOne(Product.price.gt(1)).deleteOne()]) {
      assert.deepEqual(write.getFilterQuery(), { price: { $gt: 1 } });
    }
  });

  const forms: [string, (Sorting<Product> | readonly Sorting<Product>[])[]][] = [
    ["names", ["-addr" as never, "+price", "name"]],
    ["pairs", [["addr", -1], ["price", 1], ["name", SortDirection.ASCENDING]]],
    ["a list of names", [["-addr" as never, "price", "+name"]]],
    ["a list of pairs and keys", [[["addr", SortDirection.DESCENDING], Product.price.asc(), "name"]]],
    ["expressions and functions", [Product.addr.desc(), (f) => f.price.asc(), Product.fields.name.asc()]],
  ];
  for (const [name, keys] of forms) {
    test(`sort takes ${name}`, () => {
      assert.deepEqual(Product.find().sort(...keys).buildAggregationPipeline(), [{
        $sort: { a: -1, price: 1, name: 1 },
      }]);
    });
  }

  test("sort keys add up; the first place of a field counts", async () => {
    const sorted = Product.find().sort("-addr" as never).sort("price").sort("+addr" as never);
    assert.deepEqual(sorted.buildAggregationPipeline(), [{ $sort: { a: -1, price: 1 } }]);
    assert.deepEqual(prices(await Product.find().sort(["price", -1]).limit(2)), [5, 4]);
  });

  test("what is no sort key is refused", () => {
    for (
      const wrong of [3, null, undefined, {}, ["price", 2], ["price", "up"], [["price", 1, 2]], "pric", ["pric", 1]]
    ) {
      assert.throws(() => Product.find().sort(wrong as never), InvalidArgument, JSON.stringify(wrong));
    }
  });

  test("of skip and limit the last value counts, and 0 means none", () => {
    assert.deepEqual(Product.find().skip(1).skip(3).limit(5).limit(2).buildAggregationPipeline(), [
      { $skip: 3 },
      { $limit: 2 },
    ]);
    assert.deepEqual(Product.find().skip(1).skip(0).limit(5).limit(0).buildAggregationPipeline(), []);
  });

  test("a pipeline of the query holds its filter, sort, skip and limit in this order", () => {
    assert.deepEqual(Product.find({ price: 1 }).limit(2).skip(1).sort("-price").buildAggregationPipeline(), [
      { $match: { price: 1 } },
      { $sort: { price: -1 } },
      { $skip: 1 },
      { $limit: 2 },
    ]);
  });

  test("a text search is the first stage, wherever it stands among the criteria", async () => {
    const text = { $text: { $search: "tea" } };
    const queries = [
      Article.find(text, { stars: { $gt: 1 } }),
      Article.find({ stars: { $gt: 1 } }, text),
      Article.find({ stars: { $gt: 1 } }).find(text),
      Article.find({ stars: { $gt: 1 } }, { $and: [text] }),
    ];
    for (const query of queries) {
      const [first, second] = query.buildAggregationPipeline();
      assert.match(JSON.stringify(first), /\$text/);
      assert.deepEqual(second, { $match: { stars: { $gt: 1 } } });
      assert.equal(await query.count(), 2);
      assert.equal((await query).length, 2);
      assert.equal(await query.sum(Article.stars), 5);
    }
    assert.deepEqual(Article.find(text).buildAggregationPipeline(), [{ $match: text }]);
    assert.deepEqual(Article.find({ ...text, stars: 2 }).buildAggregationPipeline(), [{
      $match: { ...text, stars: 2 },
    }]);
  });

  test("a clone is another query that asks the same", async () => {
    const query = Product.find(Product.price.gt(2)).sort("-price").limit(2);
    const copy = query.clone();
    assert.notEqual(copy, query);
    assert.deepEqual(prices(await copy), prices(await query));
    const wider = copy.limit(3);
    assert.deepEqual(prices(await query), [5, 4]);
    assert.deepEqual(prices(await wider), [5, 4, 3]);
    const one = Product.findOne({ price: 1 });
    assert.equal((await one.clone())?.price, 1);
    const update = Product.find({ price: 1 }).set({ price: 1 });
    assert.deepEqual(await update.clone(), { matchedCount: 1, modifiedCount: 0 });
    const rows = query.aggregate<{ price: number }>([{ $project: { _id: 0, price: 1 } }]);
    assert.deepEqual(rows.clone().getAggregationPipeline(), rows.getAggregationPipeline());
    assert.deepEqual(await rows.clone(), await rows);
  });

  test("every await runs the query again", async () => {
    const query = Product.find({ name: "again" });
    const made = () => new Product({ name: "again", price: 100, stock: 1, addr: { city: "Bern" } });
    assert.equal((await query).length, 0);
    await made().insert();
    assert.equal((await query).length, 1);
    const update = query.inc({ stock: 1 });
    await update;
    await update;
    assert.equal((await query)[0]?.stock, 3);
    await query.delete();
  });

  test("a cursor of a query is read once; each call gives another", async () => {
    const query = Product.find().sort("price");
    const cursor = query.getCursor();
    const seen: number[] = [];
    for await (const product of cursor) seen.push(product.price);
    assert.deepEqual(seen, [1, 2, 3, 4, 5]);
    assert.deepEqual(await cursor.toArray(), []);
    assert.deepEqual(prices(await query.getCursor().toArray()), seen);
    assert.ok((await query.getCursor().next()).value instanceof Product);
  });

  test("distinct takes an expression or a name, and leaves sort, skip and limit aside", async () => {
    assert.deepEqual((await Product.find().sort("price").skip(1).limit(1).distinct(Product.addr.city)).sort(), [
      "Oslo",
      "Rome",
    ]);
    assert.deepEqual((await Product.distinct("stock")).sort(), [10, 20, 30, 40, 50]);
    assert.deepEqual((await Product.find({ price: { $lt: 3 } }).distinct("tags")).sort(), ["all", "even", "odd"]);
    await assert.rejects(() => Product.distinct("nam" as never), InvalidArgument);
    await assert.rejects(() => Product.distinct(3 as never), InvalidArgument);
  });

  test("a projection model's settings.projection is sent as it is", async () => {
    const totals = await Product.find().sort("-price").limit(2).project(Total);
    assert.deepEqual(totals.map(({ label, total }) => [label, total]), [["p5", 250], ["p4", 160]]);
    assert.ok(totals[0] instanceof Total);
    assert.equal((await Product.findOne({ price: 3 }).project(Total))?.total, 90);
    const rows = await Product.aggregate([{ $match: { price: 2 } }]).project(Total);
    assert.deepEqual(rows.map(({ total }) => total), [40]);
  });

  test("a document's own settings.projection is sent by its own reads", async () => {
    await new NameOnly({ name: "x", price: 3 }).insert();
    assert.equal((await NameOnly.findOne())?.price, undefined);
    assert.deepEqual((await NameOnly.find()).map(({ name }) => name), ["x"]);
  });

  test("explain of each kind of read, as much as is asked for", async () => {
    const query = Product.find(Product.price.gt(1));
    for (const explained of [query, Product.findOne({ price: 1 }), query.aggregate([{ $sort: { price: 1 } }])]) {
      assert.match(JSON.stringify(await explained.explain()), /"queryPlanner"/);
      assert.match(JSON.stringify(await explained.explain("executionStats")), /"executionStats"/);
    }
  });

  test("setSession is session, on reads, writes and aggregations", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Product.find({ price: 5 }).setSession(session).delete();
    assert.equal(await Product.find().setSession(session).count(), 4);
    assert.equal((await Product.aggregate([]).setSession(session)).length, 4);
    assert.equal((await Product.find().setSession(session).aggregate([])).length, 4);
    assert.equal(await Product.findOne({ price: 5 }).setSession(session), null);
    assert.equal(await Product.find().count(), 5);
    await session.abort();
    assert.throws(() => Product.find().setSession({} as never), InvalidArgument);
  });

  test("calls that run at once take a session, a signal and options, on classes and queries", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Product.find({ price: 5 }).session(session).delete();
    const inside = { session };
    for (const  of of[Product, Product.find()]) {
      assert.deepEqual([await of.count(), await of.count(inside)], [5, 4]);
      assert.deepEqual([await of.sum(Product.price), await of.sum(Product.price, inside)], [15, 10]);
      assert.deepEqual([await of.avg(Product.price, inside), await of.max(Product.price, inside)], [2.5, 4]);
      assert.deepEqual([await of.max(Product.price), await of.min(Product.price, inside)], [5, 1]);
      assert.deepEqual((await of.distinct(Product.price, inside)).sort(), [1, 2, 3, 4]);
      assert.equal(await of.exists(inside), true);
      await assert.rejects(async () => await of.count({ hint: "no_such_index" }), /hint/);
      const reason = new Error("enough");
      await assert.rejects(async () => await of.exists({ signal: AbortSignal.abort(reason) }), reason);
      for (const wrong of [3, "x", { sesion: session }, { session: {} }, { upsert: true }]) {
        await assert.rejects(async () => await of.count(wrong as never), InvalidArgument);
      }
    }
    assert.equal(await Product.findOne({ price: 5 }).exists(inside), false);
    assert.equal(await Product.findOne({ price: 5 }).count(inside), 0);
    await session.abort();
  });

  test("an update pipeline is a list of stages", async () => {
    for (const wrong of [[], ["x"], [null], [[{ $set: { price: 1 } }]]]) {
      await assert.rejects(async () => await Product.find({ price: 1 }).update(wrong as never), InvalidArgument);
    }
    await assert.rejects(
      async () => await Product.find({ price: 1 }).update([{ $set: { price: 1 } }], { $set: { price: 1 } }),
      /not both/,
    );
  });

  test("the update of a query can be looked at: operators of one kind merge, the last value of a path wins", () => {
    const update = Product.find({ price: 1 }).set({ price: 2, "addr.city": "Bern" }).inc({ stock: 1 });
    const changes = { $set: { price: 2, "a.c": "Bern" }, $inc: { in_stock: 1 } };
    assert.deepEqual(update.getUpdateQuery(), changes);
    assert.deepEqual(update.set({ price: 3 }).getUpdateQuery(), {
      $set: { "a.c": "Bern", price: 3 },
      $inc: { in_stock: 1 },
    });
    assert.deepEqual(update.getUpdateQuery(), changes);
    const stages = [{ $set: { price: 2 } }];
    assert.deepEqual(Product.findOne({ price: 1 }).update(stages).getUpdateQuery(), stages);
    assert.throws(() => Product.find({ price: 1 }).set({}).getUpdateQuery(), /changes nothing/);
  });

  test("hint, collation, let and comment reach the server with reads and writes", async () => {
    const comment = "from a test";
    const named = Product.find({ name: "P2" }).options({ collation: { locale: "en", strength: 2 }, comment });
    assert.deepEqual(await named.inc({ stock: 1 }), { matchedCount: 1, modifiedCount: 1 });
    assert.deepEqual(await named.update(Product.stock.inc(-1)).options({ hint: "_id_" }), {
      matchedCount: 1,
      modifiedCount: 1,
    });
    await assert.rejects(async () => await named.inc({ stock: 1 }).options({ hint: "no_such_index" }), /hint/);
    await assert.rejects(async () => await named.delete().options({ hint: "no_such_index" }), /hint/);
    const dear = Product.find({ $expr: { $gt: ["$price", "$$low"] } }).options({ let: { low: 3 } });
    assert.deepEqual(prices(await dear.sort("price")), [4, 5]);
    assert.equal(await dear.count(), 2);
    assert.deepEqual(await dear.currentDate({ madeAt: true }), { matchedCount: 2, modifiedCount: 2 });
  });
});
