import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import type { BulkWriter } from "../../src/bulk/bulk-writer.ts";
import { UpdateResponse } from "../../src/query/update-response.ts";
import { Bicycle, Bus, Car, oneOfEach, ran, stored, treeDatabase, Vehicle } from "./models.ts";

const db = treeDatabase("trees");

function classesOf(documents: readonly object[]): string[] {
  return documents.map(({ constructor }) => constructor.name).sort();
}

describe("a tree of classes in one collection", () => {
  test("stores of which class a document is, by the names from the root on", async () => {
    await oneOfEach();
    const found = await stored(db);
    assert.deepEqual(found.map(({ _class_id }) => _class_id), [
      "Vehicle",
      "Vehicle.Bicycle",
      "Vehicle.Car",
      "Vehicle.Car.Bus",
    ]);
    assert.deepEqual({ ...found[3], _id: 0 }, {
      _id: 0,
      _class_id: "Vehicle.Car.Bus",
      color: "red",
      body: "long",
      doors: 5,
      seats: 80,
    });
    assert.deepEqual(
      new Set([Vehicle, Bicycle, Car, Bus].map((model) => model.getCollectionName())),
      new Set(["Vehicle"]),
    );
  });

  test("a query means the documents of its own class", async () => {
    await oneOfEach();
    assert.deepEqual(classesOf(await Vehicle.findAll()), ["Vehicle"]);
    assert.deepEqual(classesOf(await Car.findAll()), ["Car"]);
    assert.deepEqual(await Vehicle.find(Vehicle.color.eq("red")), []);
    assert.equal(await Vehicle.count(), 1);
    assert.equal(await Vehicle.find({ color: "red" }).exists(), false);
    assert.deepEqual(await Vehicle.distinct(Vehicle.color), ["white"]);
    assert.equal(await Car.sum(Car.doors), 5);
    assert.deepEqual(Car.find(Car.doors.gt(3)).getFilterQuery(), {
      $and: [{ doors: { $gt: 3 } }, { _class_id: "Vehicle.Car" }],
    });
  });

  test("withChildren means those of all classes below, as instances of their own classes", async () => {
    await oneOfEach();
    const all = await Vehicle.findAll().withChildren();
    assert.deepEqual(classesOf(all), ["Bicycle", "Bus", "Car", "Vehicle"]);
    const [car, bus] = await Car.findAll().withChildren().sort("doors", "color", "-body").toList().then((list) =>
      list.sort((a, b) => a.constructor.name < b.constructor.name ? 1 : -1)
    );
    assert.ok(car instanceof Car && !(car instanceof Bus) && bus instanceof Bus);
    assert.equal(bus.seats, 80);
    assert.equal(bus.honk(), "red beep!");
    assert.equal(car.drive(), "coupe: red beep");
    assert.deepEqual(Object.keys({ ...bus }).filter((key) => key.includes("class")), []);
    assert.equal(await Vehicle.findAll().withChildren().count(), 4);
    assert.equal(await Car.findAll().withChildren().sum(Car.doors), 10);
    assert.deepEqual(await Vehicle.findAll().withChildren().distinct(Vehicle.color).then((all) => all.sort()), [
      "red",
      "white",
    ]);
    assert.equal(await Vehicle.find({ color: "red" }).withChildren().exists(), true);
    const seen: string[] = [];
    for await (const one of Vehicle.findAll().withChildren()) seen.push(one.constructor.name);
    assert.deepEqual(seen.sort(), ["Bicycle", "Bus", "Car", "Vehicle"]);
    assert.ok(await Vehicle.findOne({ color: "red" }).withChildren() instanceof Car);
  });

  test("get gives a child with withChildren only", async () => {
    const { bus } = await oneOfEach();
    assert.equal(await Vehicle.get(bus.id), null);
    assert.equal(await Car.get(bus.id), null);
    assert.ok(await Vehicle.get(bus.id).withChildren() instanceof Bus);
    assert.ok(await Bus.get(bus.id) instanceof Bus);
  });

  test("aggregations are limited to the class, or to it and those below", async () => {
    await oneOfEach();
    const count = [{ $group: { _id: "$color", n: { $sum: 1 } } }, { $sort: { _id: 1 } }];
    assert.deepEqual(await Vehicle.aggregate(count), [{ _id: "white", n: 1 }]);
    assert.deepEqual(await Vehicle.findAll().withChildren().aggregate(count), [{ _id: "red", n: 2 }, {
      _id: "white",
      n: 2,
    }]);
    const typed = await Car.findAll().withChildren().aggregate((p) => p.sort({ body: 1 }));
    assert.deepEqual(typed.map(({ body }) => body), ["coupe", "long"]);
    assert.equal("_class_id" in typed[0]!, false);
  });

  test("updates and deletes are limited in the same way", async () => {
    await oneOfEach();
    await Vehicle.updateAll({ $set: { color: "blue" } });
    assert.deepEqual((await stored(db)).map(({ color }) => color), ["blue", "white", "red", "red"]);
    await Car.updateAll({ $set: { color: "green" } }).withChildren();
    assert.deepEqual((await stored(db)).map(({ color }) => color), ["blue", "white", "green", "green"]);
    await Car.find({ color: "green" }).set({ color: "grey" });
    assert.deepEqual((await stored(db)).map(({ color }) => color), ["blue", "white", "grey", "green"]);
    assert.deepEqual(await Car.deleteAll(), { deletedCount: 1 });
    assert.deepEqual(await Vehicle.find({ color: "green" }).delete(), { deletedCount: 0 });
    assert.deepEqual(await Vehicle.find({ color: "green" }).withChildren().delete(), { deletedCount: 1 });
    assert.deepEqual(await Vehicle.deleteAll({ withChildren: true }), { deletedCount: 2 });
    assert.deepEqual(await stored(db), []);
  });

  test("writes that answer with the document give the class that is stored", async () => {
    await oneOfEach();
    const answer = await Car.findOne({ body: "long" }).withChildren().set({ doors: 3 }).responseType(
      UpdateResponse.NEW_DOCUMENT,
    );
    assert.ok(answer instanceof Bus && answer.doors === 3);
    const gone = await Car.findOne({ body: "long" }).withChildren().delete().responseType(UpdateResponse.OLD_DOCUMENT);
    assert.ok(gone instanceof Bus);
    assert.equal(await Car.findOne({ body: "long" }).set({ doors: 2 }).responseType(UpdateResponse.NEW_DOCUMENT), null);
  });

  test("documents of several classes are inserted together through one above them", async () => {
    const mixed = [
      new Bus({ color: "red", body: "long", seats: 1 }),
      new Vehicle({ color: "white" }),
      new Car({ color: "red", body: "coupe" }),
    ];
    const { insertedIds } = await Vehicle.insertMany(mixed);
    assert.deepEqual(insertedIds, mixed.map(({ id }) => id));
    assert.deepEqual((await stored(db)).map(({ _class_id }) => _class_id).sort(), [
      "Vehicle",
      "Vehicle.Car",
      "Vehicle.Car.Bus",
    ]);
    assert.deepEqual(mixed.map(({ isNew }) => isNew), [false, false, false]);
    assert.deepEqual(ran, ["Bus red", "Vehicle white", "Car red"]);
    mixed[0]!.color = "pink";
    mixed[1]!.color = "blue";
    await Vehicle.replaceMany(mixed);
    assert.deepEqual((await stored(db)).map(({ color }) => color).sort(), ["blue", "pink", "red"]);
    assert.deepEqual(await Vehicle.findAll().withChildren().sort("color").then((all) => classesOf(all)), [
      "Bus",
      "Car",
      "Vehicle",
    ]);
    await assert.rejects(() => Car.insertMany([mixed[1] as Car]), InvalidArgument);
    await Vehicle.insertOne(new Bicycle({ color: "x", frame: 1 }));
    assert.equal(await Bicycle.count(), 1);
  });

  test("instances are written as their class: save, saveChanges, replace, update, delete, sync", async () => {
    const bus = new Bus({ color: "red", body: "long", seats: 80 });
    await bus.save();
    assert.equal((await stored(db))[0]!._class_id, "Vehicle.Car.Bus");
    await bus.set({ color: "blue", seats: 70 });
    bus.doors = 2;
    await bus.save();
    bus.seats = 60;
    await bus.replace();
    assert.deepEqual({ ...(await stored(db))[0], _id: 0 }, {
      _id: 0,
      _class_id: "Vehicle.Car.Bus",
      color: "blue",
      body: "long",
      doors: 2,
      seats: 60,
    });
    await Bus.updateAll({ $set: { seats: 1 } });
    await bus.sync();
    assert.equal(bus.seats, 1);
    const found = await Vehicle.get(bus.id).withChildren();
    await found!.set({ color: "green" });
    assert.equal((await Bus.get(bus.id))!.color, "green");
    assert.deepEqual(await found!.delete(), { deletedCount: 1 });
    await assert.rejects(() => bus.sync(), DocumentNotFound);
  });

  test("replaceOne and upsert store the class of the document that they are given", async () => {
    await oneOfEach();
    await Car.findOne({ body: "coupe" }).replaceOne(new Bus({ color: "x", body: "y", seats: 3 }));
    assert.equal((await stored(db))[2]!._class_id, "Vehicle.Car.Bus");
    await Vehicle.find({ color: "none" }).set({ color: "some" }).upsert(new Bicycle({ color: "new", frame: 3 }));
    assert.equal((await stored(db)).find(({ color }) => color === "new")!._class_id, "Vehicle.Bicycle");
    await Vehicle.find({ color: "none" }).set({ color: "some" }).options({ upsert: true });
    assert.equal((await stored(db)).find(({ color }) => color === "some")!._class_id, "Vehicle");
    await assert.rejects(
      async () => await Vehicle.find({ color: "?" }).set({ color: "some" }).options({ upsert: true }).withChildren(),
      { code: "argument.upsert" },
    );
  });

  test("a bulk writer takes writes of all classes of the tree", async () => {
    const { car } = await oneOfEach();
    const result = await Vehicle.bulkWriter(async (bulkWriter: BulkWriter) => {
      await new Bus({ color: "a", body: "b", seats: 1 }).insert({ bulkWriter });
      await new Car({ color: "a", body: "b" }).insert({ bulkWriter });
      car.color = "changed";
      await car.save({ bulkWriter });
      await Vehicle.find({ color: "white" }).set({ color: "black" }).withChildren().bulkWriter(bulkWriter);
      await Bicycle.find({ color: "black" }).delete().bulkWriter(bulkWriter);
    });
    assert.deepEqual([result.insertedCount, result.modifiedCount, result.deletedCount], [2, 3, 1]);
    assert.deepEqual((await stored(db)).map(({ _class_id, color }) => `${_class_id} ${color}`), [
      "Vehicle black",
      "Vehicle.Car changed",
      "Vehicle.Car.Bus red",
      "Vehicle.Car.Bus a",
      "Vehicle.Car a",
    ]);
  });

  test("a document whose class nobody wrote down is none of the tree; read by another way it is one of the class that asks", async () => {
    await db.database.command({ insert: "Vehicle", documents: [{ color: "old" }, { color: "odd", _class_id: 5 }] });
    assert.equal(await Vehicle.findAll().withChildren().count(), 0);
    const rows = await Vehicle.inspectCollection();
    assert.equal(rows.status, "OK");
  });
});

