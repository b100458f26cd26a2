// Made from docs/tutorial/05-aggregation.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, avg, compute, count, init, sum, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/05-aggregation.md print what it says", async () => {
  await printsOf("docs/tutorial/05-aggregation.md", async (uri) => {
    class Job extends Document({
      number: z.int().positive(),
      mechanic: z.string(),
      parts: z.array(z.object({ name: z.string(), price: z.number(), pieces: z.int().default(1) })).default([]),
      hours: z.number().positive(),
    }) {
      static settings = { name: "jobs" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Job] });

    const tube = { name: "tube", price: 6 };
    const chain = { name: "chain", price: 24 };
    await Job.insertMany([
      new Job({ number: 1, mechanic: "Mia", hours: 0.5, parts: [tube] }),
      new Job({ number: 2, mechanic: "Mia", hours: 2, parts: [chain, { name: "pads", price: 10, pieces: 2 }] }),
      new Job({ number: 3, mechanic: "Ole", hours: 1, parts: [chain] }),
      new Job({ number: 4, mechanic: "Ole", hours: 3, parts: [{ ...tube, pieces: 2 }] }),
    ]);

    console.log(await Job.sum(Job.hours), await Job.find({ mechanic: "Mia" }).avg(Job.hours));
    console.log(await Job.find({ mechanic: "Nobody" }).sum(Job.hours));
    console.log(await Job.distinct("mechanic"));

    const byMechanic = await Job.aggregate((p) =>
      p.group((g) => g.mechanic, (g) => ({ jobs: count(), hours: sum(g.hours), mean: avg(g.hours) })).sort({ hours: -1 })
    );
    for (const { _id, jobs, hours, mean } of byMechanic) console.log(_id, jobs, hours, mean);

    const byPart = await Job.aggregate((p) =>
      p.unwind("parts")
        .addFields((f) => ({ worth: compute<number>({ $multiply: [f.parts.price, f.parts.pieces] }) }))
        .group((g) => g.parts.name, (g) => ({ pieces: sum(g.parts.pieces), worth: sum(g.worth) }))
        .sort({ worth: -1 })
        .limit(2)
    );
    for (const { _id, pieces, worth } of byPart) console.log(_id, pieces, worth);

    const rows = await Job.find(Job.hours.gte(1)).aggregate<{ _id: string; longest: number }>([
      { $group: { _id: "$mechanic", longest: { $max: "$hours" } } },
      { $sort: { _id: 1 } },
    ]);
    for (const { _id, longest } of rows) console.log(_id, longest);
  }, ["6.5 1.25","null","[ 'Mia', 'Ole' ]","Ole 2 4 2","Mia 2 2.5 1.25","chain 2 48","pads 2 20","Mia 2","Ole 3"]);
});
