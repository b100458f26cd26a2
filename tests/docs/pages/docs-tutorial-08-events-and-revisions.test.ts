// Made from docs/tutorial/08-events-and-revisions.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Insert, MergeStrategy, RevisionIdWasChanged, Save, SaveChanges, beforeEvent, init, transaction, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/08-events-and-revisions.md print what it says", async () => {
  await printsOf("docs/tutorial/08-events-and-revisions.md", async (uri) => {
    class Job extends Document({
      number: z.int(),
      work: z.array(z.object({ what: z.string(), price: z.number() })).default([]),
      total: z.number().default(0),
      mechanic: z.string().optional(),
      state: z.enum(["open", "done", "paid"]).default("open"),
    }) {
      static settings = { name: "jobs", useRevision: true, useStateManagement: true } satisfies Settings;

      @beforeEvent(Insert, Save, SaveChanges)
      addUp() {
        this.total = this.work.reduce((total, { price }) => total + price, 0);
      }
    }

    await init({ uri: uri, documentModels: [Job] });

    const job = await new Job({ number: 1, work: [{ what: "chain", price: 35 }] }).insert();
    console.log(job.total);

    job.work.push({ what: "brakes", price: 60 });
    await job.save();
    console.log((await Job.get(job.id))?.total);

    job.mechanic = "Mia";
    job.work[0]!.price = 30;
    console.log(job.isChanged, Object.keys(job.getChanges()));

    await job.saveChanges();
    console.log(job.total, job.isChanged, await job.saveChanges());

    job.mechanic = "Ole";
    job.rollback();
    console.log(job.mechanic);

    const mine = (await Job.get(job.id))!;
    const theirs = (await Job.get(job.id))!;
    await theirs.set({ state: "done" });

    mine.mechanic = "Ole";
    try {
      await mine.saveChanges();
    } catch (error) {
      if (!(error instanceof RevisionIdWasChanged)) throw error;
      console.log("somebody was faster");
    }

    await mine.sync({ mergeStrategy: MergeStrategy.LOCAL });
    await mine.saveChanges();
    console.log(mine.state, mine.mechanic);

    const second = await new Job({ number: 2 }).insert();
    await transaction(async () => {
      await mine.set({ state: "paid" });
      await second.set({ mechanic: "Mia" });
      throw new Error("the card was refused");
    }).catch((error: Error) => console.log(error.message));

    console.log((await Job.get(mine.id))?.state, mine.state, second.mechanic);
  }, ["35","95","true [ 'work', 'mechanic' ]","90 false null","Mia","somebody was faster","done Ole","the card was refused","done done undefined"]);
});
