// Made from docs/tutorial/09-views-and-more.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, View, init, type Settings, type ViewSettings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/09-views-and-more.md print what it says", async () => {
  await printsOf("docs/tutorial/09-views-and-more.md", async (uri) => {
    class Job extends Document({ mechanic: z.string(), price: z.number(), state: z.enum(["open", "paid"]) }) {
      static settings = { name: "jobs" } satisfies Settings;
    }

    class Income extends View({ mechanic: z.string(), jobs: z.int(), total: z.number() }) {
      static settings = {
        source: Job,
        pipeline: [
          { $match: { state: "paid" } },
          { $group: { _id: "$mechanic", jobs: { $sum: 1 }, total: { $sum: "$price" } } },
          { $project: { _id: 0, mechanic: "$_id", jobs: 1, total: 1 } },
        ],
      } satisfies ViewSettings;

      get mean(): number {
        return this.total / this.jobs;
      }
    }

    await init({ uri: uri, documentModels: [Job, Income] });

    await Job.insertMany([
      new Job({ mechanic: "Mia", price: 60, state: "paid" }),
      new Job({ mechanic: "Mia", price: 30, state: "paid" }),
      new Job({ mechanic: "Ole", price: 90, state: "open" }),
    ]);
    for await (const { mechanic, jobs, mean } of Income.find().sort("mechanic")) console.log(mechanic, jobs, mean);

    await Job.find({ mechanic: "Ole" }).set({ state: "paid" });
    console.log(await Income.find(Income.total.gt(50)).count());

    class Pressure extends Document({ at: z.date(), machine: z.string(), bar: z.number() }) {
      static settings = {
        name: "pressure",
        timeseries: { timeField: "at", metaField: "machine", granularity: "minutes", expireAfterSeconds: 30 * 24 * 3600 },
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Pressure] });

    const start = Date.now();
    await Pressure.insertMany(
      [6, 7, 8].map((bar, minute) => new Pressure({ at: new Date(start + minute * 60_000), machine: "compressor", bar })),
    );
    console.log(await Pressure.find(Pressure.at.gte(new Date(start + 60_000))).avg(Pressure.bar));

    class Price extends Document({ work: z.string(), price: z.number() }) {
      static settings = { name: "prices", useCache: true, cacheExpirationTime: 60_000 } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Price] });
    await new Price({ work: "flat tyre", price: 15 }).insert();

    const flat = Price.find({ work: "flat tyre" });
    console.log((await flat)[0]?.price, (await flat)[0]?.price); // the second one does not ask the server

    await flat.set({ price: 16 });
    console.log((await flat)[0]?.price);
  }, ["Mia 2 45","2","7.5","15 15","16"]);
});
