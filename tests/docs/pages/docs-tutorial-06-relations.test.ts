// Made from docs/tutorial/06-relations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { DeleteRules, Document, Link, WriteRules, backLink, init, link, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/06-relations.md print what it says", async () => {
  await printsOf("docs/tutorial/06-relations.md", async (uri) => {
    class Customer extends Document({
      name: z.string(),
      get bikes() {
        return backLink(() => Bike, "owner");
      },
    }) {
      static settings = { name: "customers" } satisfies Settings;

      greet(): string {
        return `Hello ${this.name}`;
      }
    }

    class Bike extends Document({ brand: z.string(), owner: link(() => Customer) }) {
      static settings = { name: "bikes" } satisfies Settings;
    }

    class Job extends Document({ number: z.int(), bike: link(() => Bike), price: z.number() }) {
      static settings = { name: "jobs" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Customer, Bike, Job] });

    const ann = await new Customer({ name: "Ann" }).insert();
    const green = await new Bike({ brand: "Rivet", owner: ann }).insert();
    const red = await new Bike({ brand: "Moss", owner: ann.id }).insert();
    await Job.insertMany([
      new Job({ number: 1, bike: green, price: 15 }),
      new Job({ number: 2, bike: red, price: 90 }),
      new Job({ number: 3, bike: green, price: 35 }),
    ]);

    const tandem = new Bike({ brand: "Duo", owner: new Customer({ name: "Bob" }) });
    await tandem.insert({ linkRule: WriteRules.WRITE });
    console.log(await Customer.count());

    const plain = (await Job.findOne({ number: 1 }))!;
    console.log(plain.bike instanceof Link, plain.bike.id.equals(green.id));

    const whole = (await Job.findOne({ number: 1 }).fetchLinks())!;
    console.log(whole.bike.brand, whole.bike instanceof Bike);

    const owner = (await Customer.findOne({ name: "Ann" }).fetchLinks())!;
    console.log(owner.bikes.map(({ brand }) => brand));

    const annsJobs = Job.find(Job.bike.owner.name.eq("Ann")).sort("-price").fetchLinks();
    for (const { number, price, bike } of await annsJobs) console.log(number, price, bike.brand);
    console.log(await Job.find(Job.bike.eq(green)).count());

    const bike = await plain.bike.fetch();
    console.log(bike.brand, (await bike.owner.fetch()).greet());

    await plain.fetchAllLinks(); // puts the documents into the fields
    console.log(plain.bike instanceof Bike);

    const job = (await Job.findOne({ number: 2 }).fetchLinks("bike"))!;
    await job.delete({ linkRule: DeleteRules.DELETE_LINKS });
    console.log(await Job.count(), (await Bike.findAll()).map(({ brand }) => brand).join());
  }, ["2","true true","Rivet true","[ 'Rivet', 'Moss' ]","2 90 Moss","3 35 Rivet","1 15 Rivet","2","Rivet Hello Ann","true","2 Rivet,Duo"]);
});
