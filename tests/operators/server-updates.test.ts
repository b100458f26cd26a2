import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import {
  AddToSet,
  Bit,
  CurrentDate,
  Inc,
  Max,
  Min,
  Mul,
  Pop,
  Pull,
  PullAll,
  Push,
  Rename,
  Set as SetFields,
  SetOnInsert,
  Unset,
} from "../../operators.ts";
import { z } from "zod";
import { alias, Document, init, ObjectId, Timestamp } from "../../mod.ts";
import type { Key } from "../../src/types/doc.ts";
import type { Change } from "../../src/types/expressions.ts";
import { testDatabase } from "../support/database.ts";
import { Shop } from "./models.ts";

const at = testDatabase("operators_updates");

before(async () => await init({ database: at.database, documentModels: [Shop] }));
beforeEach(async () => {
  await Shop.deleteAll();
  await new Shop({
    name: "a",
    title: "dark",
    stars: 3,
    rating: 2,
    flags: 0b101,
    visits: 7n,
    tags: ["x", "y"],
    scores: [5, 1, 3],
    items: [{ sku: "s", n: 1 }, { sku: "t", n: 5 }],
    prices: { eur: 1 },
  }).insert();
});

type AnyChange = Change<Key<Shop>, Shop>;

const CASES: [string, AnyChange, (shop: Shop) => unknown, unknown][] = [
  ["Set", SetFields({ title: "x" }), (s) => s.title, "x"],
  ["Unset", Unset({ title: true }), (s) => s.title, undefined],
  ["Rename", Rename({ title: "slogan" }), (s) => [s.title, s.slogan], [undefined, "dark"]],
  ["rename", Shop.title.rename(Shop.slogan), (s) => [s.title, s.slogan], [undefined, "dark"]],
  ["Inc", Inc({ rating: 0.5 }), (s) => s.rating, 2.5],
  ["Inc of int64", Inc({ visits: 5n }), (s) => s.visits, 12n],
  ["Mul", Mul({ stars: 3 }), (s) => s.stars, 9],
  ["Min", Min({ stars: 2 }), (s) => s.stars, 2],
  ["Max", Max({ stars: 2 }), (s) => s.stars, 3],
  ["CurrentDate", CurrentDate({ opened: true }), (s) => Math.abs(s.opened!.getTime() - Date.now()) < 60_000, true],
  ["CurrentDate of a timestamp", CurrentDate({ clock: true }), (s) => s.clock instanceof Timestamp, true],
  ["Bit and", Bit({ flags: { and: 0b100 } }), (s) => s.flags, 0b100],
  ["Bit or", Bit({ flags: { or: 0b10 } }), (s) => s.flags, 0b111],
  ["Bit xor of int64", Bit({ visits: { xor: 2n } }), (s) => s.visits, 5n],
  ["AddToSet", AddToSet({ tags: { $each: ["y", "z"] } }), (s) => s.tags, ["x", "y", "z"]],
  ["Pop", Pop({ scores: -1 }), (s) => s.scores, [1, 3]],
  ["Pull", Pull({ scores: { $gte: 3 } }), (s) => s.scores, [1]],
  ["Pull by an expression", Shop.items.pull((item) => item.n.gt(1)), (s) => s.items, [{ sku: "s", n: 1 }]],
  ["PullAll", PullAll({ items: [{ sku: "t", n: 5 }] }), (s) => s.items, [{ sku: "s", n: 1 }]],
  ["Push", Push({ tags: "z" }), (s) => s.tags, ["x", "y", "z"]],
  [
    "Push at a position",
    Push({ tags: { $each: ["z"], $position: 0 } }),
    (s) => s.tags,
    ["z", "x", "y"],
  ],
  [
    "Push, sorted and cut",
    Shop.items.pushEach([{ sku: "u", n: 3 }], { sort: { n: -1 }, slice: 2 }),
    (s) => s.items.map(({ n }) => n),
    [5, 3],
  ],
  ["a key of a record", Shop.prices.at("usd").to(4), (s) => s.prices, { eur: 1, usd: 4 }],
  ["a key of a record under an enum's value", Shop.taxes.at("eur").inc(2), (s) => s.taxes, { eur: 2 }],
];

describe("operators change what the server's do", () => {
  for (const [name, change, read, expected] of CASES) {
    test(name, async () => {
      const shop = await Shop.findOne().update(change).responseType("NEW_DOCUMENT");
      assert.deepEqual(read(shop!), expected);
    });
  }

  test("SetOnInsert counts only where the server inserts", async () => {
    const id = new ObjectId();
    const upsert = (name: string) =>
      Shop.findOne({ name }).update(SetOnInsert({ id, title: "new", stars: 1 }), Inc({ flags: 1 }))
        .options({ upsert: true });
    await upsert("a");
    assert.equal((await Shop.findOne({ name: "a" }))?.title, "dark");
    assert.deepEqual((await upsert("b")).upsertedId, id);
    const made = await Shop.get(id);
    assert.deepEqual([made?.title, made?.stars, made?.flags], ["new", 1, 1]);
  });

  test("many changes go in one update", async () => {
    const result = await Shop.findAll().update(
      SetFields({ title: "x" }),
      Inc({ stars: 1 }),
      Push({ tags: "z" }),
      Pull({ scores: 1 }),
      Shop.rating.unset(),
      { $max: { flags: 100 } },
    );
    assert.deepEqual(result, { matchedCount: 1, modifiedCount: 1 });
    const shop = await Shop.findOne();
    assert.deepEqual([shop?.title, shop?.stars, shop?.tags, shop?.scores, shop?.rating, shop?.flags], [
      "x",
      4,
      ["x", "y", "z"],
      [5, 3],
      undefined,
      100,
    ]);
  });

  test("an instance takes what its update made of it", async () => {
    const shop = (await Shop.findOne())!;
    await shop.update(Shop.flags.bit({ or: 0b10 }), Shop.tags.pullAll(["x"]), Mul({ stars: 2 }));
    assert.deepEqual([shop.flags, shop.tags, shop.stars], [0b111, ["y"], 6]);
  });
});

