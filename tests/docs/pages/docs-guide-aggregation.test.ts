// Made from docs/guide/aggregation.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Model, addToSet, avg, compute, count, init, push, sum } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/aggregation.md print what it says", async () => {
  await printsOf("docs/guide/aggregation.md", async (uri) => {
    class Shop extends Document({ code: z.string(), city: z.string() }) {
      static settings = { name: "shops" };
    }

    class Sale extends Document({
      shop: z.string(),
      product: z.string(),
      price: z.number(),
      count: z.int(),
      tags: z.array(z.string()).default([]),
    }) {
      static settings = { name: "sales" };
    }

    await init({ uri: uri, documentModels: [Shop, Sale] });
    await Shop.insertMany([new Shop({ code: "A", city: "Oslo" }), new Shop({ code: "B", city: "Rome" })]);
    await Sale.insertMany([
      new Sale({ shop: "A", product: "tea", price: 4, count: 10, tags: ["hot", "leaf"] }),
      new Sale({ shop: "A", product: "jam", price: 6, count: 2 }),
      new Sale({ shop: "B", product: "tea", price: 5, count: 4, tags: ["hot"] }),
    ]);

    console.log(await Sale.sum(Sale.price), await Sale.find({ product: "tea" }).max(Sale.price));
    console.log(await Sale.find({ product: "rice" }).sum(Sale.price));

    class Total extends Model({ product: z.string(), sold: z.int() }) {
      get text(): string {
        return `${this.product}: ${this.sold}`;
      }
    }

    const stages = [
      { $group: { _id: "$product", sold: { $sum: "$count" } } },
      { $set: { product: "$_id" } },
    ];
    const rows = await Sale.aggregate<{ _id: string; sold: number }>([...stages, { $sort: { sold: -1 } }]);
    console.log(rows[0]?._id, rows[0]?.sold);

    const totals = Sale.find(Sale.price.gt(4)).aggregate(stages).project(Total);
    for (const total of (await totals).sort((a, b) => a.sold - b.sold)) console.log(total.text);
    console.log(JSON.stringify(totals.getAggregationPipeline()[0]));

    const byShop = await Sale.aggregate((p) =>
      p.match(Sale.price.gt(3))
        .addFields((f) => ({ worth: compute<number>({ $multiply: [f.price, f.count] }) }))
        .group((g) => g.shop, (g) => ({ worth: sum(g.worth), mean: avg(g.price), products: push(g.product) }))
        .sort({ worth: -1 })
    );
    for (const { _id, worth, mean, products } of byShop) console.log(_id, worth, mean, products.join());

    const tags = await Sale.aggregate((p) =>
      p.unwind("tags").group((g) => g.tags, (g) => ({ n: count(), shops: addToSet(g.shop) })).sort("_id")
    );
    for (const { _id, n, shops } of tags) console.log(_id, n, shops.sort().join());

    const cities = await Sale.aggregate((p) =>
      p.lookup({ from: Shop, localField: "shop", foreignField: "code", as: "shops" })
        .unwind("shops")
        .group((g) => g.shops.city, (g) => ({ sold: sum(g.count) }))
        .sort("_id")
    );
    for (const { _id, sold } of cities) console.log(_id, sold);

    const [found] = await Sale.find({ product: "tea" }).aggregate((p) =>
      p.facet({ total: (q) => q.count(), page: (q) => q.sort("-price").limit(1) })
    );
    console.log(found?.total[0]?.count, found?.page[0]?.price);
  }, ["15 5","null","tea 14","jam: 2","tea: 4","{\"$match\":{\"price\":{\"$gt\":4}}}","A 52 5 tea,jam","B 20 5 tea","hot 2 A,B","leaf 1 A","Oslo 12","Rome 4","2 5"]);
});
