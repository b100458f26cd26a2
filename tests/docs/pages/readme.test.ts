// Made from README.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, indexed, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of README.md print what it says", async () => {
  await printsOf("README.md", async (uri) => {
    class Product extends Document({
      name: z.string().min(1),
      price: indexed(z.number().positive()),
      tags: z.array(z.string()).default([]),
      maker: z.object({ name: z.string(), country: z.string() }),
      createdAt: z.date().default(() => new Date()),
    }) {
      static settings = { name: "products" } satisfies Settings;

      get label(): string {
        return `${this.name}, ${this.price.toFixed(2)}`;
      }
    }

    await init({ uri: uri, documentModels: [Product] });

    const maker = { name: "Tony's", country: "NL" };
    const dark = await new Product({ name: "Dark 70%", price: 5.95, maker, tags: ["dark"] }).insert();
    await Product.insertMany([
      new Product({ name: "Milk 32%", price: 3.5, maker }),
      new Product({ name: "Dark 51%", price: 4.25, maker, tags: ["dark"] }),
    ]);

    const cheap = Product.find(Product.price.lt(5), Product.maker.country.eq("NL")).sort(Product.price.desc());
    for (const product of await cheap.limit(10)) console.log(product.label);

    await dark.set({ price: 6.5 });
    await Product.find({ tags: "dark" }).inc({ price: 0.5 });
    for await (const product of Product.find({ tags: "dark" }).sort("price")) console.log(product.label);
  }, ["Dark 51%, 4.25","Milk 32%, 3.50","Dark 51%, 4.75","Dark 70%, 7.00"]);
});
