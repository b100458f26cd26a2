import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { init } from "../../src/document/init.ts";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { RevisionIdWasChanged } from "../../src/errors/revision-id-was-changed.ts";
import { StateManagementIsTurnedOff } from "../../src/errors/state-management-is-turned-off.ts";
import { StateNotSaved } from "../../src/errors/state-not-saved.ts";
import { insert } from "../support/insert.ts";
import { testDatabase } from "../support/database.ts";
import { Diary, models, Note, Open, Recipe, soup, Versioned, Whole } from "./models.ts";

const db = testDatabase("save_changes");
before(() => init({ database: db.database, documentModels: models }));

async function found(): Promise<Recipe> {
  const { id } = await new Recipe(soup()).insert();
  return (await Recipe.get(id))!;
}

/** The document as the server has it. */
async function stored(document: { id: unknown }): Promise<Record<string, unknown>> {
  const filter = { _id: document.id };
  const { cursor } = await db.database.command({ find: document.constructor.name, filter }) as {
    cursor: { firstBatch: Record<string, unknown>[] };
  };
  return cursor.firstBatch[0]!;
}

describe("saveChanges", () => {
  test("stores what changed and takes a snapshot", async () => {
    const recipe = await found();
    recipe.title = "Stew";
    recipe.author.name = "Grace";
    assert.equal(await recipe.saveChanges(), recipe);
    assert.equal(recipe.isChanged, false);
    const { title, author } = await stored(recipe) as { title: string; author: object };
    assert.deepEqual([title, author], ["Stew", {
      full_name: "Grace",
      born: new Date(0),
      home: { city: "London", zip: "N1" },
    }]);
  });

  test("gives null when nothing changed", async () => {
    const recipe = await found();
    assert.equal(await recipe.saveChanges(), null);
    recipe.title = "Stew";
    recipe.title = "Bean soup";
    assert.equal(await recipe.saveChanges(), null);
  });

  test("leaves alone what others changed elsewhere in the document, in the same object too", async () => {
    const here = await found();
    const other = (await Recipe.get(here.id))!;
    await other.set({ servings: 9 }, Recipe.author.home.city.to("Paris"));
    here.author.home.zip = "75001";
    here.amounts["oil"] = 3;
    await here.saveChanges();
    await other.sync();
    assert.deepEqual([other.servings, other.author.home], [9, { city: "Paris", zip: "75001" }]);
    assert.deepEqual(other.amounts, { beans: 300, water: 1.5, oil: 3 });
  });

  test("removes removed keys and emptied records from the stored document", async () => {
    const recipe = await found();
    delete recipe.author.home.zip;
    recipe.amounts = {};
    await recipe.saveChanges();
    const { author, amounts } = await stored(recipe) as { author: { home: object }; amounts: object };
    assert.deepEqual([author.home, amounts], [{ city: "London" }, {}]);
  });

  test("stores lists whole, and objects with stateManagementReplaceObjects", async () => {
    const whole = await new Whole(soup()).insert();
    await Whole.find({ id: whole.id }).set(Whole.author.home.city.to("Rome"));
    whole.author.home.zip = "75001";
    whole.steps.pop();
    await whole.saveChanges();
    const { author, steps } = (await Whole.get(whole.id))!;
    assert.deepEqual(author.home, { city: "London", zip: "75001" }, "the object was set as a whole");
    assert.equal(steps.length, 1);
  });

  test("works after insert, insertMany, replace, save and set, and after itself", async () => {
    const recipe = new Recipe(soup());
    await Recipe.insertMany([recipe]);
    const writes = [
      () => recipe.replace(),
      () => recipe.save(),
      () => recipe.set({ title: "Stew" }),
      () => recipe.saveChanges(),
    ];
    for (const write of writes) {
      await write();
      recipe.servings++;
      assert.equal(await recipe.saveChanges(), recipe);
      assert.equal((await Recipe.get(recipe.id))!.servings, recipe.servings);
    }
  });

  test("stores undeclared fields that the model keeps", async () => {
    await insert(db.database, "Open", [{ title: "x", size: { w: 1, h: 2 }, old: 1 }]);
    const open = (await Open.findOne())! as Open & { size: { w: number; h?: number }; old?: number };
    open.size.w = 5;
    delete open.size.h;
    delete open.old;
    await open.saveChanges();
    assert.deepEqual(await stored(open), { _id: open.id, title: "x", size: { w: 5 } });
  });

  test("moves the snapshot before it on", async () => {
    const diary = await new Diary(soup()).insert();
    diary.title = "Stew";
    await diary.saveChanges();
    assert.deepEqual(diary.getPreviousChanges(), { title: "Stew" });
    assert.equal(await diary.saveChanges(), null);
    assert.equal(diary.hasChanged, true, "a call that wrote nothing is no write");
  });

  test("moves the revision when it writes, and demands the one that the instance has", async () => {
    const here = await new Versioned(soup()).insert();
    const there = (await Versioned.get(here.id))!;
    const { revisionId } = here;
    assert.equal(await here.saveChanges(), null);
    assert.equal(here.revisionId, revisionId);
    here.title = "Stew";
    await here.saveChanges();
    assert.notEqual(here.revisionId, revisionId);
    there.servings = 9;
    await assert.rejects(there.saveChanges(), RevisionIdWasChanged);
    assert.deepEqual(there.getChanges(), { servings: 9 });
    await there.saveChanges({ ignoreRevision: true });
    assert.deepEqual(await stored(there).then(({ title, servings }) => [title, servings]), ["Stew", 9]);
  });

  test("joins a session; an aborted transaction makes the changes changes again", async () => {
    const recipe = await found();
    const session = await db.client.startSession();
    await session.startTransaction();
    recipe.title = "Stew";
    await recipe.saveChanges({ session });
    assert.equal(recipe.isChanged, false);
    await session.abort();
    await session.end();
    assert.deepEqual(recipe.getChanges(), { title: "Stew" });
    await recipe.saveChanges();
    assert.equal((await Recipe.get(recipe.id))!.title, "Stew");
  });
});

describe("saveChanges refuses", () => {
  test("models without state management, and documents without a snapshot", async () => {
    const note = await new Note({ title: "x" }).insert();
    await assert.rejects(note.saveChanges(), StateManagementIsTurnedOff);
    const recipe = new Recipe(soup());
    await assert.rejects(recipe.saveChanges(), StateNotSaved);
    await recipe.insert();
    await recipe.delete();
    await assert.rejects(recipe.saveChanges(), StateNotSaved);
  });

  test("a document that is gone", async () => {
    const recipe = await found();
    await Recipe.find({ id: recipe.id }).delete();
    recipe.title = "Stew";
    await assert.rejects(recipe.saveChanges(), DocumentNotFound);
    assert.deepEqual(recipe.getChanges(), { title: "Stew" });
  });

  test("values that do not fit, and stores nothing", async () => {
    const recipe = await found();
    recipe.title = "Stew";
    recipe.servings = -1;
    await assert.rejects(recipe.saveChanges(), { name: "ValidationError", path: "servings" });
    assert.equal((await Recipe.get(recipe.id))!.title, "Bean soup");
    assert.deepEqual(recipe.getChanges(), { title: "Stew", servings: -1 });
  });
});
