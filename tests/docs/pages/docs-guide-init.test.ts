// Made from docs/guide/init.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, close, indexed, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/init.md print what it says", async () => {
  await printsOf("docs/guide/init.md", async (uri) => {
    class Order extends Document({
      number: indexed(z.int(), { unique: true }),
      customer: z.string(),
      total: z.number().nonnegative(),
    }) {
      static settings = { name: "orders", indexes: [["customer", this.total.desc()]] } satisfies Settings;

      /** Called by `init` when all models are bound, and awaited. */
      static async customInit(): Promise<void> {
        if (await this.count() === 0) await new this({ number: 1, customer: "Ann", total: 10 }).insert();
      }
    }

    console.log(new Order({ number: 7, customer: "Bob", total: 3 }).total); // no database yet

    await init({ uri: uri, documentModels: [Order] });
    console.log(await Order.count(), (await Order.indexes.list()).map(({ name }) => name).join(" "));

    const Acme = Order.using("shop_acme"); // a database of the same deployment; or client.database("shop_acme")
    await Acme.indexes.create(); // init did it for the class itself
    const order = await new Acme({ number: 1, customer: "Wile E.", total: 99 }).insert();
    console.log(order instanceof Order, await Acme.count(), await Order.count());

    await order.inc({ total: 1 }); // goes to where the order is
    const [dear] = await Acme.find(Order.total.gte(100)); // expressions fit both
    console.log(dear?.customer);

    // Inserting an instance of the class itself takes it over.
    await Acme.insertMany([new Order({ number: 2, customer: "Bugs", total: 5 })]);
    console.log(await Acme.count(), Order.using("shop_acme") === Acme);

    await Acme.getCollection().database.command({ dropDatabase: 1 });
    await close();
  }, ["3","1 _id_ number_1 customer_1_total_-1","true 1 1","Wile E.","2 true"]);
});
