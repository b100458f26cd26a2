import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { View } from "../../src/document/view.ts";
import { Link } from "../../src/relations/link.ts";
import { backLink, link } from "../../src/relations/link-schema.ts";
import type { Settings } from "../../src/types/settings.ts";
import type { ViewSettings } from "../../src/types/views.ts";
import { testDatabase } from "../support/database.ts";

class City extends Document({ name: z.string() }) {}
class Vehicle extends Document({
  color: z.string(),
  get garages() {
    return backLink(() => Garage, "vehicles");
  },
}) {
  static settings: Settings = { isRoot: true, useStateManagement: true };
}
class Bus extends Vehicle.extend({ seats: z.int(), home: link(() => City) }) {
  ride(): string {
    return `${this.seats} seats`;
  }
}
class Garage extends Document({
  name: z.string(),
  get vehicles() {
    return z.array(link(() => Vehicle));
  },
  get best() {
    return link(() => Vehicle).optional();
  },
}) {}
class Parking extends View({ id: z.any(), name: z.string(), vehicles: z.array(link(() => Vehicle)) }) {
  static settings = { source: Garage, pipeline: [{ $project: { name: 1, vehicles: 1 } }] } satisfies ViewSettings;
}

const opened = testDatabase("relations_trees");
let bus: Bus, car: Vehicle;
before(async () => {
  await init({ database: opened.database, documentModels: [City, Vehicle, Bus, Garage, Parking] });
  const city = await new City({ name: "Gent" }).insert();
  bus = await new Bus({ color: "red", seats: 40, home: city }).insert();
  car = await new Vehicle({ color: "blue" }).insert();
  await new Garage({ name: "g", vehicles: [car, bus], best: bus }).insert();
});

describe("links to a tree", () => {
  test("are instances of the class of each document, with the links of that class, by a query and on demand", async () => {
    const byQuery = (await Garage.findOne().fetchLinks())!;
    const onDemand = await (await Garage.findOne())!.fetchAllLinks();
    for (const garage of [byQuery, onDemand]) {
      const [first, second] = garage.vehicles as unknown as [Vehicle, Bus];
      assert.equal(first.constructor, Vehicle);
      assert.ok(second instanceof Bus);
      assert.equal(second.ride(), "40 seats");
      assert.equal((second.home as unknown as City).name, "Gent");
      assert.equal((second.garages as unknown as Garage[])[0]!.name, "g");
      assert.equal(second.isChanged, false);
      assert.ok((garage.best as unknown as Bus) instanceof Bus);
    }
    assert.ok((await Vehicle.linkFromId(bus.id).fetch() as Vehicle) instanceof Bus);
  });

  test("queries for a class and its children fetch the links of each", async () => {
    const all = await Vehicle.find().withChildren().sort("color").fetchLinks();
    assert.deepEqual(all.map(({ color }) => color), ["blue", "red"]);
    assert.equal(((all[1] as unknown as Bus).home as unknown as City).name, "Gent");
    assert.deepEqual(all.map(({ garages }) => garages.map(({ name }) => name)), [["g"], ["g"]]);
    assert.equal((await Vehicle.find().fetchLinks()).length, 1);
    const buses = await Bus.find(Bus.home.name.eq("Gent")).fetchLinks();
    assert.equal(buses[0]!.ride(), "40 seats");
  });

  test("criteria on what a tree has in common", async () => {
    assert.equal(await Garage.find(Garage.vehicles.color.eq("red")).fetchLinks().count(), 1);
    assert.equal(await Garage.find(Garage.vehicles.color.eq("green")).fetchLinks().count(), 0);
  });
});

describe("links of views", () => {
  test("are fetched by queries and on demand", async () => {
    const [row] = await Parking.find(Parking.vehicles.color.eq("red")).fetchLinks();
    assert.ok(row!.vehicles[1] instanceof Bus);
    const other = (await Parking.findOne())!;
    assert.ok((other.vehicles[0] as unknown) instanceof Link);
    assert.ok((await other.fetchLink("vehicles"))[1] instanceof Bus);
    assert.equal((await (await Parking.findOne())!.fetchAllLinks()).vehicles[0]!.color, "blue");
  });
});
