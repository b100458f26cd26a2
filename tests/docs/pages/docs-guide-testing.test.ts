// Made from docs/guide/testing.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, indexed } from "../../../mod.ts";
import { factory, testDatabase } from "../../../testing.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/testing.md print what it says", async () => {
  await printsOf("docs/guide/testing.md", async (uri) => {
    class Product extends Document({
      name: indexed(z.string(), { unique: true }),
      price: z.number().positive(),
      maker: z.object({ name: z.string(), country: z.string().length(2) }),
      tags: z.array(z.string()).default([]),
    }) {}

    async function countOf(names: string[]): Promise<number> {
      const server = uri;
      await using database = await testDatabase({ uri: server, documentModels: [Product], bind: false });
      const Products = database.using(Product);
      await factory(Products).createMany(names.length, (index) => ({ name: names[index]! }));
      return await Products.count();
    }

    console.log(await Promise.all([countOf(["Assam"]), countOf(["Assam", "Darjeeling"])]));

    const products = factory(Product, { seed: 1 });
    const product = products.build({ price: 4, maker: { country: "NL" } });

    console.log(product.price, product.maker.country, product.maker.name.length > 0, product.tags);
    console.log(factory(Product, { seed: 1 }).build().name === factory(Product, { seed: 1 }).build().name);
    console.log(products.buildMany(3, (index) => ({ name: `Tea ${index}` })).map(({ name }) => name));

    class Vault extends Document({ word: z.string().refine((text) => text === "sesame") }) {}

    try {
      factory(Vault).build();
    } catch (error) {
      console.log((error as { code: string; path: string }).code, (error as { path: string }).path);
    }
    console.log(factory(Vault, { values: { word: "sesame" } }).build().word);
  }, ["[ 1, 2 ]","4 NL true []","true","[ 'Tea 1', 'Tea 2', 'Tea 3' ]","testing.not_generated word","sesame"]);
});
