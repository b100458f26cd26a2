import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  backLink,
  BulkWriteError,
  DeleteRules,
  Document,
  init,
  Link,
  link,
  type Settings,
  transaction,
  UnionDoc,
  View,
  WriteRules,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

class City extends Document({
  name: z.string(),
  get vehicles() {
    return backLink(() => Vehicle, "home");
  },
}) {}
class Vehicle extends Document({ color: z.string(), home: link(() => City).optional() }) {
  static settings: Settings = { isRoot: true, name: "vehicles" };
}
class Car extends Vehicle.extend({ doors: z.int() }) {}
class Bus extends Car.extend({ seats: z.int() }) {}
class Letter extends Document({ text: z.string() }) {}
class Parcel extends Document({ weight: z.int(), to: link(() => City).optional() }) {}
class Post extends UnionDoc([Letter, Parcel]) {
  static settings: Settings = { name: "post" };
}
class Street extends Document({ name: z.string(), city: link(() => City) }) {}
class Block
  extends Document({ house: z.int(), street: link(() => Street), cars: z.array(link(() => Car)).default([]) }) {}
class Colors extends View({ color: z.string(), city: link(() => City).nullable().default(null) }) {
  static settings = { source: "vehicles", pipeline: [{ $project: { color: 1, city: "$home" } }] };
}

const at = testDatabase("transactions_relations");
const stored = [City, Vehicle, Letter, Parcel, Street, Block];
const WRITE = { linkRule: WriteRules.WRITE };
const stop = new Error("stop");

before(async () => {
  await init({ database: at.database, documentModels: [...stored, Car, Bus, Post, Colors] });
  for (const name of ["City", "Street", "Block", "vehicles", "post"]) {
    await at.database.command({ create: name }).catch(() => undefined);
  }
});
beforeEach(async () => {
  for (const name of ["City", "Street", "Block", "vehicles", "post"]) {
    await at.database.command({ delete: name, deletes: [{ q: {}, limit: 0 }] });
  }
});

/** Runs work in a transaction that does not come to be. */
async function undone(work: () => Promise<void>): Promise<void> {
  await assert.rejects(
    transaction(async () => {
      await work();
      throw stop;
    }),
    stop,
  );
}

/** What is stored, as somebody outside of the transaction sees it. */
async function outside(collection: string): Promise<number> {
  await using session = await at.client.startSession();
  return (await at.database.cursorCommand({ find: collection }, { session }).toArray()).length;
}

describe("trees in a transaction", () => {
  const fleet = () => [
    new Vehicle({ color: "red" }),
    new Car({ color: "red", doors: 3 }),
    new Bus({ color: "blue", doors: 2, seats: 40 }),
  ];

  test("reads see its writes, each in its class, and nobody else does", async () => {
    await transaction(async () => {
      await Vehicle.insertMany(fleet());
      const all = await Vehicle.findAll().withChildren().sort("color");
      assert.deepEqual(all.map(({ constructor }) => constructor).sort(), [Vehicle, Car, Bus].sort());
      assert.equal(await Car.count(), 1);
      await Car.findAll().withChildren().update({ $set: { color: "green" } });
      assert.deepEqual((await Car.find().withChildren()).map(({ color }) => color), ["green", "green"]);
      assert.equal(await outside("vehicles"), 0);
    });
    assert.equal(await Vehicle.find({ color: "green" }).withChildren().count(), 2);
  });

  test("instances of all classes are as before when it is undone", async () => {
    const [red, car] = fleet() as [Vehicle, Car];
    await red.insert();
    await undone(async () => {
      await car.insert();
      await red.set({ color: "black" });
      await Bus.deleteAll();
      assert.equal((await Vehicle.get(car.id).withChildren())?.constructor, Car);
    });
    assert.deepEqual([car.isNew, red.color], [true, "red"]);
    assert.equal(await outside("vehicles"), 1);
  });
});

describe("unions in a transaction", () => {
  test("read what it wrote of all members, and forget it when it is undone", async () => {
    const letter = new Letter({ text: "a" }), parcel = new Parcel({ weight: 1 });
    await undone(async () => {
      await letter.insert();
      await Post.bulkWriter(async (writer) => {
        await parcel.insert({ bulkWriter: writer });
        await letter.set({ text: "b" }, { bulkWriter: writer });
      });
      const all = await Post.findAll();
      assert.deepEqual(all.map(({ constructor }) => constructor), [Letter, Parcel]);
      assert.equal((await Letter.get(letter.id))!.text, "b");
      assert.equal(await outside("post"), 0);
    });
    assert.deepEqual([letter.isNew, parcel.isNew, await Post.count()], [true, true, 0]);
  });

  test("fetch links of members that it wrote", async () => {
    await transaction(async () => {
      await new Parcel({ weight: 1, to: new City({ name: "Gent" }) }).insert(WRITE);
      const [parcel] = await Post.find().fetchLinks() as unknown as Parcel[];
      assert.equal((parcel!.to as unknown as City).name, "Gent");
    });
    assert.equal(await City.count(), 1);
  });
});

