// Made from docs/guide/operators.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { z } from "zod";
import { Document, alias, and, init, or, type Settings } from "../../../mod.ts";
import { And, GT, In, Inc, Near, Or, Pull, Push, Set, Text } from "../../../operators.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/operators.md print what it says", async () => {
  await printsOf("docs/guide/operators.md", async (uri) => {
    class Shop extends Document({
      name: z.string(),
      stars: z.int().default(0),
      flags: z.int().default(0),
      rating: alias(z.number().optional(), "r"),
      tags: z.array(z.string()).default([]),
      items: z.array(z.object({ sku: z.string(), count: z.int() })).default([]),
      prices: z.record(z.string(), z.number()).default({}),
      place: z.object({ type: z.literal("Point"), coordinates: z.array(z.number()) }).optional(),
    }) {
      static settings = {
        name: "shops",
        indexes: [["place", "2dsphere"], ["tags", "text"]],
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Shop] });
    const at = (longitude: number, latitude: number) => ({ type: "Point" as const, coordinates: [longitude, latitude] });
    await Shop.insertMany([
      new Shop({ name: "Ada", stars: 5, rating: 4.5, tags: ["tea", "books"], prices: { eur: 3 }, place: at(13.4, 52.5) }),
      new Shop({ name: "Bo", stars: 3, tags: ["tea"], items: [{ sku: "cup", count: 4 }], place: at(13.5, 52.5) }),
      new Shop({ name: "Cy", stars: 1, items: [{ sku: "cup", count: 1 }, { sku: "pot", count: 2 }], place: at(2.3, 48.9) }),
    ]);

    // Methods of fields, operators of Beanie's names, plain filters: all the same.
    console.log(await Shop.find(Shop.stars.gt(2)).count());
    console.log(await Shop.find(GT(Shop.stars, 2)).count(), await Shop.find(GT("stars", 2)).count());
    console.log(await Shop.find({ stars: { $gt: 2 } }).count());

    const names = (shops: Shop[]) => shops.map(({ name }) => name).join(" ");
    console.log(names(await Shop.find(or(Shop.stars.eq(1), and(Shop.stars.gt(3), Shop.tags.eq("tea"))))));
    console.log(names(await Shop.find(Or({ stars: 1 }, And(In("tags", ["books"]), Shop.rating.gt(4))))));
    console.log(names(await Shop.find(Shop.items.elemMatch({ sku: "cup", count: { $gt: 2 } }))));
    console.log(names(await Shop.find(Near(Shop.place, 13.4, 52.5, { maxDistance: 10_000 }))));
    console.log(names(await Shop.find(Text("books"))));
    console.log(JSON.stringify(Shop.find({ rating: { $gte: 4 } }).getFilterQuery()));

    const currency: string = "eur";
    console.log(names(await Shop.find(Shop.prices.at(currency).lt(5))));
    console.log(names(await Shop.find(Shop.items.at(1).count.gte(2))));

    await Shop.find({ name: "Ada" }).update(
      Set({ stars: 4 }),
      Inc({ "prices.eur": 1 }),
      Push({ tags: { $each: ["music"], $slice: -2 } }),
      Shop.flags.bit({ or: 0b101 }),
    );
    const ada = await Shop.findOne({ name: "Ada" });
    console.log(ada?.stars, ada?.prices.eur, ada?.tags.join(), ada?.flags);

    await Shop.findAll().update(Pull({ items: { count: { $lt: 2 } } }));
    console.log((await Shop.findOne({ name: "Cy" }))?.items.length);

    try {
      Shop.findAll().update(Shop.stars.to(1), Shop.stars.inc(1)).getUpdateQuery();
    } catch (error) {
      console.log((error as Error).message.split(", and")[0]);
    }

    await Shop.find(Shop.items.sku.eq("pot")).update(Shop.items.at("$").count.to(7));
    await Shop.findAll().update(Shop.items.at("$[few]").count.inc(10))
      .options({ arrayFilters: [Shop.items.at("$[few]").count.lt(5)] });
    const counts = (await Shop.find().sort("name")).flatMap(({ items }) =>
      items.map(({ sku, count }) => `${sku} ${count}`)
    );
    console.log(counts.join());
  }, ["2","2 2","2","Ada Cy","Ada Cy","Bo","Ada Bo","Ada","{\"r\":{\"$gte\":4}}","Ada","Cy","4 4 books,music 5","1","Shop: $set of \"stars\" and $inc of \"stars\" touch the same place","cup 14,pot 7"]);
});
