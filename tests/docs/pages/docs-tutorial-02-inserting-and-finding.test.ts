// Made from docs/tutorial/02-inserting-and-finding.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Model, init, or, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/02-inserting-and-finding.md print what it says", async () => {
  await printsOf("docs/tutorial/02-inserting-and-finding.md", async (uri) => {
    class Job extends Document({
      number: z.int().positive(),
      bike: z.object({ brand: z.string(), color: z.string().optional() }),
      work: z.array(z.string()).min(1),
      price: z.number().nonnegative(),
      state: z.enum(["open", "done", "paid"]).default("open"),
      receivedAt: z.date(),
    }) {
      static settings = { name: "jobs" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Job] });

    const day = (text: string): Date => new Date(`${text}T09:00:00Z`);

    const first = await new Job({
      number: 1,
      bike: { brand: "Rivet", color: "green" },
      work: ["flat tyre"],
      price: 15,
      receivedAt: day("2026-03-02"),
    }).insert();

    await Job.insertMany([
      new Job({ number: 2, bike: { brand: "Vela" }, work: ["brakes", "chain"], price: 60, receivedAt: day("2026-03-02") }),
      new Job({ number: 3, bike: { brand: "Rivet" }, work: ["chain"], price: 35, receivedAt: day("2026-03-04") }),
      new Job({
        number: 4,
        bike: { brand: "Moss", color: "red" },
        work: ["wheel"],
        price: 90,
        receivedAt: day("2026-03-05"),
      }),
    ]);
    console.log(await Job.count());

    const dear = await Job.find(Job.price.gte(50));
    console.log(dear.map(({ number }) => number));

    const rivets = Job.find(Job.bike.brand.eq("Rivet"), Job.work.eq("chain"));
    console.log((await rivets)[0]?.number);

    console.log(await Job.find(or(Job.price.lt(20), Job.bike.color.eq("red"))).count());

    const march2 = await Job.find({ receivedAt: day("2026-03-02"), price: { $lt: 50 } });
    console.log(march2.map(({ number }) => number));

    const again = await Job.get(first.id); // by its id
    const cheapest = await Job.findOne().sort("price");
    console.log(again?.number, cheapest?.number, await Job.findOne({ number: 99 }));

    const open = Job.find({ state: "open" }).sort(Job.price.desc());
    console.log((await open.limit(2)).map(({ number }) => number));
    console.log((await open.skip(2).limit(2)).map(({ number }) => number));

    for await (const job of open) console.log(job.number, job.work.join(" and "));

    class Line extends Model({ number: z.int(), price: z.number() }) {
      get text(): string {
        return `#${this.number}: ${this.price.toFixed(2)}`;
      }
    }

    for (const line of await open.limit(2).project(Line)) console.log(line.text);
    const [row] = await open.select("work");
    console.log(row?.work);
  }, ["4","[ 2, 4 ]","3","2","[ 1 ]","1 1 null","[ 4, 2 ]","[ 3, 1 ]","4 wheel","2 brakes and chain","3 chain","1 flat tyre","#4: 90.00","#2: 60.00","[ 'wheel' ]"]);
});