describe("array filters", () => {
  const items = async () => (await Shop.findOne())?.items.map(({ n }) => n);

  test("an expression on the named element chooses the elements", async () => {
    await Shop.findAll().update(Shop.items.at("$[big]").n.inc(10))
      .options({ arrayFilters: [Shop.items.at("$[big]").n.gt(2)] });
    assert.deepEqual(await items(), [1, 15]);
  });

  test("a plain filter begins with the name and goes on in names of the model", async () => {
    await Shop.findOne().update({ $set: { "items.$[x].n": 7 } as never })
      .options({ arrayFilters: [{ $or: [{ "x.sku": "s", "x.n": { $lt: 2 } }, { "x.n": 100 }] }] });
    assert.deepEqual(await items(), [7, 5]);
  });

  test("values of a list are chosen by the name alone", async () => {
    await Shop.findAll().update(Shop.scores.at("$[s]").mul(10)).options({ arrayFilters: [{ s: { $gt: 2 } }] });
    assert.deepEqual((await Shop.findOne())?.scores, [50, 1, 30]);
    await Shop.findAll().update(Shop.scores.at("$[s]").to(0))
      .options({ arrayFilters: [Shop.scores.at("$[s]").in([1, 30])] });
    assert.deepEqual((await Shop.findOne())?.scores, [50, 0, 0]);
  });

  test("they work in updates of an instance", async () => {
    const shop = (await Shop.findOne())!;
    await shop.update(Shop.items.at("$[x]").n.to(0), { arrayFilters: [Shop.items.at("$[x]").sku.eq("t")] });
    assert.deepEqual(shop.items.map(({ n }) => n), [1, 0]);
    await shop.update(Shop.items.at("$[x]").n.to(9), { arrayFilters: [{ "x.n": 0 }] });
    assert.deepEqual(shop.items.map(({ n }) => n), [1, 9]);
  });

  test("they work where the document is the answer", async () => {
    const shop = await Shop.findOne().update(Shop.items.at("$[x]").n.to(0)).responseType("NEW_DOCUMENT")
      .options({ arrayFilters: [Shop.items.at("$[x]").sku.eq("t")] });
    assert.deepEqual(shop?.items.map(({ n }) => n), [1, 0]);
  });

  test("the matched element, and all of them", async () => {
    await Shop.find(Shop.items.sku.eq("t")).update(Shop.items.at("$").n.to(8));
    assert.deepEqual(await items(), [1, 8]);
    await Shop.findAll().update(Shop.items.at("$[]").n.inc(1));
    assert.deepEqual(await items(), [2, 9]);
  });

  test("lists in lists: each name stands for an element of its list", async () => {
    class Shelf extends Document({
      rows: alias(
        z.array(z.object({ no: z.int(), boxes: alias(z.array(z.object({ n: alias(z.int(), "count") })), "b") })),
        "r",
      ),
    }) {}
    await init({ database: at.database, documentModels: [Shelf] });
    const shelf = await new Shelf({
      rows: [{ no: 1, boxes: [{ n: 1 }, { n: 5 }] }, { no: 2, boxes: [{ n: 1 }, { n: 5 }] }],
    }).insert();
    const boxes = Shelf.rows.at("$[row]").boxes.at("$[box]");
    await shelf.update(boxes.n.to(0), { arrayFilters: [Shelf.rows.at("$[row]").no.eq(2), { "box.n": { $gt: 1 } }] });
    assert.deepEqual(shelf.rows.map((row) => row.boxes.map(({ n }) => n)), [[1, 5], [1, 0]]);
    await shelf.update(Shelf.rows.at("$[]").boxes.at("$[box]").n.inc(10), { arrayFilters: [boxes.n.lt(1)] });
    assert.deepEqual(shelf.rows.map((row) => row.boxes.map(({ n }) => n)), [[1, 5], [1, 10]]);
  });

  test("names that no change uses, and fields that elements have not, are refused", async () => {
    const change = Shop.items.at("$[x]").n.inc(1);
    const refused: [unknown, RegExp][] = [
      [[{ "y.n": 1 }], /condition on "y", but the update uses x/],
      [[{ "x.m": 1 }], /no field "m"/],
      [[{ "x.n": undefined }], /x\.n is undefined/],
      [{ "x.n": 1 }, /list of filters/],
      [["x"], /arrayFilters\[0\] is no filter/],
      [[Shop.stars.gt(1)], /"stars" names none/],
    ];
    for (const [arrayFilters, message] of refused) {
      await assert.rejects(
        async () => await Shop.findAll().update(change).options({ arrayFilters } as never),
        message,
        String(message),
      );
    }
  });
});
