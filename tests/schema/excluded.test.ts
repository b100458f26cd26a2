import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Compiler } from "../../src/schema/compiler.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { alias, excluded, indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("excluded");

const address = z.object({ city: z.string(), hint: excluded(z.string().optional()) });

class User extends Document({
  name: z.string(),
  password: excluded(z.string().optional()),
  visits: excluded(z.array(z.date()).default([])),
  address: address.optional(),
  places: z.array(address).default([]),
  either: z.union([z.object({ a: z.int(), note: excluded(z.string().default("none")) }), z.string()]).optional(),
}) {
  static settings: Settings = { name: "users", useStateManagement: true };
}
class Open extends Document({ name: z.string(), token: excluded(z.string().optional()) }) {
  static settings: Settings = { name: "open", unknownFields: "keep" };
}

before(() => init({ database: server.database, documentModels: [User, Open] }));
beforeEach(() => User.deleteAll());

async function stored(collection = "users"): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, projection: { _id: 0 } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

function ann(): User {
  return new User({
    name: "Ann",
    password: "secret",
    visits: [new Date(0)],
    address: { city: "Rome", hint: "blue door" },
    places: [{ city: "Oslo", hint: "second floor" }],
    either: { a: 1, note: "x" },
  });
}

const WRITTEN = { name: "Ann", address: { city: "Rome" }, places: [{ city: "Oslo" }], either: { a: 1 } };

describe("excluded fields", () => {
  test("are on the instance, and not in storage, however it is written", async () => {
    const user = ann();
    assert.equal(user.password, "secret");
    await user.insert();
    assert.deepEqual(await stored(), WRITTEN);
    await user.save();
    assert.deepEqual(await stored(), WRITTEN);
    await user.replace();
    assert.deepEqual(await stored(), WRITTEN);
    await user.set({ address: { city: "Bern", hint: "no" } });
    assert.deepEqual((await stored()).address, { city: "Bern" });
    assert.equal(user.password, "secret", "a changed document keeps them");
    await User.deleteAll();
    await User.insertMany([ann()]);
    assert.deepEqual(await stored(), WRITTEN);
  });

  test("are absent or at their default on what is read, also when somebody stored them", async () => {
    await ann().insert();
    await server.database.command({
      update: "users",
      updates: [{ q: {}, u: { $set: { password: "old", visits: 3, "address.hint": "old", "either.note": "old" } } }],
    });
    const [read] = await User.findAll();
    assert.deepEqual([read!.password, read!.visits, read!.address?.hint], [undefined, [], undefined]);
    assert.deepEqual(read!.either, { a: 1, note: "none" });
    read!.visits.push(new Date());
    assert.deepEqual((await User.findAll())[0]!.visits, []);
  });

  test("are not in JSON at any level, and come in through it", () => {
    const { id: _, ...json } = ann().toJSON();
    assert.deepEqual(json, WRITTEN);
    assert.equal(User.fromJSON({ name: "Ann", password: "secret" }).password, "secret");
    const { properties } = User.jsonSchema() as { properties: Record<string, { properties?: object }> };
    assert.deepEqual(Object.keys(properties), ["id", "name", "address", "places", "either"]);
    assert.deepEqual(Object.keys(properties.address!.properties!), ["city"]);
  });

  test("are no change of state", async () => {
    const user = await ann().insert();
    user.password = "other";
    user.address!.hint = "other";
    assert.equal(user.isChanged, false);
    user.name = "Bea";
    assert.deepEqual(user.getChanges(), { name: "Bea" });
    await user.saveChanges();
    assert.deepEqual(await stored(), { ...WRITTEN, name: "Bea" });
    assert.equal(user.password, "other");
  });

  test("are none of the unknown fields that are kept", async () => {
    await new Open({ name: "a", token: "x", more: 1 } as never).insert();
    assert.deepEqual(await stored("open"), { name: "a", more: 1 });
    assert.deepEqual({ ...(await Open.findAll())[0] }, { name: "a", more: 1 });
  });

  test("can be neither found nor changed on the server", async () => {
    const uses: (() => unknown)[] = [
      () => User.find({ password: "x" }),
      () => User.find(User.password.eq("x")),
      () => User.find({ "address.hint": "x" }),
      () => User.find(User.address.hint.in(["x"])),
      () => User.find({ name: "x" }).set({ password: "x" }),
      () => User.find({ name: "x" }).update(User.password.to("x")),
      () => ann().set({ "address.hint": "x" }),
      () => User.find().sort("password"),
      () => User.find().sort(User.address.hint.desc()),
    ];
    for (const use of uses) {
      await assert.rejects(async () => await use(), (error: unknown) => {
        assert.ok(error instanceof InvalidArgument, `${use}: ${error}`);
        assert.equal(error.code, "argument.excluded_field");
        assert.match(error.message, /(password|hint)\S* is excluded/);
        return true;
      });
    }
  });

  test("must be fit for it", () => {
    const refused: [Record<string, z.ZodType>, RegExp][] = [
      [{ token: excluded(z.string()) }, /Wrong: the field "token" can not be excluded.*lack it/],
      [{ id: excluded(z.string().default("x")) }, /the id is what documents are stored under/],
      [{ token: excluded(indexed(z.string().optional())) }, /an index is on what is stored/],
      [{ token: indexed(excluded(z.string().optional())) }, /an index is on what is stored/],
    ];
    for (const [shape, message] of refused) {
      const compiler = new Compiler("Wrong");
      assert.throws(() => compiler.document(z.object(shape), shape, "strip"), message);
    }
  });

  test("an index on one is refused", async () => {
    class Wrong extends Document({ token: alias(excluded(z.string().optional()), "t") }) {
      static settings: Settings = { indexes: ["token"] };
    }
    await assert.rejects(Wrong.using(server.database).indexes.create(), /"token" is excluded/);
  });
});
