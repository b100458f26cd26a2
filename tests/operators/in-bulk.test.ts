import assert from "node:assert/strict";
import { before, test } from "node:test";
import { init } from "../../mod.ts";
import { Inc, Pull, Push, Set as SetFields } from "../../operators.ts";
import { testDatabase } from "../support/database.ts";
import { Shop } from "./models.ts";

const at = testDatabase("operators_bulk");

before(async () => await init({ database: at.database, documentModels: [Shop] }));

test("criteria, changes and array filters are the same in a bulk writer", async () => {
  await Shop.insertMany(
    ["a", "b"].map((name) =>
      new Shop({ name, tags: ["x"], items: [{ sku: "s", n: 1 }, { sku: "t", n: 5 }], owner: { name } })
    ),
  );
  await Shop.bulkWriter(async (bulkWriter) => {
    await Shop.find(Shop.owner.name.in(["a", "b"]))
      .update(Push({ tags: { $each: ["y", "z"], $slice: -2 } }), Shop.prices.at("eur").to(1))
      .bulkWriter(bulkWriter);
    await Shop.findOne({ "owner.name": "a" }).update(Inc({ stars: 1 }), Pull({ items: { n: { $lt: 2 } } }))
      .bulkWriter(bulkWriter);
    await Shop.findOne(Shop.owner.name.eq("b"))
      .update(SetFields({ title: "t" }), Shop.items.at("$[x]").n.inc(10))
      .options({ arrayFilters: [Shop.items.at("$[x]").n.gt(2)] })
      .bulkWriter(bulkWriter);
  });
  const [a, b] = await Shop.find().sort("name");
  assert.deepEqual([a?.tags, a?.prices, a?.stars, a?.items], [["y", "z"], { eur: 1 }, 1, [{ sku: "t", n: 5 }]]);
  assert.deepEqual([b?.tags, b?.title, b?.items.map(({ n }) => n)], [["y", "z"], "t", [1, 15]]);
});
