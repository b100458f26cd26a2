import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { HaricotError } from "../../src/errors/haricot-error.ts";
import { IndexConflict } from "../../src/errors/index-conflict.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import type { IndexDiff } from "../../src/types/indexes.ts";
import type { IndexDeclaration, Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("indexes");

/** A model of the collection `items` that declares these indexes; each call stands for another version of the program. */
function version(indexes: readonly IndexDeclaration[]) {
  class Item extends Document({
    a: z.string().optional(),
    b: alias(z.number(), "stored_b").optional(),
    title: z.string().optional(),
    body: z.string().optional(),
    place: z.object({ type: z.string(), coordinates: z.array(z.number()) }).optional(),
    at: z.date().optional(),
    details: z.record(z.string(), z.any()).optional(),
  }) {
    static settings: Settings = { name: "items", indexes };
  }
  return Item.using(server.database);
}

function names({ create, drop, keep, conflict }: IndexDiff): Record<string, string[]> {
  const list = (indexes: readonly { name: string }[]): string[] => indexes.map(({ name }) => name).sort();
  return { create: list(create), drop: list(drop), keep: list(keep), conflict: conflict.map((c) => c.declared.name) };
}

async function onServer(): Promise<string[]> {
  return (await version([]).indexes.list()).map(({ name }) => name).sort();
}

beforeEach(() => server.database.command({ dropDatabase: 1 }));

test("the difference shows what would happen, and nothing happens", async () => {
  const before = version(["a", ["b", -1], "at"]);
  assert.deepEqual(names(await before.indexes.diff()), {
    create: ["a_1", "at_1", "stored_b_-1"],
    drop: [],
    keep: [],
    conflict: [],
  });
  assert.deepEqual(await onServer(), []);
  assert.deepEqual(await before.indexes.create(), ["a_1", "stored_b_-1", "at_1"]);
  assert.deepEqual(await before.indexes.create(), []);
  const after = version(["a", "b", { keys: "at", expireAfterSeconds: 9 }]);
  const diff = await after.indexes.diff();
  assert.deepEqual(names(diff), { create: ["stored_b_1"], drop: ["stored_b_-1"], keep: ["a_1"], conflict: ["at_1"] });
  assert.match(diff.conflict[0]!.reason, /"at_1" has another definition: other values of expireAfterSeconds/);
  assert.deepEqual(await onServer(), ["_id_", "a_1", "at_1", "stored_b_-1"]);
});

test("sync drops and replaces when it may, and gives what it did", async () => {
  await version(["a", ["b", -1], "at"]).indexes.create();
  const after = version(["a", "b", { keys: "at", expireAfterSeconds: 9 }]);
  const done = await after.indexes.sync({ drop: true });
  assert.deepEqual(names(done), { create: ["stored_b_1"], drop: ["stored_b_-1"], keep: ["a_1"], conflict: ["at_1"] });
  assert.deepEqual(await onServer(), ["_id_", "a_1", "at_1", "stored_b_1"]);
  assert.deepEqual(names(await after.indexes.diff()).keep, ["a_1", "at_1", "stored_b_1"]);
  const list = await after.indexes.list();
  assert.equal(list.find(({ name }) => name === "at_1")!.expireAfterSeconds, 9);
  await version([]).indexes.sync({ drop: true });
  assert.deepEqual(await onServer(), ["_id_"]);
});

test("without drop sync only creates", async () => {
  await version(["a"]).indexes.create();
  await version(["b"]).indexes.sync();
  assert.deepEqual(await onServer(), ["_id_", "a_1", "stored_b_1"]);
});

describe("a conflict changes nothing and shows both definitions", () => {
  const cases: [string, IndexDeclaration, IndexDeclaration, RegExp][] = [
    [
      "one name, other keys",
      { keys: "a", name: "x" },
      { keys: "b", name: "x" },
      /"x" has another definition: other keys/,
    ],
    ["one name, other options", "a", { keys: "a", unique: true }, /other values of unique/],
    ["one name, hidden", "a", { keys: "a", hidden: true }, /other values of hidden/],
    [
      "the same keys, other options",
      "at",
      { keys: "at", name: "ttl", expireAfterSeconds: 5 },
      /"at_1" has the keys of "ttl"/,
    ],
    ["the same index, another name", "a", { keys: "a", name: "by_a" }, /"a_1" has the keys of "by_a": another name/],
    ["another direction of the same name", { keys: "a", name: "x" }, { keys: [["a", -1]], name: "x" }, /other keys/],
    ["two text indexes", [["title", "text"]], [["body", "text"]], /collection has one at most/],
    [
      "a collation",
      { keys: "a", name: "x" },
      { keys: "a", name: "x", collation: { locale: "fr" } },
      /other values of collation/,
    ],
  ];
  for (const [what, old, wanted, reason] of cases) {
    test(what, async () => {
      await version([old]).indexes.create();
      const before = await onServer();
      const next = version([wanted, "body"]);
      await assert.rejects(next.indexes.create(), (error: unknown) => {
        assert.ok(error instanceof IndexConflict);
        assert.equal(error.code, "index.conflict");
        assert.equal(error.model, "Item");
        assert.match(error.message, reason);
        assert.match(error.message, /declared: \{"name".*\n.*existing: \{.*"key"/);
        assert.equal(error.conflicts.length, 1);
        return true;
      });
      assert.deepEqual(await onServer(), before);
      await next.indexes.sync({ drop: true });
      assert.deepEqual(names(await next.indexes.diff()), {
        create: [],
        drop: [],
        keep: (await onServer()).filter((name) => name !== "_id_"),
        conflict: [],
      });
    });
  }
});

describe("an index equals its declaration", () => {
  const cases: [string, IndexDeclaration][] = [
    ["compound", ["a", ["b", -1]]],
    ["text", [["title", "text"], ["body", "text"]]],
    ["text between other keys", ["a", ["title", "text"], ["body", "text"], ["b", -1]]],
    ["text with weights", { keys: [["title", "text"], ["body", "text"]], weights: { title: 10 }, name: "search" }],
    ["text with a field among the weights only", { keys: [["title", "text"]], weights: { body: 2 } }],
    ["text over all fields", [["$**", "text"]]],
    [
      "text with languages",
      { keys: [["title", "text"]], default_language: "french", language_override: "lang", textIndexVersion: 3 },
    ],
    ["2dsphere", ["place", "2dsphere"]],
    ["2d", ["place.coordinates", "2d"]],
    ["2d with bounds", { keys: ["place.coordinates", "2d"], bits: 20, min: -10, max: 10 }],
    ["hashed", ["a", "hashed"]],
    ["wildcard", "$**"],
    ["wildcard below a field", "details.$**"],
    ["wildcard with a projection", { keys: "$**", wildcardProjection: { a: 1, b: true } }],
    ["unique and sparse", { keys: "a", unique: true, sparse: true }],
    ["explicitly not unique", { keys: "a", unique: false, sparse: false, hidden: false }],
    ["partial", { keys: "a", partialFilterExpression: { b: { $gt: 5 }, a: { $eq: "x" }, at: new Date(0) } }],
    ["TTL", { keys: "at", expireAfterSeconds: 3600 }],
    ["hidden", { keys: "a", hidden: true }],
    ["collation with defaults of the server", { keys: "a", collation: { locale: "en", strength: 2 } }],
    ["collation whose defaults depend on the locale", { keys: "a", collation: { locale: "fr_CA" } }],
    ["simple collation", { keys: "a", collation: { locale: "simple" } }],
  ];
  for (const [what, declaration] of cases) {
    test(what, async () => {
      const model = version([declaration]);
      const [name] = await model.indexes.create();
      assert.deepEqual(names(await version([declaration]).indexes.diff()), {
        create: [],
        drop: [],
        keep: [name],
        conflict: [],
      });
      assert.deepEqual(await version([declaration]).indexes.create(), []);
    });
  }

  test("in a collection with a collation of its own, which indexes inherit", async () => {
    await server.database.command({ create: "items", collation: { locale: "de", strength: 1 } });
    await version(["a", { keys: "b", collation: { locale: "simple" } }]).indexes.create();
    const diff = await version(["a", { keys: "b", collation: { locale: "simple" } }]).indexes.diff();
    assert.deepEqual(names(diff), { create: [], drop: [], keep: ["a_1", "stored_b_1"], conflict: [] });
  });

  test("also under another name, when the declaration has none", async () => {
    await version([{ keys: "a", name: "made_by_hand" }]).indexes.create();
    assert.deepEqual(names(await version(["a"]).indexes.diff()).keep, ["made_by_hand"]);
  });
});

test("partial indexes with the same keys live beside each other", async () => {
  const indexes: IndexDeclaration[] = [
    { keys: "a", name: "cheap", partialFilterExpression: { b: { $lt: 5 } } },
    { keys: "a", name: "dear", partialFilterExpression: { b: { $gt: 50 } } },
  ];
  assert.deepEqual(await version(indexes).indexes.create(), ["cheap", "dear"]);
  assert.deepEqual(names(await version(indexes).indexes.diff()).keep, ["cheap", "dear"]);
});

test("a text index is listed with its fields", async () => {
  await version([{ keys: ["a", ["title", "text"], ["body", "text"]], weights: { body: 3 } }]).indexes.create();
  const [, text] = await version([]).indexes.list();
  assert.deepEqual(text, {
    name: "a_1_title_text_body_text",
    key: { a: 1, body: "text", title: "text" },
    weights: { body: 3, title: 1 },
    default_language: "english",
    language_override: "language",
    textIndexVersion: 3,
  });
});

test("an index does what it is for: unique, partial, text, in stored names", async () => {
  const Item = version([
    { keys: "b", unique: true, partialFilterExpression: { b: { $gt: 5 } } },
    { keys: [["title", "text"]], default_language: "none" },
  ]);
  await Item.indexes.create();
  await Item.insertMany([new Item({ b: 1 }), new Item({ b: 1 }), new Item({ b: 6, title: "dark chocolate" })]);
  await assert.rejects(new Item({ b: 6 }).insert(), DuplicateKeyError);
  assert.equal(await Item.find({ $text: { $search: "chocolate" } }).count(), 1);
});

describe("failures", () => {
  test("of a build name model, collection and index", async () => {
    const Item = version(["a", { keys: "b", unique: true, name: "only_one" }]);
    await Item.insertMany([new Item({ b: 1 }), new Item({ b: 1 })]);
    await assert.rejects(Item.indexes.create(), (error: unknown) => {
      assert.ok(error instanceof DuplicateKeyError);
      assert.match(error.message, /^Item: could not build on "items" the index "only_one": .*E11000/);
      assert.deepEqual(error.keyValue, { stored_b: 1 });
      return true;
    });
  });

  test("of a definition that the server refuses", async () => {
    await assert.rejects(version([{ keys: ["a", "b"], expireAfterSeconds: 5 }]).indexes.create(), (error: unknown) => {
      assert.ok(error instanceof ServerError);
      assert.match(error.message, /^Item: could not build on "items" the index "a_1_stored_b_1": TTL/);
      return true;
    });
  });

  test("of dropping what is not there, and what can not go", async () => {
    const Item = version(["a"]);
    await Item.indexes.create();
    await assert.rejects(
      Item.indexes.drop("b_1"),
      /Item: could not drop from "items" the index "b_1": index not found/,
    );
    for (const name of ["_id_", "*", "", 3]) {
      await assert.rejects(Item.indexes.drop(name as string), (error: unknown) => {
        return error instanceof InvalidArgument && error.code === "argument.index";
      });
    }
    await Item.indexes.drop("a_1");
    assert.deepEqual(await onServer(), ["_id_"]);
  });

  test("of options that there are not", async () => {
    const { indexes } = version(["a"]);
    await assert.rejects(
      indexes.create({ drop: true } as never),
      /"drop" is no option\. There are: session, signal, timeoutMS, comment, writeConcern, commitQuorum/,
    );
    await assert.rejects(indexes.sync({ drop: "yes" } as never), /"drop" is true or false/);
    await assert.rejects(indexes.list({ session: {} } as never), InvalidArgument);
    await assert.rejects(indexes.diff({ signal: AbortSignal.abort(new Error("enough")) }), /enough/);
  });
});

test("calls join a session", async () => {
  const Item = version(["a"]);
  const session = await server.client.startSession();
  assert.deepEqual(await Item.indexes.create({ session }), ["a_1"]);
  assert.deepEqual((await Item.indexes.list({ session })).map(({ name }) => name), ["_id_", "a_1"]);
  await Item.indexes.drop("a_1", { session });
  await session[Symbol.asyncDispose]();
  assert.deepEqual(await onServer(), ["_id_"]);
});

test("calls take the server's options", async () => {
  const Item = version(["a"]);
  await assert.rejects(Item.indexes.create({ commitQuorum: 30, comment: "deploy" }), (error: unknown) => {
    return error instanceof ServerError && /quorum/i.test(error.message);
  });
  await assert.rejects(Item.indexes.create({ writeConcern: { w: 40, wtimeout: 1 } }), HaricotError);
  await Item.indexes.sync({ commitQuorum: "majority", writeConcern: { w: 1 }, timeoutMS: 60_000, drop: true });
  assert.deepEqual((await Item.indexes.list({ comment: "look", timeoutMS: 60_000 })).length, 2);
  await Item.indexes.drop("a_1", { writeConcern: { w: 1 }, comment: "gone" });
  await assert.rejects(Item.indexes.diff({ commitQuorum: 1 } as never), /"commitQuorum" is no option/);
});

test("a field can be indexed with options that concern other fields", async () => {
  class Offer extends Document({
    sku: indexed(z.string(), { unique: true, partialFilterExpression: { open: true } }),
    open: alias(z.boolean(), "is_open"),
  }) {
    static settings = { name: "offers" } satisfies Settings;
  }
  const Bound = Offer.using(server.database);
  await Bound.indexes.create();
  await Bound.insertMany([new Bound({ sku: "x", open: false }), new Bound({ sku: "x", open: false })]);
  await new Bound({ sku: "x", open: true }).insert();
  await assert.rejects(new Bound({ sku: "x", open: true }).insert(), DuplicateKeyError);
});
