// Made from docs/guide/cache.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/cache.md print what it says", async () => {
  await printsOf("docs/guide/cache.md", async (uri) => {
    class Country extends Document({ code: z.string(), name: z.string() }) {
      static settings = {
        name: "countries",
        useCache: true,
        cacheCapacity: 100, // results; default 32
        cacheExpirationTime: 60_000, // milliseconds; default 10 minutes
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Country] });
    await Country.insertMany([new Country({ code: "NL", name: "Holland" }), new Country({ code: "IT", name: "Italy" })]);

    const dutch = Country.find({ code: "NL" });
    const [one] = await dutch; // asks the server
    const [two] = await dutch; // does not
    console.log(one?.name, two?.name, one === two);

    await Country.find({ code: "NL" }).set({ name: "Netherlands" });
    console.log((await dutch)[0]?.name);

    console.log((await Country.findOne({ code: "IT" }).ignoreCache())?.name);
  }, ["Holland Holland false","Netherlands","Italy"]);
});
