// Made from docs/how-to/tenants.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, indexed, init, link, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/tenants.md print what it says", async () => {
  await printsOf("docs/how-to/tenants.md", async (uri) => {
    class Customer extends Document({ name: z.string() }) {}

    class Order extends Document({
      number: indexed(z.int(), { unique: true }),
      total: z.number(),
      customer: link(() => Customer).optional(),
    }) {
      static settings = { name: "orders" } satisfies Settings;
    }

    const client = await connect(uri);

    /** The models of one tenant. The name comes from your own list of tenants, and never from a request. */
    async function tenant(name: string) {
      const database = client.database(`store_${name}`);
      const models = { Customer: Customer.using(database), Order: Order.using(database) };
      await models.Order.indexes.create();
      return models;
    }

    const [acme, globex] = [await tenant("acme"), await tenant("globex")];
    await new acme.Order({ number: 1, total: 10 }).insert();
    const hank = await new globex.Customer({ name: "Hank" }).insert();
    await new globex.Order({ number: 1, total: 99, customer: hank }).insert();
    console.log(await acme.Order.sum(Order.total), await globex.Order.sum(Order.total));

    const order = (await globex.Order.findOne({ number: 1 }).fetchLinks())!;
    await order.inc({ total: 1 }); // goes to where the order is
    console.log(order instanceof Order, (await globex.Order.findOne({ number: 1 }))?.total, order.customer?.name);

    for (const name of ["acme", "globex"]) await client.database(`store_${name}`).command({ dropDatabase: 1 });

    class Invoice extends Document({ tenant: z.string(), number: z.int(), total: z.number() }) {
      static settings = {
        name: "invoices",
        indexes: [{ keys: ["tenant", "number"], unique: true }],
      } satisfies Settings;

      /** Every query begins here. */
      static of(tenant: string) {
        return this.find(this.tenant.eq(tenant));
      }
    }

    await init({ uri: uri, documentModels: [Invoice] });
    await Invoice.insertMany([
      new Invoice({ tenant: "acme", number: 1, total: 10 }),
      new Invoice({ tenant: "globex", number: 1, total: 99 }),
    ]);

    const mine = Invoice.of("acme");
    console.log(await mine.count(), await mine.find(Invoice.total.gt(50)).count());
    await mine.set({ total: 11 });
    console.log((await Invoice.findAll().sort("total")).map(({ total }) => total));
    await client.close();
  }, ["10 99","true 100 Hank","1 0","[ 11, 99 ]"]);
});