describe("views in a transaction", () => {
  test("are computed of what it wrote, and of what is stored when it is undone", async () => {
    await new Car({ color: "red", doors: 3 }).insert();
    await undone(async () => {
      await new Bus({ color: "blue", doors: 2, seats: 40, home: new City({ name: "Gent" }) }).insert(WRITE);
      assert.deepEqual((await Colors.find().sort("color")).map(({ color }) => color), ["blue", "red"]);
      assert.equal(await Colors.count(), 2);
      const blue = (await Colors.findOne({ color: "blue" }).fetchLinks())!;
      assert.ok((blue.city as unknown) instanceof City);
      const onDemand = (await Colors.findOne({ color: "blue" }))!;
      assert.equal((await onDemand.fetchLink("city"))?.name, "Gent");
      assert.deepEqual(await Colors.find(Colors.city.name.eq("Gent")).fetchLinks().count(), 1);
      assert.deepEqual(await Colors.aggregate([{ $match: { color: "blue" } }, { $count: "n" }]), [{ n: 1 }]);
    });
    assert.deepEqual((await Colors.findAll()).map(({ color }) => color), ["red"]);
  });
});

describe("links in a transaction", () => {
  const block = () =>
    new Block({
      house: 1,
      street: new Street({ name: "Elm", city: new City({ name: "Gent" }) }),
      cars: [new Car({ color: "red", doors: 3 }), new Bus({ color: "blue", doors: 2, seats: 40 })],
    });

  test("are fetched on all levels from what it wrote, by queries and on demand", async () => {
    await transaction(async () => {
      const { id } = await block().insert(WRITE);
      const byQuery = (await Block.findOne(Block.street.city.name.eq("Gent")).fetchLinks())!;
      const onDemand = await (await Block.get(id))!.fetchAllLinks();
      for (const found of [byQuery, onDemand] as unknown as Block[]) {
        const street = found.street as unknown as Street;
        assert.equal((street.city as unknown as City).name, "Gent");
        assert.deepEqual(found.cars.map(({ constructor }) => constructor), [Car, Bus]);
      }
      assert.equal((await (await Block.get(id))!.street.fetch()).name, "Elm");
      assert.deepEqual((await Link.fetchList((await Block.get(id))!.cars)).map((car) => (car as Car).color), [
        "red",
        "blue",
      ]);
      assert.equal(await outside("Block"), 0);
    });
    assert.deepEqual([await Block.count(), await City.count(), await outside("vehicles")], [1, 1, 2]);
  });

  test("see what it changed in linked documents, and what it deleted of them", async () => {
    const one = await block().insert(WRITE);
    await undone(async () => {
      await City.findOne({ name: "Gent" }).update({ $set: { name: "Brugge" } });
      await Bus.deleteAll();
      const found = (await Block.get(one.id).fetchLinks())!;
      assert.equal((found.street.city as unknown as City).name, "Brugge");
      assert.ok((found.cars[1] as unknown) instanceof Link);
      assert.equal(await Block.find(Block.street.city.name.eq("Gent")).fetchLinks().count(), 0);
    });
    const found = (await Block.get(one.id).fetchLinks())!;
    assert.equal((found.street.city as unknown as City).name, "Gent");
    assert.ok((found.cars[1] as unknown) instanceof Bus);
  });

  test("back links of what it wrote", async () => {
    const city = await new City({ name: "Gent" }).insert();
    await undone(async () => {
      await new Bus({ color: "blue", doors: 2, seats: 40, home: city }).insert();
      const [bus] = (await City.get(city.id).fetchLinks())!.vehicles;
      assert.ok((bus as unknown) instanceof Bus);
      assert.equal((await city.fetchLink("vehicles")).length, 1);
    });
    assert.deepEqual((await City.get(city.id).fetchLinks())!.vehicles, []);
  });

  test("cascades of saving and deleting are undone as a whole, instances included", async () => {
    const one = await block().insert(WRITE);
    const street = one.street as unknown as Street, added = new Car({ color: "new", doors: 1 });
    await undone(async () => {
      street.name = "Oak";
      (one.cars as unknown as Car[]).push(added);
      await one.save(WRITE);
      assert.equal((await Street.get(street.id))!.name, "Oak");
      assert.equal(await Car.find().withChildren().count(), 3);
    });
    assert.deepEqual([added.isNew, (await Street.get(street.id))!.name], [true, "Elm"]);
    await undone(async () => {
      await (await Block.get(one.id).fetchLinks())!.delete({ linkRule: DeleteRules.DELETE_LINKS });
      assert.deepEqual([await Block.count(), await Street.count(), await City.count()], [0, 0, 0]);
    });
    assert.deepEqual([await Block.count(), await Street.count(), await City.count(), await outside("vehicles")], [
      1,
      1,
      1,
      2,
    ]);
  });

  test("a cascade that fails in the middle leaves nothing", async () => {
    const first = await new City({ name: "first" }).insert();
    const clash = new City({ id: first.id, name: "second" });
    const failing = new Block({ house: 2, street: new Street({ name: "Elm", city: clash }) });
    await assert.rejects(transaction(() => failing.insert(WRITE)), BulkWriteError);
    assert.deepEqual([await Block.count(), await Street.count(), await City.count()], [0, 0, 1]);
    assert.equal(failing.isNew, true);
  });
});
