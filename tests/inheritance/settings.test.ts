import assert from "node:assert/strict";
import process from "node:process";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { RevisionIdWasChanged } from "../../src/errors/revision-id-was-changed.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";
import { stored } from "./models.ts";

const db = testDatabase("tree_settings");

function bind(...documentModels: (abstract new (...input: never[]) => unknown)[]): Promise<void> {
  return init({ database: db.database, documentModels: documentModels as never });
}

/** What an `init` says that is refused. */
async function refusal(...models: Parameters<typeof bind>): Promise<string> {
  const error = await bind(...models).then(() => undefined, (error: Error) => error);
  assert.ok(error !== undefined, "init took it");
  return error.message;
}

describe("settings of classes that extend others", () => {
  test("merge along the chain, the child's winning; name, indexes and what makes a root are not handed down", () => {
    class Base extends Document({ a: z.string() }) {
      static settings: Settings = {
        name: "bases",
        isRoot: true,
        classIdValue: "b",
        indexes: ["a"],
        keepNulls: false,
        useRevision: true,
        classId: "kind",
      };
    }
    class Child extends Base.extend({ b: z.string() }) {
      static settings: Settings = { keepNulls: true };
    }
    class Plain extends Child.extend({}) {}
    const { keepNulls, useRevision, indexes, isRoot, classId, classIdValue } = Child.getSettings();
    assert.deepEqual(
      { keepNulls, useRevision, indexes, isRoot, classId, classIdValue },
      { keepNulls: true, useRevision: true, indexes: [], isRoot: false, classId: "kind", classIdValue: undefined },
    );
    assert.equal(Plain.getSettings().keepNulls, true);
    assert.equal(Plain.getCollectionName(), "bases");
  });

  test("without a root each class has a collection of its own, and no field that tells classes apart", async () => {
    class Page extends Document({ title: z.string() }) {
      static settings: Settings = { name: "pages", useStateManagement: true };
    }
    class Chapter extends Page.extend({ number: z.int() }) {}
    await bind(Page, Chapter);
    await new Page({ title: "p" }).insert();
    const chapter = await new Chapter({ title: "c", number: 1 }).insert();
    assert.deepEqual((await stored(db, "pages")).map((page) => Object.keys(page)), [["_id", "title"]]);
    assert.deepEqual((await stored(db, "Chapter")).map((page) => Object.keys(page)), [["_id", "title", "number"]]);
    assert.equal(await Page.findAll().withChildren().count(), 1);
    chapter.title = "new";
    assert.deepEqual(chapter.getChanges(), { title: "new" });
    await assert.rejects(() => Page.insertMany([chapter]), { code: "argument.documents", message: /Chapter/ });
    await assert.rejects(() => Page.insertOne(chapter), { code: "argument.documents", message: /Chapter/ });
    assert.throws(() => Page.find({ title: "x" }).set({ title: "y" }).upsert(chapter), { code: "argument.upsert" });
  });

  test("the discriminator's name and values can be chosen, and hold for the tree", async () => {
    class Animal extends Document({ legs: z.int() }) {
      static settings: Settings = { name: "animals", isRoot: true, classId: "kind", classIdValue: "a" };
    }
    class Dog extends Animal.extend({ breed: z.string() }) {}
    class Cat extends Animal.extend({ lives: z.int() }) {
      static settings: Settings = { classIdValue: "feline" };
    }
    class Lion extends Cat.extend({ mane: z.boolean() }) {}
    await bind(Animal, Dog, Cat, Lion);
    await Animal.insertMany([
      new Animal({ legs: 0 }),
      new Dog({ legs: 4, breed: "x" }),
      new Cat({ legs: 4, lives: 9 }),
      new Lion({ legs: 4, lives: 1, mane: true }),
    ]);
    assert.deepEqual((await stored(db, "animals")).map(({ kind }) => kind), ["a", "a.Dog", "feline", "feline.Lion"]);
    const cats = await Cat.findAll().withChildren().sort("-lives");
    assert.deepEqual(cats.map(({ constructor }) => constructor), [Cat, Lion]);
  });

  test("revisions, snapshots and soft deletion work in trees, also where only a child has them", async () => {
    class Paper extends DocumentWithSoftDelete({ text: z.string() }) {
      static settings: Settings = { isRoot: true, name: "papers" };
    }
    class Contract extends Paper.extend({ signed: z.boolean().default(false) }) {
      static settings: Settings = { useRevision: true, useStateManagement: true };
    }
    await bind(Paper, Contract);
    const [paper, contract] = [new Paper({ text: "p" }), new Contract({ text: "c" })];
    const sending = Paper.insertMany([paper, contract]);
    contract.text = "later";
    await sending;
    assert.deepEqual(contract.getChanges(), { text: "later" });
    await contract.saveChanges();
    assert.equal(paper.revisionId, undefined);
    assert.equal(typeof contract.revisionId, "string");
    contract.signed = true;
    assert.deepEqual(contract.getChanges(), { signed: true });
    const read = (await Paper.get(contract.id).withChildren())!;
    assert.ok(read instanceof Contract);
    assert.equal(read.isChanged, false);
    await contract.saveChanges();
    read.text = "late";
    await assert.rejects(() => read.saveChanges(), RevisionIdWasChanged);
    assert.deepEqual(await Paper.deleteAll({ withChildren: true }), { deletedCount: 2 });
    assert.equal(await Paper.findAll().withChildren().count(), 0);
    const hidden = await Paper.findManyInAll().withChildren();
    assert.deepEqual(hidden.map((document) => [document.constructor, document.isDeleted()]), [[Paper, true], [
      Contract,
      true,
    ]]);
    const removed = await Paper.findManyInAll({ text: { $ne: "" } }).withChildren().hardDelete();
    assert.deepEqual([removed.deletedCount, await stored(db, "papers")], [2, []]);
  });

  test("kept results are those of the classes that are initialised", async () => {
    class Shape extends Document({ size: z.int() }) {
      static settings: Settings = { isRoot: true, name: "shapes", useCache: true };
    }
    class Square extends Shape.extend({}) {}
    await bind(Shape);
    await new Shape({ size: 1 }).insert();
    assert.equal((await Shape.findAll().withChildren()).length, 1);
    await bind(Square);
    await new Square({ size: 2 }).insert();
    assert.equal((await Shape.findAll().withChildren()).length, 2);
    assert.equal((await Shape.findAll()).length, 1);
    const again = await Shape.findAll().withChildren();
    assert.deepEqual(again.map(({ constructor }) => constructor), [Shape, Square]);
  });

  test("a projection of the settings holds where one class is read, as children have other fields", async () => {
    class Plant extends Document({ height: z.int(), note: z.string().optional() }) {
      static settings: Settings = { isRoot: true, name: "plants", projection: { height: 1 } };
    }
    class Tree extends Plant.extend({ rings: z.int() }) {}
    await bind(Plant, Tree);
    await Plant.insertMany([new Plant({ height: 1, note: "x" }), new Tree({ height: 2, rings: 3 })]);
    assert.equal((await Plant.findOne())!.note, undefined);
    const all = await Plant.findAll().withChildren().sort("height");
    assert.deepEqual(all.map(({ constructor, note }) => [constructor, note]), [[Plant, "x"], [Tree, undefined]]);
  });

  test("indexes of all classes are on the one collection, and none is dropped as another's", async () => {
    class Item extends Document({ code: indexed(z.string()) }) {
      static settings: Settings = { isRoot: true, name: "items" };
    }
    class Book extends Item.extend({ pages: indexed(z.int()) }) {
      static settings: Settings = { indexes: [["code", "pages"]] };
    }
    await init({ database: db.database, documentModels: [Item, Book], allowIndexDropping: true });
    const names = async () => (await Item.indexes.list()).map(({ name }) => name).sort();
    assert.deepEqual(await names(), ["_id_", "code_1", "code_1_pages_1", "pages_1"]);
    const { drop, create } = await Item.indexes.diff();
    assert.deepEqual([drop, create], [[], []]);
    await init({ database: db.database, documentModels: [Item], allowIndexDropping: true });
    assert.deepEqual(await names(), ["_id_", "code_1", "code_1_pages_1", "pages_1"]);
  });

  test("a tree that is bound elsewhere by using gives classes that are bound there", async () => {
    class Tool extends Document({ weight: z.int() }) {
      static settings: Settings = { isRoot: true, name: "tools" };
    }
    class Saw extends Tool.extend({ teeth: z.int() }) {}
    await bind(Tool, Saw);
    const elsewhere = `${db.database.name}_elsewhere`;
    try {
      const Theirs = Tool.using(elsewhere);
      await Theirs.insertMany([new Tool({ weight: 1 }), new Saw({ weight: 2, teeth: 3 })]);
      const found = await Theirs.findAll().withChildren().sort("weight");
      assert.ok(found[1] instanceof Saw && found[1] instanceof Tool);
      await found[1].set({ teeth: 30 });
      assert.equal((await Saw.using(elsewhere).findOne())?.teeth, 30);
      assert.equal(await Tool.findAll().withChildren().count(), 0);
      assert.throws(() => Theirs.extend({}), { code: "argument.database" });
    } finally {
      await db.client.database(elsewhere).command({ dropDatabase: 1 });
    }
  });
});

