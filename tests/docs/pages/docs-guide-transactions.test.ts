// Made from docs/guide/transactions.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, init, transaction } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

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
  }, ["20 80","Ann has not enough","Ann 20","Bob 80","110","0 1","0"]);
});
