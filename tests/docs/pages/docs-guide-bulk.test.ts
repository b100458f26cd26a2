// Made from docs/guide/bulk.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { BulkWriteError, Document, indexed, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/bulk.md print what it says", async () => {
  await printsOf("docs/guide/bulk.md", async (uri) => {
    class Product extends Document({
      sku: indexed(z.string(), { unique: true }),
      stock: z.int().default(0),
    }) {}

    await init({ uri: uri, documentModels: [Product] });

    const result = await Product.bulkWriter(async (bulkWriter) => {
      for (const sku of ["apple", "pear", "plum"]) await new Product({ sku, stock: 5 }).insert({ bulkWriter });
      await Product.find(Product.stock.gt(3)).inc({ stock: -1 }).bulkWriter(bulkWriter);
      await Product.findOne({ sku: "plum" }).delete().bulkWriter(bulkWriter);
    });
    console.log(result.insertedCount, result.modifiedCount, result.deletedCount);

    const writer = Product.bulkWriter({ ordered: false });
    await Product.find({ sku: "apple" }).set({ stock: 0 }).bulkWriter(writer);
    if (writer.size > 0) await writer.commit();
    console.log((await Product.findOne({ sku: "apple" }))?.stock);

    const pears = [new Product({ sku: "fig" }), new Product({ sku: "pear" }), new Product({ sku: "kiwi" })];
    try {
      await Product.bulkWriter(async (bulkWriter) => {
        for (const pear of pears) await pear.insert({ bulkWriter });
      }, { ordered: false });
    } catch (error) {
      if (!(error instanceof BulkWriteError)) throw error;
      console.log(
        error.errors.map(({ index, keyValue }) => `${index}: ${keyValue?.sku}`).join(),
        error.result.insertedCount,
      );
    }
    console.log(pears.map(({ isNew }) => isNew).join());
  }, ["3 3 1","0","1: pear 2","false,true,false"]);
});
