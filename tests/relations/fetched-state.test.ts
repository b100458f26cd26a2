import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, Link, link, RevisionIdWasChanged, type Settings, UnionDoc, WriteRules } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const tracked = { useStateManagement: true, useRevision: true } satisfies Settings;
class Key extends Document({ teeth: z.int() }) {
  static settings = tracked;
}
class Lock extends Document({ size: z.int(), key: link(() => Key) }) {
  static settings = tracked;
}
class Room extends Document({ name: z.string(), locks: z.array(link(() => Lock)) }) {
  static settings = tracked;
}

class Cat extends Document({ purrs: z.boolean() }) {}
class Dog extends Document({ barks: z.boolean(), chases: link(() => Cat).optional() }) {}
class Pet extends UnionDoc([Cat, Dog]) {
  static settings = { name: "pets" } satisfies Settings;
}

class Vehicle extends Document({ color: z.string() }) {
  static settings: Settings = { isRoot: true, name: "vehicles", classId: "kind", classIdValue: "any" };
}
class Car extends Vehicle.extend({ doors: z.int() }) {
  static settings: Settings = { classIdValue: "car" };
}
class Bus extends Car.extend({ seats: z.int() }) {}
class Owner extends Document({ name: z.string(), vehicles: z.array(link(() => Vehicle)).default([]) }) {}

const at = testDatabase("relations_state");
before(() =>
  init({ database: at.database, documentModels: [Key, Lock, Room, Cat, Dog, Pet, Vehicle, Car, Bus, Owner] })
);

describe("fetched documents with state and revisions", () => {
  test("know what changed on each level, and store that alone", async () => {
    await new Room({ name: "hall", locks: [new Lock({ size: 1, key: new Key({ teeth: 3 }) })] }).insert({
      linkRule: WriteRules.WRITE,
    });
    const room = (await Room.findOne().fetchLinks())!;
    const lock = room.locks[0] as unknown as Lock, key = lock.key as unknown as Key;
    lock.size = 10_000;
    key.teeth = 10_000;
    assert.deepEqual([room.isChanged, lock.isChanged, key.isChanged], [false, true, true]);
    assert.deepEqual(lock.getChanges(), { size: 10_000 });
    await lock.saveChanges();
    assert.deepEqual([lock.isChanged, key.isChanged], [false, true]);
    assert.equal((await Lock.get(lock.id))!.size, 10_000);
    assert.equal((await Key.get(key.id))!.teeth, 3);
    await room.saveChanges();
    assert.equal((await Key.get(key.id))!.teeth, 3);
    await room.save({ linkRule: WriteRules.WRITE });
    assert.equal((await Key.get(key.id))!.teeth, 10_000);
  });

  test("are refused in a cascade when somebody else has changed them, and nothing above them is written", async () => {
    const room = (await Room.findOne().fetchLinks())!;
    const lock = room.locks[0] as unknown as Lock;
    await (await Lock.get(lock.id))!.set({ size: 1 });
    lock.size = 2;
    room.name = "cellar";
    await assert.rejects(room.save({ linkRule: WriteRules.WRITE }), RevisionIdWasChanged);
    assert.equal((await Room.findOne())!.name, "hall");
    assert.equal((await Lock.get(lock.id))!.size, 1);
  });
});

describe("links between members of a union", () => {
  test("lead to documents in the same collection, of the class that they name", async () => {
    const cat = await new Cat({ purrs: true }).insert();
    await new Dog({ barks: true, chases: cat }).insert();
    const [dog] = await Dog.find({}).fetchLinks();
    assert.ok((dog!.chases as unknown) instanceof Cat);
    const wrong = await new Dog({ barks: false, chases: Cat.linkFromId(dog!.id) }).insert();
    const read = (await Dog.get(wrong.id).fetchLinks())!;
    assert.ok((read.chases as unknown) instanceof Link, "a dog is no cat");
  });
});

describe("links to a tree whose classes are told apart by values of their own", () => {
  test("hold the classes that are stored, on demand and by a query", async () => {
    const vehicles = [
      await new Car({ color: "grey", doors: 3 }).insert(),
      await new Car({ color: "white", doors: 5 }).insert(),
      await new Bus({ color: "white", doors: 2, seats: 80 }).insert(),
    ];
    const owner = await new Owner({ name: "John" }).insert();
    owner.vehicles = vehicles as never;
    await owner.save();
    const plain = (await Owner.get(owner.id))!;
    assert.ok(plain.vehicles.every((one) => one instanceof Link));
    const classes = (found: readonly object[]) => found.map(({ constructor }) => constructor);
    await plain.fetchAllLinks();
    assert.deepEqual(classes(plain.vehicles), [Car, Car, Bus]);
    assert.deepEqual(classes((await Owner.get(owner.id).fetchLinks())!.vehicles), [Car, Car, Bus]);
    const stored = await at.database.cursorCommand({ find: "vehicles", sort: { _id: 1 } }).toArray();
    assert.deepEqual(stored.map(({ kind }) => kind), ["car", "car", "car.Bus"]);
    assert.deepEqual(await Vehicle.deleteAll(), { deletedCount: 0 });
    assert.deepEqual(await Vehicle.findAll().withChildren().count(), 3);
  });
});
