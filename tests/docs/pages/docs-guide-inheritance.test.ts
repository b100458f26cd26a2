// Made from docs/guide/inheritance.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/inheritance.md print what it says", async () => {
  await printsOf("docs/guide/inheritance.md", async (uri) => {
    class Vehicle extends Document({ color: z.string() }) {
      static settings = { name: "vehicles", isRoot: true } satisfies Settings;
      honk() {
        return `${this.color} beep`;
      }
    }

    class Car extends Vehicle.extend({ body: z.string() }) {}

    class Bus extends Car.extend({ seats: z.int() }) {
      override honk() {
        return `${super.honk()}!`;
      }
    }

    await init({ uri: uri, documentModels: [Vehicle, Car, Bus] });

    await Vehicle.insertMany([
      new Vehicle({ color: "white" }),
      new Car({ color: "red", body: "coupe" }),
      new Bus({ color: "red", body: "long", seats: 80 }),
    ]);

    console.log(await Vehicle.count(), await Vehicle.find(Vehicle.color.eq("red")).count());
    for (const vehicle of await Vehicle.findAll().withChildren().sort("color", "-id")) {
      console.log(vehicle.constructor.name, vehicle.honk(), vehicle instanceof Bus ? vehicle.seats : "");
    }
    console.log(await Bus.findOne(Bus.seats.gt(10), Car.body.eq("long"), { color: "red" }).then((bus) => bus?.honk()));

    await Car.updateAll(Car.color.to("blue")).withChildren();
    const colors = [{ $group: { _id: "$color", n: { $sum: 1 } } }, { $sort: { _id: 1 as const } }];
    console.log(await Vehicle.findAll().withChildren().aggregate(colors));
    console.log(await Vehicle.deleteAll({ withChildren: true }));

    class Page extends Document({ title: z.string() }) {
      static settings = { keepNulls: false, useStateManagement: true } satisfies Settings;
    }
    class Chapter extends Page.extend({ number: z.int() }) {}

    await init({ uri: uri, documentModels: [Page, Chapter] });
    console.log(Page.getCollectionName(), Chapter.getCollectionName(), Chapter.getSettings().useStateManagement);
  }, ["1 0","Bus red beep! 80","Car red beep ","Vehicle white beep ","red beep!","[ { _id: 'blue', n: 2 }, { _id: 'white', n: 1 } ]","{ deletedCount: 3 }","Page Chapter true"]);
});
