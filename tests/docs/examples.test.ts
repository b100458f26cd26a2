// Made from README.md, docs/*.md and docs/guide/*.md by tests/docs/extract.mjs: change those, and run that.
import { test } from "node:test";
import { connect, Document, indexed, init, type Settings, transaction } from "../../mod.ts";
import { z } from "zod";
import { printsOf } from "./prints.ts";

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
  }, ["Dark 51%, 4.25", "Milk 32%, 3.50", "Dark 51%, 4.75", "Dark 70%, 7.00"]);
});

test("the examples of docs/guide/transactions.md print what it says", async () => {
  await printsOf("docs/guide/transactions.md", async (uri) => {
    class Account extends Document({
      owner: z.string(),
      balance: z.number(),
    }) {}

    await init({ uri: uri, documentModels: [Account] });

    const ann = await new Account({ owner: "Ann", balance: 100 }).insert();
    const bob = await new Account({ owner: "Bob", balance: 0 }).insert();

    async function move(from: Account, to: Account, amount: number): Promise<void> {
      await from.inc({ balance: -amount });
      await to.inc({ balance: amount });
      if (from.balance < 0) throw new Error(`${from.owner} has not enough`);
    }

    await transaction(() => move(ann, bob, 80));
    console.log(ann.balance, bob.balance);

    await transaction(() => move(ann, bob, 80)).catch((error: Error) => console.log(error.message));
    for await (const { owner, balance } of Account.find().sort("owner")) console.log(owner, balance);

    await Promise.all([1, 2, 3].map(() =>
      transaction(async () => {
        const account = await Account.findOne({ owner: "Bob" });
        await account?.set({ balance: account.balance + 10 });
      })
    ));
    console.log((await Account.findOne({ owner: "Bob" }))?.balance);

    const client = await connect(uri);
    await init({ database: client.database("bank"), documentModels: [Account] });
    {
      await using session = await client.startSession();
      await session.startTransaction({ writeConcern: { w: "majority" } });
      await new Account({ owner: "Eve", balance: 5 }).insert({ session });
      console.log(
        await Account.find({ owner: "Eve" }).count(),
        await Account.find({ owner: "Eve" }).session(session).count(),
      );
    }
    console.log(await Account.find({ owner: "Eve" }).count());
    await client.close();
  }, ["20 80", "Ann has not enough", "Ann 20", "Bob 80", "110", "0 1", "0"]);
});
