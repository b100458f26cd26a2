// Made from docs/guide/views.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, View, init, type Settings, type ViewSettings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/views.md print what it says", async () => {
  await printsOf("docs/guide/views.md", async (uri) => {
    class Product extends Document({ name: z.string(), kind: z.string(), price: z.number() }) {
      static settings = { name: "products" } satisfies Settings;
    }

    class Stats extends View({ kind: z.string(), total: z.number(), products: z.int() }) {
      static settings = {
        source: Product,
        pipeline: [
          { $group: { _id: "$kind", total: { $sum: "$price" }, products: { $sum: 1 } } },
          { $project: { _id: 0, kind: "$_id", total: 1, products: 1 } },
        ],
      } satisfies ViewSettings;

      get mean(): number {
        return this.total / this.products;
      }
    }

    await init({ uri: uri, documentModels: [Product, Stats] });

    await Product.insertMany([
      new Product({ name: "Tony's", kind: "bar", price: 5 }),
      new Product({ name: "Ritter", kind: "bar", price: 1 }),
      new Product({ name: "Truffles", kind: "box", price: 12 }),
    ]);

    for await (const { kind, total, mean } of Stats.find().sort("kind")) console.log(kind, total, mean);
    console.log(await Stats.find(Stats.total.gt(10)).count(), await Stats.sum(Stats.products));

    await init({ uri: uri, documentModels: [Product, Stats], recreateViews: true });
  }, ["bar 6 3","box 12 12","1 3"]);
});
