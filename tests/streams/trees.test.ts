import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { type ChangeStream, Document, init, type Settings } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("streams_trees");

class Vehicle extends Document({ color: z.string() }) {
  static settings = { isRoot: true } satisfies Settings;
}
class Car extends Vehicle.extend({ doors: z.int() }) {}
class Van extends Car.extend({ load: z.number() }) {}
class Bike extends Vehicle.extend({ gears: z.int() }) {}

before(() => init({ database: at.database, documentModels: [Vehicle, Car, Van, Bike] }));

async function documents(stream: ChangeStream<unknown>, count: number): Promise<unknown[]> {
  const found: unknown[] = [];
  while (found.length < count) {
    const { value } = await stream.next();
    found.push((value as { fullDocument?: object }).fullDocument?.constructor);
  }
  return found;
}

describe("a stream of a class of a tree", () => {
  test("has the documents of the class and its children, as instances of their own classes", async () => {
    await using root = await Vehicle.watch().open();
    await using cars = await Car.watch().open();
    await new Bike({ color: "red", gears: 3 }).insert();
    await new Car({ color: "red", doors: 3 }).insert();
    await new Vehicle({ color: "red" }).insert();
    await new Van({ color: "red", doors: 3, load: 1 }).insert();
    assert.deepEqual(await documents(root, 4), [Bike, Car, Vehicle, Van]);
    assert.deepEqual(await documents(cars, 2), [Car, Van]);
  });

  test("has events that do not say whose they are, and leaves out others' updates where the document is asked for", async () => {
    const bike = await new Bike({ color: "red", gears: 3 }).insert();
    const car = await new Car({ color: "red", doors: 3 }).insert();
    await using cars = await Car.watch([], { fullDocument: "updateLookup" }).open();
    await bike.set({ color: "blue" });
    await car.set({ color: "blue" });
    assert.deepEqual(await documents(cars, 1), [Car]);
    await bike.delete();
    const { value } = await cars.next();
    assert.ok(value?.operationType === "delete" && value.documentKey.id.equals(bike.id));
  });
});
