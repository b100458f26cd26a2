// Made from docs/how-to/testing.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document } from "../../../mod.ts";
import { z } from "zod";
import { factory, testDatabase } from "../../../testing.ts";
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

    async function freeSeats(): Promise<number[]> {
      await using _database = await testDatabase({ uri: uri, documentModels: [Ticket] });
      const tickets = factory(Ticket);
      for (const price of [10, 40, 20]) await tickets.create({ price });
      await tickets.create({ price: 5, sold: true });
      return (await Ticket.free(30)).map(({ price }) => price);
    }

    console.log(await freeSeats());
  }, ["false","{\"$and\":[{\"sold\":false},{\"price\":{\"$lte\":30}}]}","[ 10, 20 ]"]);
});