describe("a class that extends another", () => {
  test("has its methods, statics, private members and getters, and the chain is real", async () => {
    const bus = new Bus({ color: "red", body: "long", seats: 3 });
    assert.ok(bus instanceof Bus && bus instanceof Car && bus instanceof Vehicle);
    assert.equal(Object.getPrototypeOf(Object.getPrototypeOf(Bus)), Car);
    assert.equal(bus.loud, "red beep");
    assert.equal(bus.drive(), "long: red beep!");
    await oneOfEach();
    assert.deepEqual(classesOf(await Bus.red()), ["Bus"]);
    assert.deepEqual(classesOf(await Car.red().withChildren()), ["Bus", "Car"]);
  });

  test("fills in all fields before the field initialisers of its parents run", async () => {
    const fields = "color,body,doors,seats";
    const bus = await new Bus({ color: "red", body: "long", seats: 3 }).insert();
    assert.equal(bus.summary, fields);
    assert.equal((await Bus.get(bus.id))!.summary, fields);
    assert.equal(((await Vehicle.get(bus.id).withChildren()) as Bus).summary, fields);
  });

  test("actions of parents run for children", async () => {
    await oneOfEach();
    assert.deepEqual(ran, ["Vehicle white", "Bicycle white", "Car red", "Bus red"]);
  });
});