describe("what is refused", () => {
  test("names that the parent needs, in the shape of a child", () => {
    class Base extends Document({ a: z.string() }) {
      get label(): string {
        return this.a;
      }
      go(): void {}
    }
    assert.throws(() => Base.extend({ go: z.string() }), { code: "schema.reserved_name" });
    assert.throws(() => Base.extend({ label: z.string() }), { code: "schema.reserved_name" });
    assert.equal(new (Base.extend({ a: z.literal("x") }))({ a: "x" }).a, "x");
    assert.throws(() => new (Base.extend({ a: z.string().max(1) }))({ a: "xx" }), { code: "validation.failed" });
  });

  test("names of one or two letters, which bundlers give, are told unless the settings say what is stored", async () => {
    const told: string[] = [];
    const listen = ({ code, message }: Error & { code?: string }) => {
      if (code === "model.short_name") told.push(message.split(" ")[2]!);
    };
    process.on("warning", listen);
    try {
      class Long extends Document({ a: z.string() }) {
        static settings: Settings = { isRoot: true };
      }
      const Ab = class ab extends Long.extend({}) {};
      class cd extends Long.extend({}) {
        static settings: Settings = { classIdValue: "said" };
      }
      class e extends Document({ a: z.string() }) {}
      class f extends Document({ a: z.string() }) {
        static settings: Settings = { name: "said" };
      }
      await bind(Long, Ab, cd, e, f);
      await new Promise((resolve) => setTimeout(resolve));
      assert.deepEqual(told, ["ab", "e"]);
    } finally {
      process.off("warning", listen);
    }
  });

  test("an uninitialised child is told by its name", async () => {
    class Root extends Document({ a: z.string() }) {
      static settings: Settings = { isRoot: true, name: "roots" };
    }
    class Leaf extends Root.extend({ b: z.string() }) {}
    await bind(Root);
    const leaf = new Leaf({ a: "x", b: "y" });
    await assert.rejects(() => leaf.insert(), CollectionWasNotInitialized);
    await assert.rejects(async () => await Leaf.findAll(), /Leaf.*Root/s);
    await assert.rejects(() => Root.insertMany([leaf]), CollectionWasNotInitialized);
  });

  test("parents in the tree are bound with their children", async () => {
    class Top extends Document({ a: z.string() }) {
      static settings: Settings = { isRoot: true, name: "tops" };
    }
    class Middle extends Top.extend({}) {}
    class Low extends Middle.extend({}) {}
    await bind(Low);
    await new Middle({ a: "x" }).insert();
    await new Low({ a: "x" }).insert();
    assert.equal(await Top.findAll().withChildren().count(), 2);
    class Late extends Low.extend({}) {}
    const other = init({ database: db.client.database("haricot_elsewhere"), documentModels: [Late] as never });
    await assert.rejects(other, { code: "init.options", message: /Top.*another database.*Late/ });
  });

  test("two classes with one collection or one value, and settings against the root", async () => {
    class Root extends Document({ a: z.string() }) {
      static settings: Settings = { isRoot: true, name: "refused", classIdValue: "x" };
    }
    class One extends Root.extend({}) {
      static settings: Settings = { classIdValue: "same" };
    }
    class Two extends Root.extend({}) {
      static settings: Settings = { classIdValue: "same" };
    }
    class Renamed extends Root.extend({}) {
      static settings: Settings = { name: "other" };
    }
    class Rerooted extends Root.extend({}) {
      static settings: Settings = { isRoot: true };
    }
    class Relabelled extends Root.extend({}) {
      static settings: Settings = { classId: "type" };
    }
    class Stranger extends Document({ a: z.string() }) {
      static settings: Settings = { name: "refused" };
    }
    class Taken extends Root.extend({ kind: alias(z.string(), "_class_id") }) {}
    assert.match(await refusal(One, Two), /One and Two could not be told apart.*"same"/);
    await bind(One);
    assert.match(await refusal(Two), /One and Two could not be told apart/);
    assert.match(await refusal(Renamed), /Renamed: settings\.name .*"refused", the collection of Root/);
    assert.match(await refusal(Rerooted), /Rerooted: settings\.isRoot .*tree of Root/);
    assert.match(await refusal(Relabelled), /Relabelled: settings\.classId .*"_class_id"/);
    assert.match(await refusal(Stranger), /Root and Stranger have the same collection "refused"/);
    assert.match(await refusal(Taken), /"kind" is stored as "_class_id"/);
    class Bad extends Document({ a: z.string() }) {
      static settings: Settings = { isRoot: true, classId: "a.b" };
    }
    assert.match(await refusal(Bad), /settings\.classId/);
    const Anonymous = Root.extend({});
    assert.match(await refusal(Anonymous), /classIdValue.*without a name/s);
  });
});
