// Made from docs/index.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, indexed, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/index.md print what it says", async () => {
  await printsOf("docs/index.md", async (uri) => {
    class Product extends Document({
      name: z.string().min(1),
      price: indexed(z.number().positive()),
    }) {}

    await init({ uri: uri, documentModels: [Product] });

    await new Product({ name: "Dark 70%", price: 5.95 }).insert();
    await new Product({ name: "Milk 32%", price: 3.5 }).insert();

    for (const product of await Product.find(Product.price.lt(5))) {
      console.log(product.name, product.price);
    }
  }, ["Milk 32% 3.5"]);
});
