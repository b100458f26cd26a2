// Made from docs/tutorial/03-changing-and-deleting.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, DocumentWithSoftDelete, init, type Settings } from "../../../mod.ts";
import { Inc, Push } from "../../../operators.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/03-changing-and-deleting.md print what it says", async () => {
  await printsOf("docs/tutorial/03-changing-and-deleting.md", async (uri) => {
    class Job extends Document({
      number: z.int().positive(),
      work: z.array(z.string()).default([]),
      price: z.number().nonnegative(),
      state: z.enum(["open", "done", "paid"]).default("open"),
      note: z.string().optional(),
    }) {
      static settings = { name: "jobs" } satisfies Settings;
    }

    class Customer extends DocumentWithSoftDelete({ name: z.string() }) {}

    await init({ uri: uri, documentModels: [Job, Customer] });

    await Job.insertMany([
      new Job({ number: 1, work: ["flat tyre"], price: 15 }),
      new Job({ number: 2, work: ["brakes"], price: 60 }),
      new Job({ number: 3, work: ["chain"], price: 35, note: "bell is loose" }),
    ]);

    const job = (await Job.findOne({ number: 1 }))!;

    await job.set({ state: "done" });
    await job.inc({ price: 2.5 });
    await job.push({ work: "new tube" });
    console.log(job.state, job.price, job.work);

    job.note = "paid in cash";
    job.state = "paid";
    await job.save();

    job.note = undefined;
    await job.replace();
    console.log((await Job.get(job.id))?.note);

    console.log(await Job.find({ state: "open" }).inc({ price: 5 }));
    console.log(await Job.find(Job.price.gt(50)).set({ note: "ask for a deposit" }));

    const changed = await Job.findOne({ number: 3 })
      .update(Inc({ price: 1 }), Push({ work: "bell" }))
      .responseType("NEW_DOCUMENT");
    console.log(changed?.price, changed?.work);

    for (const hours of [1, 2]) {
      const stored = await Job.findOne({ number: 4 })
        .inc({ price: 40 * hours })
        .upsert(new Job({ number: 4, work: ["wheel"], price: 40 }))
        .responseType("NEW_DOCUMENT");
      console.log(stored.price);
    }

    await job.delete();
    console.log(await Job.find({ note: "ask for a deposit" }).delete(), await Job.count());

    await Job.find().delete().then(undefined, (error: Error) => console.log(error.message.split(",")[0]));
    console.log(await Job.deleteAll());

    const ann = await new Customer({ name: "Ann" }).insert();
    await ann.delete();
    console.log(await Customer.count(), await Customer.findManyInAll().count());

    await ann.restore();
    console.log(await Customer.count());
  }, ["done 17.5 [ 'flat tyre', 'new tube' ]","undefined","{ matchedCount: 2, modifiedCount: 2 }","{ matchedCount: 1, modifiedCount: 1 }","41 [ 'chain', 'bell' ]","40","120","{ deletedCount: 1 } 2","Job: this would delete every document","{ deletedCount: 2 }","0 1","1"]);
});
