import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { UnionDoc } from "../../src/document/union.ts";
import { DocWasNotRegisteredInUnionClass } from "../../src/errors/doc-was-not-registered-in-union-class.ts";
import { NotSupported } from "../../src/errors/not-supported.ts";
import { UnionDocNotInited } from "../../src/errors/union-doc-not-inited.ts";
import { UnionHasNoRegisteredDocs } from "../../src/errors/union-has-no-registered-docs.ts";
import { indexed } from "../../src/schema/metadata.ts";
import type { Settings, UnionSettings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const db = testDatabase("unions");

class Letter extends Document({ title: z.string(), pages: z.int().default(1) }) {
  get heading(): string {
    return this.title.toUpperCase();
  }
}
class Parcel extends Document({ id: z.string(), weight: indexed(z.number()), title: z.number().optional() }) {
  static settings = { name: "parcels", useStateManagement: true } satisfies Settings;
}
class Post extends UnionDoc([Letter, Parcel]) {
  static settings = { name: "post" } satisfies UnionSettings;
}

before(() => init({ database: db.database, documentModels: [Letter, Parcel, Post], allowIndexDropping: true }));
beforeEach(async () => {
  await db.database.command({ delete: "post", deletes: [{ q: {}, limit: 0 }] });
});

async function two(): Promise<{ letter: Letter; parcel: Parcel }> {
  const letter = await new Letter({ title: "hello" }).insert();
  const parcel = await new Parcel({ id: "p1", weight: 3 }).insert();
  return { letter, parcel };
}

async function stored(): Promise<Record<string, unknown>[]> {
  const { cursor } = await db.database.command({ find: "post", sort: { _class_id: 1 } }) as {
    cursor: { firstBatch: Record<string, unknown>[] };
  };
  return cursor.firstBatch;
}

describe("a union of document classes", () => {
  test("keeps its members in its collection, with their own names to tell them apart", async () => {
    const { letter } = await two();
    assert.deepEqual(await stored(), [
      { _id: letter.id, _class_id: "Letter", title: "hello", pages: 1 },
      { _id: "p1", _class_id: "parcels", weight: 3 },
    ]);
    assert.deepEqual([Letter, Parcel, Post].map((model) => model.getCollectionName()), ["post", "post", "post"]);
    assert.deepEqual((await Parcel.indexes.list()).map(({ name }) => name).sort(), ["_id_", "weight_1"]);
  });

  test("members see their own documents only", async () => {
    const { letter } = await two();
    assert.deepEqual((await Letter.findAll()).map(({ title }) => title), ["hello"]);
    assert.equal(await Parcel.count(), 1);
    assert.equal(await Parcel.get("p1").then((one) => one?.weight), 3);
    assert.equal(await Parcel.get(String(letter.id)), null);
    await Letter.updateAll({ $set: { title: "x" } });
    assert.deepEqual(await Letter.deleteAll(), { deletedCount: 1 });
    assert.equal(await Post.count(), 1);
  });

  test("reads all of them as instances of their classes", async () => {
    const { letter } = await two();
    const all = await Post.findAll().sort("id");
    assert.deepEqual(all.map(({ constructor }) => constructor).sort(), [Letter, Parcel].sort());
    for (const one of all) {
      if (one instanceof Letter) assert.equal(one.heading, "HELLO");
      else assert.equal(one.isChanged, false);
    }
    assert.ok(await Post.get(letter.id) instanceof Letter);
    assert.ok(await Post.get(String(letter.id)) instanceof Letter);
    assert.ok(await Post.get("p1") instanceof Parcel);
    assert.ok(await Post.findOne(Parcel.weight.gt(2)) instanceof Parcel);
    assert.equal(await Post.find(Letter.title.eq("hello"), { pages: 1 }).count(), 1);
    assert.equal(await Post.find({ weight: 4 }).exists(), false);
    const seen: unknown[] = [];
    for await (const one of Post.find()) seen.push(one.constructor);
    assert.equal(seen.length, 2);
    await all[0]!.delete();
    assert.equal(await Post.count(), 1);
  });

  test("can be what the rows of an aggregation are read as", async () => {
    await two();
    const found = await Post.aggregate([{ $sort: { _class_id: 1 } }]).project(Post);
    assert.deepEqual(found.map(({ constructor }) => constructor), [Letter, Parcel]);
  });

  test("aggregates over all of them", async () => {
    await two();
    const rows = await Post.aggregate<{ _id: string; n: number }>([
      { $group: { _id: "$_class_id", n: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]);
    assert.deepEqual(rows, [{ _id: "Letter", n: 1 }, { _id: "parcels", n: 1 }]);
  });

  test("has a bulk writer for writes of all of them", async () => {
    const { parcel } = await two();
    const result = await Post.bulkWriter(async (bulkWriter) => {
      await new Letter({ title: "bulk" }).insert({ bulkWriter });
      parcel.weight = 9;
      await parcel.save({ bulkWriter });
      await Letter.find({ title: "hello" }).delete().bulkWriter(bulkWriter);
    });
    assert.deepEqual([result.insertedCount, result.modifiedCount, result.deletedCount], [1, 1, 1]);
    assert.deepEqual((await stored()).map(({ _class_id }) => _class_id), ["Letter", "parcels"]);
  });

  test("is bound elsewhere by using, and so is what it reads", async () => {
    const elsewhere = db.client.database(`${db.database.name}_elsewhere`);
    try {
      await Letter.using(elsewhere).insertOne(new Letter({ title: "there" }));
      const [found] = await Post.using(elsewhere).findAll();
      assert.ok(found instanceof Letter);
      await found.set({ title: "changed" });
      assert.equal((await Letter.using(elsewhere).findOne())?.title, "changed");
      assert.equal(await Post.count(), 0);
    } finally {
      await elsewhere.command({ dropDatabase: 1 });
    }
  });

  test("hides what a member marked as deleted", async () => {
    class Draft extends DocumentWithSoftDelete({ text: z.string() }) {}
    class Sheet extends Document({ text: z.string() }) {}
    class Papers extends UnionDoc([Draft, Sheet]) {
      static settings = { classId: "kind" } satisfies UnionSettings;
    }
    await init({ database: db.database, documentModels: [Papers, Draft, Sheet] });
    const draft = await new Draft({ text: "x" }).insert();
    await new Sheet({ text: "y" }).insert();
    await draft.delete();
    assert.deepEqual((await Papers.findAll()).map(({ constructor }) => constructor), [Sheet]);
    assert.deepEqual(await Papers.aggregate([{ $project: { _id: 0, kind: 1 } }]), [{ kind: "Sheet" }]);
  });
});

describe("what goes wrong with unions", () => {
  test("a document of a class that is no member, or not initialised, is told with its id", async () => {
    await db.database.command({ insert: "post", documents: [{ _id: 7, _class_id: "Stamp" }] });
    await assert.rejects(async () => await Post.findAll(), (error) => {
      assert.ok(error instanceof DocWasNotRegisteredInUnionClass);
      assert.match(error.message, /Post: .*id 7 has "Stamp" in "_class_id"/);
      assert.equal(error.id, 7);
      return true;
    });
    await db.database.command({ insert: "post", documents: [{ _id: 8 }] });
    await assert.rejects(async () => await Post.find({ id: 8 } as never), /has no field "_class_id"/);
  });

  test("a member without its union, and a union without its members", async () => {
    class Lonely extends Document({ a: z.string() }) {}
    class Group extends UnionDoc([Lonely]) {}
    const alone = init({ database: db.database, documentModels: [Lonely] });
    await assert.rejects(alone, UnionDocNotInited);
    await init({ database: db.database, documentModels: [Group] });
    await db.database.command({ insert: "Group", documents: [{ a: "x", _class_id: "Lonely" }] });
    await assert.rejects(async () => await Group.findAll(), UnionHasNoRegisteredDocs);
    await init({ database: db.database, documentModels: [Lonely] });
    assert.deepEqual((await Group.findAll()).map(({ a }) => a), ["x"]);
    assert.throws(() => UnionDoc([]), UnionHasNoRegisteredDocs);
  });

  test("a member of two unions, one that is in a tree, two of one name", async () => {
    class Shared extends Document({ a: z.string() }) {}
    class First extends UnionDoc([Shared]) {}
    class Second extends UnionDoc([Shared]) {}
    const both = init({ database: db.database, documentModels: [First, Second, Shared] });
    await assert.rejects(both, { code: "init.options", message: /Shared is a member of First and Second/ });
    class Root extends Document({ a: z.string() }) {
      static settings = { isRoot: true } satisfies Settings;
    }
    class OfRoot extends UnionDoc([Root]) {}
    const tree = init({ database: db.database, documentModels: [OfRoot, Root] });
    await assert.rejects(tree, { code: "settings.invalid", message: /Root: settings\.isRoot .*OfRoot/ });
    class Same extends Document({ a: z.string() }) {
      static settings = { name: "same" } satisfies Settings;
    }
    class Equal extends Document({ a: z.string() }) {
      static settings = { name: "same" } satisfies Settings;
    }
    class Twins extends UnionDoc([Same, Equal]) {}
    const twins = init({ database: db.database, documentModels: [Twins, Same, Equal] });
    await assert.rejects(twins, { code: "init.options", message: /Same and Equal could not be told apart/ });
    class Other extends Document({ a: z.string() }) {
      static settings = { classId: "type" } satisfies Settings;
    }
    class Strict extends UnionDoc([Other]) {
      static settings = { classId: "kind" } satisfies UnionSettings;
    }
    const differing = init({ database: db.database, documentModels: [Strict, Other] });
    await assert.rejects(differing, { code: "settings.invalid", message: /classId.*"kind"/ });
  });

  test("a union that is declared after its members were initialised, and two classes of one union", async () => {
    class Early extends Document({ a: z.string() }) {}
    await init({ database: db.database, documentModels: [Early] });
    class TooLate extends UnionDoc([Early]) {}
    await assert.rejects(init({ database: db.database, documentModels: [TooLate] }), {
      code: "init.options",
      message: /Early was initialised before/,
    });
    const base = UnionDoc([class Item extends Document({ a: z.string() }) {}]);
    class One extends base {}
    class Two extends base {}
    assert.equal(One.getCollectionName(), "One");
    assert.throws(() => Two.getCollectionName(), { code: "settings.invalid" });
  });

  test("a union has no documents of its own and takes no writes, and not everything is a member", async () => {
    assert.throws(() => new Post(), NotSupported);
    const loose = Post as unknown as { insertMany(documents: object[]): unknown; find(filter: object): typeof query };
    const query = Letter.find({ title: "x" });
    assert.throws(() => loose.insertMany([]), NotSupported);
    await assert.rejects(async () => await loose.find({ title: "x" }).delete(), NotSupported);
    await assert.rejects(async () => await loose.find({ title: "x" }).set({ title: "y" }), NotSupported);
    for (const wrong of [[Post], [Map], "Letter", [Letter, Letter]]) {
      assert.throws(() => UnionDoc(wrong as never), { code: "argument.union" });
    }
    class Bad extends UnionDoc([class Part extends Document({ a: z.string() }) {}]) {
      static settings = { useRevision: true } as UnionSettings;
    }
    assert.throws(() => Bad.getCollectionName(), { code: "settings.invalid", message: /useRevision/ });
  });
});
