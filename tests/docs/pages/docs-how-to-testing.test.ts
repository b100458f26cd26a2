// Made from docs/how-to/testing.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/testing.md print what it says", async () => {
  await printsOf("docs/how-to/testing.md", async (uri) => {
    class Ticket extends Document({
      seat: z.string(),
      price: z.number().positive(),
      sold: z.boolean().default(false),
    }) {
      static free(most: number) {
        return this.find(this.sold.eq(false), this.price.lte(most)).sort("price");
      }
    }

    console.log(new Ticket({ seat: "A1", price: 20 }).sold);
    console.log(JSON.stringify(Ticket.free(30).getFilterQuery()));

    async function withDatabase(work: () => Promise<void>): Promise<void> {
      await using client = await connect(uri);
      const database = client.database(`test_${crypto.randomUUID().slice(0, 8)}`);
      try {
        await init({ database, documentModels: [Ticket] });
        await work();
      } finally {
        await database.command({ dropDatabase: 1 });
      }
    }

    await withDatabase(async () => {
      await Ticket.insertMany([10, 40, 20].map((price, n) => new Ticket({ seat: `A${n}`, price })));
      console.log((await Ticket.free(30)).map(({ price }) => price));
    });
  }, ["false","{\"$and\":[{\"sold\":false},{\"price\":{\"$lte\":30}}]}","[ 10, 20 ]"]);
});
