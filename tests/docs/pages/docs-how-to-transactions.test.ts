// Made from docs/how-to/transactions.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, indexed, init, transaction } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/transactions.md print what it says", async () => {
  await printsOf("docs/how-to/transactions.md", async (uri) => {
    class Item extends Document({
      sku: indexed(z.string(), { unique: true }),
      stock: z.int().nonnegative(),
    }) {}

    class Order extends Document({ sku: z.string(), count: z.int(), customer: z.string() }) {}

    await init({ uri: uri, documentModels: [Item, Order] });
    await new Item({ sku: "lamp", stock: 3 }).insert();

    async function order(customer: string, sku: string, count: number): Promise<Order> {
      return await transaction(async () => {
        const { matchedCount } = await Item.findOne({ sku }, Item.stock.gte(count)).inc({ stock: -count });
        if (matchedCount === 0) throw new Error(`not enough of ${sku} for ${customer}`);
        return await new Order({ customer, sku, count }).insert();
      });
    }

    const answers = await Promise.allSettled(["Ann", "Bob", "Eve"].map((customer) => order(customer, "lamp", 2)));
    console.log(answers.filter(({ status }) => status === "fulfilled").length);
    console.log((await Item.findOne({ sku: "lamp" }))?.stock, await Order.count());
  }, ["1","1 1"]);
});
