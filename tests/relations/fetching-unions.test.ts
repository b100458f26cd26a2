import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, link, UnionDoc } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

class Owner extends Document({ name: z.string() }) {}
class Cat extends Document({ purrs: z.boolean(), owner: link(() => Owner) }) {}
class Dog extends Document({ barks: z.boolean(), friends: z.array(link(() => Owner)) }) {}
class Pet extends UnionDoc([Cat, Dog]) {
  static settings = { name: "pets" };
}

const opened = testDatabase("relations_unions");
before(async () => {
  await init({ database: opened.database, documentModels: [Owner, Cat, Dog, Pet] });
  const ann = await new Owner({ name: "Ann" }).insert();
  await new Cat({ purrs: true, owner: ann }).insert();
  await new Dog({ barks: false, friends: [ann] }).insert();
});

describe("links of a union's members", () => {
  test("are fetched, each in documents of its own class", async () => {
    const pets = await Pet.find().fetchLinks() as unknown as [Cat, Dog];
    const cat = pets.find((pet) => pet instanceof Cat)! as Cat;
    const dog = pets.find((pet) => pet instanceof Dog)! as unknown as Dog;
    assert.equal((cat.owner as unknown as Owner).name, "Ann");
    assert.equal((dog.friends[0] as unknown as Owner).name, "Ann");
  });
});
