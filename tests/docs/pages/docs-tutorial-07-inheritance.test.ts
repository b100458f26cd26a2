// Made from docs/tutorial/07-inheritance.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, UnionDoc, init, type Settings, type UnionSettings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/07-inheritance.md print what it says", async () => {
  await printsOf("docs/tutorial/07-inheritance.md", async (uri) => {
    class Bike extends Document({ brand: z.string(), gears: z.int().default(1) }) {
      static settings = { name: "bikes", isRoot: true } satisfies Settings;

      advice(): string {
        return "oil the chain";
      }
    }

    class EBike extends Bike.extend({ battery: z.object({ wattHours: z.int().positive() }) }) {
      override advice(): string {
        return `${super.advice()}, charge ${this.battery.wattHours} Wh`;
      }
    }

    class CargoBike extends EBike.extend({ load: z.int() }) {}

    await init({ uri: uri, documentModels: [Bike, EBike, CargoBike] });

    await Bike.insertMany([
      new Bike({ brand: "Rivet", gears: 7 }),
      new EBike({ brand: "Volt", battery: { wattHours: 400 } }),
      new CargoBike({ brand: "Haul", battery: { wattHours: 700 }, load: 120 }),
    ]);

    console.log(await Bike.count(), await EBike.count(), await CargoBike.count());

    for (const bike of await Bike.findAll().withChildren().sort("brand")) {
      console.log(bike.constructor.name, bike instanceof EBike ? bike.battery.wattHours : "-", bike.advice());
    }

    console.log((await EBike.findOne(EBike.battery.wattHours.gt(500)).withChildren())?.brand);

    console.log(await EBike.updateAll(EBike.gears.to(5)).withChildren());

    class Note extends Document({ text: z.string() }) {}
    class Photo extends Document({ url: z.url(), caption: z.string() }) {}

    class Timeline extends UnionDoc([Note, Photo]) {
      static settings = { name: "timeline" } satisfies UnionSettings;
    }

    await init({ uri: uri, documentModels: [Timeline, Note, Photo] });

    await new Note({ text: "frame is bent" }).insert();
    await new Photo({ url: "https://example.org/frame.jpg", caption: "the bend" }).insert();

    for await (const entry of Timeline.find().sort("id")) {
      console.log(entry instanceof Photo ? entry.caption : entry.text);
    }

    const Dated = { createdAt: z.date().default(() => new Date()) };

    class Invoice extends Document({ number: z.int(), ...Dated }) {}
    class Offer extends Document({ until: z.date().optional(), ...Dated }) {}
    console.log(new Invoice({ number: 1 }).createdAt instanceof Date, new Offer({}).createdAt instanceof Date);
  }, ["1 1 1","CargoBike 700 oil the chain, charge 700 Wh","Bike - oil the chain","EBike 400 oil the chain, charge 400 Wh","Haul","{ matchedCount: 2, modifiedCount: 2 }","frame is bent","the bend","true true"]);
});
