import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { z } from "zod";
import { Document, init } from "../../mod.ts";
import { attacked, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("names");
const Users = untyped(User);

const COLLECTIONS = [
  "",
  " ",
  "$cmd",
  "a$b",
  "a\0b",
  "\0",
  "..",
  "a..b",
  ".a",
  "a.",
  "a b",
  " a",
  "a\n",
  "1a",
  "-a",
  "a/b",
  "a\\b",
  'a"b',
  "a'b",
  "a*b",
  "ä",
  "名",
  "a\u202eb",
  "a😀",
  "system.users",
  "system.js",
  "system.profile",
  "system.buckets.x",
  "x".repeat(121),
  "x".repeat(200),
  "ü".repeat(100),
];
const DATABASES = [
  "",
  " ",
  "a.b",
  "a$b",
  "$external",
  "a\0b",
  "a b",
  "a/b",
  "a\\b",
  "a:b",
  "..",
  "1a",
  "ä",
  "名",
  "x".repeat(64),
  "x".repeat(200),
  "admin",
  "local",
  "config",
];

/** A model with this collection. */
function modelOf(name: string) {
  class Note extends Document({ text: z.string() }) {
    static settings = { name };
  }
  return Note;
}

describe("names of collections", () => {
  for (const name of COLLECTIONS) {
    test(`${JSON.stringify(name).slice(0, 40)} of settings.name is refused`, async () => {
      const Note = untyped(modelOf(name));
      const expected = { code: /^(guard\.collection_name|settings\.invalid)$/, says: /name/ };
      const isBound = await init({ database: at.database, documentModels: [Note], skipIndexes: true })
        .then(() => true, () => false);
      if (!isBound) {
        await refused(() => init({ database: at.database, documentModels: [Note], skipIndexes: true }), expected);
        return;
      }
      const calls = [
        () => new Note({ text: "x" }).insert(),
        () => Note.insertMany([new Note({ text: "x" })]),
        () => new Note({ text: "x" }).save(),
        () => Note.findAll(),
        () => Note.findOne({ text: "x" }),
        () => Note.count(),
        () => Note.distinct("text"),
        () => Note.aggregate([{ $limit: 1 }]),
        () => Note.updateAll({ $set: { text: "y" } }),
        () => Note.deleteAll(),
      ];
      for (const call of calls) await refused(call, expected);
    });

    test(`${JSON.stringify(name).slice(0, 40)} in pipelines and commands is refused`, async () => {
      const expected = { code: "guard.collection_name" };
      const stages = [
        { $lookup: { from: name, localField: "a", foreignField: "b", as: "x" } },
        { $lookup: { from: name, pipeline: [], as: "x" } },
        { $facet: { x: [{ $lookup: { from: name, pipeline: [], as: "x" } }] } },
        { $graphLookup: { from: name, startWith: 1, connectFromField: "a", connectToField: "b", as: "x" } },
        { $unionWith: name },
        { $unionWith: { coll: name } },
        { $out: name },
        { $out: { db: "shop", coll: name } },
        { $merge: name },
        { $merge: { into: name } },
        { $merge: { into: { db: "shop", coll: name } } },
      ];
      for (const stage of stages) await refused(() => Users.aggregate([stage]), { ...expected, model: "User" });
      const commands = [
        { find: name },
        { insert: name, documents: [{ x: 1 }] },
        { update: name, updates: [] },
        { delete: name, deletes: [] },
        { aggregate: name, pipeline: [], cursor: {} },
        { create: name },
        { drop: name },
        { count: name },
        { distinct: name, key: "x" },
        { findAndModify: name, remove: true },
        { createIndexes: name, indexes: [] },
        { listIndexes: name },
        { collMod: name },
      ];
      for (const command of commands) await refused(() => at.database.command(command), expected);
    });
  }

  test("a name that is no text", async () => {
    for (const name of [{ $gt: "" }, 5, null, ["users"]]) {
      await refused(() => at.database.command({ find: name }), {
        code: "argument.invalid",
        says: /name of a collection/,
      });
    }
    class Note extends Document({ text: z.string() }) {
      static settings = { name: { $gt: "" } as unknown as string };
    }
    await refused(() => init({ database: at.database, documentModels: [Note] }), { code: "settings.invalid" });
  });

  for (const name of ["a", "_x", "Product", "products-2024", "fs.files", "a.b.c", "systems", "x".repeat(120)]) {
    test(`${name.slice(0, 20)} is allowed`, async () => {
      const Note = modelOf(name);
      await init({ database: at.database, documentModels: [Note] });
      await new Note({ text: "x" }).insert();
      assert.equal(await Note.count(), 1);
    });
  }
});

describe("names of databases", () => {
  const other = `haricot_other_${Math.floor(Math.random() * 2 ** 40).toString(36)}`;
  after(async () => void await at.client.database(other).command({ dropDatabase: 1 }));

  for (const name of DATABASES) {
    test(`${JSON.stringify(name).slice(0, 40)} is refused`, async () => {
      const Note = modelOf("notes");
      await init({ database: at.client.database(name), documentModels: [Note], skipIndexes: true });
      const expected = { code: "guard.database_name", model: "Note" };
      const calls = [
        () => new Note({ text: "x" }).insert(),
        () => Note.findAll(),
        () => Note.count(),
        () => Note.updateAll({ $set: { text: "y" } } as never),
        () => Note.deleteAll(),
      ];
      for (const call of calls) await refused(call, expected);
      const stages = [
        { $out: { db: name, coll: "x" } },
        { $merge: { into: { db: name, coll: "x" } } },
        { $lookup: { from: { db: name, coll: "x" }, pipeline: [], as: "x" } },
      ];
      for (const stage of stages) await refused(() => Users.aggregate([stage]), { ...expected, model: "User" });
    });
  }

  test("the server's own databases take commands only", async () => {
    assert.equal((await at.client.database("admin").command({ ping: 1 }))["ok"], 1);
    await refused(() => at.client.database("a.b").command({ ping: 1 }), { code: "guard.database_name" });
  });

  test("the oplog can not be joined", async () => {
    const from = { db: "local", coll: "oplog.rs" };
    await refused(() => Users.aggregate([{ $lookup: { from, pipeline: [], as: "x" } }]), {
      code: "guard.database_name",
    });
  });

  test("another database of one's own is allowed", async () => {
    const Note = modelOf("notes");
    await init({ database: at.client.database(other), documentModels: [Note] });
    await new Note({ text: "x" }).insert();
    assert.equal(await Note.count(), 1);
  });
});
