import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  addToSet,
  avg,
  compute,
  count,
  Document,
  DocumentWithSoftDelete,
  first,
  init,
  last,
  max,
  push,
  sum,
  uuid,
} from "../../mod.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { planHandle } from "../../src/client/plan-handles.ts";
import { CODES, Product, restock, shop } from "./shop.ts";

const at = shop("pipeline");

/** Makers of products, found by the city where they are. */
class Maker extends Document({ code: uuid(), city: z.string(), since: z.date(), crew: z.object({ hands: z.int() }) }) {
  static settings = { name: "makers" };
}

/** Remarks on products, which can be taken back. */
class Remark extends DocumentWithSoftDelete({ code: uuid(), text: z.string() }) {
  static settings = { name: "remarks" };
}

describe("the typed pipeline", () => {
  before(async () => {
    await restock();
    await init({ database: at.database, documentModels: [Maker, Remark] });
    await Maker.insertMany([
      new Maker({ code: CODES[0]!, city: "Rome", since: new Date(0), crew: { hands: 3 } }),
      new Maker({ code: CODES[1]!, city: "Rome", since: new Date(1000), crew: { hands: 5 } }),
    ]);
  });

  test("every accumulator, of fields and of what is computed", async () => {
    const rows = await Product.aggregate((p) =>
      p.sort({ price: 1 }).group((g) => g.addr.city, (g) => ({
        rows: count(),
        ones: sum(1),
        worth: sum(compute<number>({ $multiply: [g.price, g.stock] })),
        first: first(g.code),
        last: last(g.released),
        dear: max(compute<number>({ $add: [g.price, 0.5] })),
        mean: avg(g.weight),
        codes: push(g.code),
        tags: addToSet(g.tags),
        costs: push(g.cost),
      })).sort({ _id: -1 })
    );
    const [rome, oslo] = rows;
    assert.deepEqual({ ...rome, tags: undefined }, {
      _id: "Rome",
      rows: 3,
      ones: 3,
      worth: 350,
      first: CODES[0],
      last: new Date(Date.UTC(2024, 0)),
      dear: 5.5,
      mean: 2,
      codes: [CODES[0], CODES[2], CODES[4]],
      tags: undefined,
      costs: [3, 3],
    });
    assert.deepEqual(rome!.tags, [["all", "odd"]]);
    assert.deepEqual(oslo!.codes, [CODES[1], CODES[3]]);
  });

  test("a group of all rows, and one by several fields", async () => {
    const [all] = await Product.aggregate((p) => p.group(null, (g) => ({ total: sum(g.price) })));
    assert.deepEqual(all, { _id: null, total: 15 });
    const groups = await Product.aggregate((p) =>
      p.group((g) => ({ city: g.addr.city, code: g.code }), (g) => ({ n: sum(g.stock) }))
        .match((r) => r._id.city.eq("Rome"), (r) => r._id.code.in([CODES[0]!, CODES[1]!]))
    );
    assert.deepEqual(groups, [{ _id: { city: "Rome", code: CODES[0] }, n: 10 }]);
  });

  test("a group's key is found under its name in filters and sorts too", async () => {
    const rows = await Product.aggregate((p) =>
      p.group((g) => g.addr.city, () => ({ n: count() })).match({ _id: { $in: ["Rome", "Oslo"] } }).sort("-_id")
    );
    assert.deepEqual(rows, [{ _id: "Rome", n: 3 }, { _id: "Oslo", n: 2 }]);
  });

  test("unwind puts an element in the place of the list", async () => {
    const rows = await Product.aggregate((p) =>
      p.match({ price: 2 }).unwind("items").match((r) => r.items.n.gt(1)).select("items", "code")
    );
    assert.deepEqual(rows, [{ id: rows[0]!.id, code: CODES[1], items: { sku: "b", n: 2 } }]);
    const tags = await Product.aggregate((p) =>
      p.unwind("tags").group((g) => g.tags, () => ({ n: count() })).sort("_id")
    );
    assert.deepEqual(tags, [{ _id: "all", n: 5 }, { _id: "even", n: 2 }, { _id: "odd", n: 3 }]);
    const numbered = await Product.aggregate((p) =>
      p.match({ price: 1 }).unwind("tags", { index: "at" }).project((r) => ({ tag: r.tags, at: r.at }))
    );
    assert.deepEqual(numbered, [{ tag: "all", at: 0 }, { tag: "odd", at: 1 }]);
  });

  test("unwind leaves out rows without elements unless it is told to keep them", async () => {
    await Product.find({ price: 3 }).set({ tags: [] });
    const of3 = (keepEmpty: boolean) =>
      Product.aggregate((p) =>
        p.match({ price: 3 }).unwind("tags", { keepEmpty, index: "at" }).select("name", "tags", "at")
      );
    assert.equal((await of3(false)).length, 0);
    const [row] = await of3(true);
    assert.deepEqual([row!.name, row!.tags, row!.at], ["p3", undefined, null]);
  });

  test("addFields computes beside the fields, project alone", async () => {
    const [row] = await Product.aggregate((p) =>
      p.match({ price: 2 }).addFields((f) => ({
        worth: compute<number>({ $multiply: [f.price, f.stock] }),
        made: f.released,
        stock: compute<number>({ $add: [f.stock, 1] }),
      })).match({ worth: 40 }, (r) => r.made.eq(new Date(Date.UTC(2021, 0))))
    );
    assert.deepEqual([row!.worth, row!.made, row!.stock, row!.code, row!.addr], [
      40,
      new Date(Date.UTC(2021, 0)),
      21,
      CODES[1],
      { city: "Oslo" },
    ]);
    const projected = await Product.aggregate((p) =>
      p.sort("price").limit(1).project((f) => ({
        town: f.addr.city,
        code: f.code,
        twice: compute<number>({ $multiply: [2, f.price] }),
      }))
    );
    assert.deepEqual(projected, [{ town: "Rome", code: CODES[0], twice: 2 }]);
    const same = await Product.aggregate((p) =>
      p.match({ price: 1 }).set((f) => ({ id: f.id, name: f.code })).select("name")
    );
    assert.deepEqual(same.map(({ name }) => name), [CODES[0]]);
  });

  test("what a row lacks is null where it is computed from", async () => {
    const rows = await Product.aggregate((p) =>
      p.match({ price: 5 }).project((f) => ({ cost: f.cost, zip: f.addr.zip, none: compute<null>("$nowhere") }))
    );
    assert.deepEqual(rows, [{ cost: null, zip: null, none: null }]);
  });

  test("fields of the collection that the model does not know stay out of the rows", async () => {
    await Product.find({ price: 1 }).update([{ $set: { unheard: 1 } }]);
    const [row] = await Product.aggregate((p) =>
      p.match({ price: 1 }).addFields((f) => ({ twice: f.price })).unwind("items")
    );
    assert.equal("unheard" in row!, false);
    assert.equal(row!.twice, 1);
  });

  test("count gives the number of rows, and no row when there are none", async () => {
    assert.deepEqual(await Product.find({ price: { $gt: 3 } }).aggregate((p) => p.count()), [{ count: 2 }]);
    assert.deepEqual(await Product.aggregate((p) => p.count("many").match((r) => r.many.gt(1))), [{ many: 5 }]);
    assert.deepEqual(await Product.aggregate((p) => p.match({ price: 9 }).count()), []);
  });

  test("replaceRoot puts an object in the place of the row", async () => {
    const rows = await Product.aggregate((p) =>
      p.sort("price").replaceRoot((f) => f.addr).match({ city: "Rome" }).limit(1)
    );
    assert.deepEqual(rows, [{ city: "Rome", zip: "0001" }]);
    const items = await Product.aggregate((p) =>
      p.match({ price: 2 }).unwind("items").replaceRoot((f) => f.items).sort("n")
    );
    assert.deepEqual(items, [{ sku: "a", n: 1 }, { sku: "b", n: 2 }]);
    const computed = await Product.aggregate((p) =>
      p.match({ price: 2 }).replaceRoot((f) => compute<{ x: number }>({ x: f.price }))
    );
    assert.deepEqual(computed, [{ x: 2 }]);
  });

  test("lookup joins the documents of another class, read as that class reads them", async () => {
    const joined = await Product.aggregate((p) =>
      p.match({ price: { $lt: 3 } }).sort("price").lookup({
        from: Maker,
        localField: "code",
        foreignField: "code",
        as: "makers",
      })
        .match((r) => r.makers.crew.hands.gt(1))
    );
    assert.deepEqual(joined.map(({ code, makers }) => [code, makers[0]!.code, makers[0]!.since, makers[0]!.crew]), [
      [CODES[0], CODES[0], new Date(0), { hands: 3 }],
      [CODES[1], CODES[1], new Date(1000), { hands: 5 }],
    ]);
    const piped = await Product.aggregate((p) =>
      p.match({ price: 1 }).lookup({
        from: Maker,
        localField: "code",
        foreignField: "code",
        as: "sizes",
        pipeline: (m) => m.project((f) => ({ size: f.crew.hands, code: f.code })),
      }).unwind("sizes").select("sizes")
    );
    assert.deepEqual(piped.map(({ sizes }) => sizes), [{ size: 3, code: CODES[0] }]);
    const untyped = await Product.aggregate((p) =>
      p.match({ price: 1 }).lookup({ from: "makers", localField: "code", foreignField: "code", as: "makers" }).select(
        "makers",
      )
    );
    assert.equal(untyped[0]!.makers[0]!["city"], "Rome");
  });

  test("lookup hides documents that are marked as deleted", async () => {
    const remarks = ["good", "bad"].map((text) => new Remark({ code: CODES[0]!, text }));
    await Remark.insertMany(remarks);
    await remarks[1]!.delete();
    const join = { from: Remark, localField: "code", foreignField: "code", as: "remarks" } as const;
    const [row] = await Product.aggregate((p) => p.match({ price: 1 }).lookup(join));
    assert.deepEqual(row!.remarks.map(({ text }) => text), ["good"]);
    const [piped] = await Product.aggregate((p) =>
      p.match({ price: 1 }).lookup({ ...join, pipeline: (r) => r.project((f) => ({ text: f.text })) })
    );
    assert.deepEqual(piped!.remarks, [{ text: "good" }]);
  });

  test("facet runs several pipelines over the same rows", async () => {
    const [found] = await Product.find({ price: { $gt: 1 } }).aggregate((p) =>
      p.facet({
        total: (q) => q.count(),
        page: (q) => q.sort("-price").skip(1).limit(2),
        cities: (q) => q.group((g) => g.addr.city, (g) => ({ codes: push(g.code) })).sort("_id"),
        raw: (q) => q.stage<{ x: number }>({ $project: { _id: 0, x: "$price" } }).sort("x").limit(1),
      })
    );
    assert.deepEqual(found!.total, [{ count: 4 }]);
    assert.deepEqual(found!.page.map(({ code, released }) => [code, released]), [
      [CODES[3], new Date(Date.UTC(2023, 0))],
      [CODES[2], new Date(Date.UTC(2022, 0))],
    ]);
    assert.deepEqual(found!.cities, [{ _id: "Oslo", codes: [CODES[1], CODES[3]] }, {
      _id: "Rome",
      codes: [CODES[2], CODES[4]],
    }]);
    assert.deepEqual(found!.raw, [{ x: 2 }]);
  });

  test("sort takes directions, names, expressions and functions of the rows", async () => {
    const prices = async (run: PromiseLike<{ price: number }[]>) => (await run).map(({ price }) => price);
    assert.deepEqual(await prices(Product.aggregate((p) => p.sort({ price: -1 }))), [5, 4, 3, 2, 1]);
    assert.deepEqual(await prices(Product.aggregate((p) => p.sort("-price"))), [5, 4, 3, 2, 1]);
    assert.deepEqual(await prices(Product.aggregate((p) => p.sort(Product.addr.city.asc(), (r) => r.price.desc()))), [
      4,
      2,
      5,
      3,
      1,
    ]);
  });

  test("after a stage in the server's own form nothing is known of the rows", async () => {
    const rows = await Product.aggregate((p) =>
      p.sort("price").limit(1).stage<{ code: unknown; deep: { er: number } }>({
        $project: { code: 1, deep: { er: "$price" } },
      })
        .addFields((r) => ({ twice: compute<number>({ $multiply: [r.deep.er, 2] }) })).match({ twice: 2 })
    );
    assert.equal(rows[0]?.deep.er, 1);
    assert.notEqual(rows[0]?.code, CODES[0]);
  });

  test("pipelines are immutable, and the same stages share one reader", async () => {
    const pipelines: unknown[] = [];
    const read = () =>
      Product.aggregate((p) => {
        const one = p.match({ price: 1 });
        assert.notEqual(one, p);
        const grouped = one.group((g) => g.code, (g) => ({ n: sum(g.price) }));
        pipelines.push((grouped as unknown as { shape: { plan: object } }).shape.plan);
        return grouped;
      });
    assert.deepEqual(await read(), await read());
    assert.equal(pipelines[0], pipelines[1]);
    const { engine } = at.client;
    assert.equal(planHandle(engine, pipelines[0] as never), planHandle(engine, pipelines[1] as never));
  });

  const wrong: [string, () => unknown][] = [
    ["unwind of an unknown field", () => Product.aggregate((p) => p.unwind("nam" as never))],
    ["select of an unknown field", () => Product.aggregate((p) => p.select("nam" as never))],
    ["sort by an unknown field", () => Product.aggregate((p) => p.sort("nam" as never))],
    ["sort in an unknown direction", () => Product.aggregate((p) => p.sort({ price: 2 as never }))],
    [
      "a filter on an unknown field of a group",
      () => Product.aggregate((p) => p.group(null, () => ({ n: count() })).match({ m: 1 } as never)),
    ],
    ["a value where a field belongs", () => Product.aggregate((p) => p.project(() => ({ x: 3 as never })))],
    ["nothing to compute", () => Product.aggregate((p) => p.project(() => ({})))],
    ["the stored name of another field", () => Product.aggregate((p) => p.addFields((f) => ({ in_stock: f.price })))],
    [
      "undefined in an expression",
      () => Product.aggregate((p) => p.project(() => ({ x: compute({ $add: [1, undefined] }) }))),
    ],
    ["an accumulator outside of a group", () => Product.aggregate((p) => p.project((f) => ({ x: sum(f.price) })))],
    ["sum of text that is no field", () => sum("price" as never)],
    ["a group by a value", () => Product.aggregate((p) => p.group((() => "city") as never, () => ({})))],
    [
      "a group by an object",
      () => Product.aggregate((p) => p.group({ by: Product.price } as never, () => ({ n: count() }))),
    ],
    ["fields computed by an object", () => Product.aggregate((p) => p.addFields({ x: Product.price } as never))],
    ["a facet without a function", () => Product.aggregate((p) => p.facet({ x: [] as never }))],
    ["no pipeline given back", () => Product.aggregate((() => 3) as never)],
    ["no pipeline given back by a facet", () => Product.aggregate((p) => p.facet({ x: (() => 3) as never }))],
    ["a list as a stage", () => Product.aggregate((p) => p.stage([] as never))],
    [
      "a join by an unknown field",
      () =>
        Product.aggregate((p) => p.lookup({ from: Maker, localField: "code", foreignField: "nam" as never, as: "x" })),
    ],
  ];
  for (const [name, build] of wrong) test(`refused: ${name}`, () => assert.throws(build, InvalidArgument));
});
