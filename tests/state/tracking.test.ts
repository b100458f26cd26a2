import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { init } from "../../src/document/init.ts";
import { StateManagementIsTurnedOff } from "../../src/errors/state-management-is-turned-off.ts";
import { StateNotSaved } from "../../src/errors/state-not-saved.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { insert } from "../support/insert.ts";
import { testDatabase } from "../support/database.ts";
import { Diary, models, Note, Open, Recipe, soup, Versioned, Whole } from "./models.ts";

const db = testDatabase("tracking");
before(() => init({ database: db.database, documentModels: models }));

async function found(): Promise<Recipe> {
  const { id } = await new Recipe(soup()).insert();
  const recipe = await Recipe.get(id);
  assert.ok(recipe);
  return recipe;
}

describe("a snapshot is taken", () => {
  test("not by constructing a document", () => {
    const recipe = new Recipe(soup());
    assert.equal(recipe.getSavedState(), null);
    assert.throws(() => recipe.isChanged, StateNotSaved);
    assert.throws(() => recipe.getChanges(), StateNotSaved);
    assert.throws(() => recipe.rollback(), StateNotSaved);
  });

  test("by get, findOne, find and iteration", async () => {
    const { id } = await new Recipe(soup()).insert();
    const [got, one, [listed]] = [await Recipe.get(id), await Recipe.findOne({ id }), await Recipe.find({ id })];
    for (const recipe of [got, one, listed]) assert.deepEqual(recipe?.getSavedState(), { id, ...soup() });
    for await (const recipe of Recipe.find({ id })) assert.equal(recipe.isChanged, false);
  });

  test("by insert, insertMany, replace, save and update", async () => {
    const recipe = await new Recipe(soup()).insert();
    assert.deepEqual(recipe.getSavedState(), { id: recipe.id, ...soup() });
    const two = [new Recipe(soup()), new Recipe(soup())];
    await Recipe.insertMany(two);
    for (const each of two) assert.equal(each.isChanged, false);
    for (const write of [() => recipe.replace(), () => recipe.save(), () => recipe.set({ title: "Stew" })]) {
      recipe.servings++;
      assert.equal(recipe.isChanged, true);
      await write();
      assert.equal(recipe.isChanged, false);
    }
    assert.equal(recipe.getSavedState()?.["title"], "Stew");
  });

  test("not by a write that failed", async () => {
    const recipe = await found();
    recipe.servings = -1;
    await assert.rejects(recipe.save(), { name: "ValidationError" });
    assert.deepEqual(recipe.getChanges(), { servings: -1 });
  });

  test("of what was sent: what changes before the answer comes stays a change", async () => {
    const recipe = new Recipe(soup());
    const other = new Recipe(soup());
    const writes = [
      () => recipe.insert(),
      () => recipe.save(),
      () => recipe.replace(),
      () => recipe.saveChanges(),
      () => Recipe.insertMany([other]),
    ];
    for (const write of writes) {
      const written = write();
      for (const each of [recipe, other]) each.author.home.city += "!";
      await written;
      const changed = writes.indexOf(write) < 4 ? recipe : other;
      assert.deepEqual(changed.getChanges(), { "author.home.city": changed.author.home.city }, String(write));
    }
  });

  test("at the commit of a bulk writer, of what it sends", async () => {
    const [saved, changed] = [await new Recipe(soup()).insert(), await new Recipe(soup()).insert()];
    const writer = Recipe.bulkWriter();
    saved.title = changed.title = "Stew";
    await saved.save({ bulkWriter: writer });
    await changed.saveChanges({ bulkWriter: writer });
    assert.deepEqual(saved.getChanges(), { title: "Stew" });
    saved.servings = changed.servings = 9;
    const committed = writer.commit();
    saved.title = changed.title = "Broth";
    await committed;
    assert.deepEqual(saved.getChanges(), { title: "Broth" }, "a whole document is encoded at the commit");
    assert.deepEqual(changed.getChanges(), { title: "Broth", servings: 9 }, "changes are those of the call");
    assert.equal((await Recipe.get(changed.id))!.servings, 4);
  });

  test("before field initialisers of subclasses run: what they change is a change", async () => {
    class Starred extends Recipe {
      static override settings = { ...Recipe.settings, name: "starred" };
      override servings: number = 10;
    }
    await init({ database: db.database, documentModels: [Starred] });
    await insert(db.database, "starred", [{ ...soup(), author: { ...soup().author, full_name: "Ada" } }]);
    assert.deepEqual((await Starred.findOne())?.getChanges(), { servings: 10 });
  });

  test("and dropped when the document is deleted", async () => {
    const recipe = await found();
    await recipe.delete();
    assert.throws(() => recipe.isChanged, StateNotSaved);
    assert.equal(recipe.getSavedState(), null);
  });

  test("without a trace among the fields", async () => {
    const recipe = await found();
    assert.deepEqual({ ...recipe }, { ...new Recipe(soup()) });
    assert.deepEqual(Object.keys(recipe), Object.keys(new Recipe(soup())));
  });
});

describe("what is saved is a copy", () => {
  test("that later changes of the document do not reach, at any depth", async () => {
    const recipe = await found();
    const saved = recipe.getSavedState();
    recipe.author.home.city = "Paris";
    recipe.author.born.setTime(5);
    recipe.steps.push({ text: "serve" });
    recipe.steps[0]!.minutes = 1;
    recipe.amounts["salt"] = 1;
    assert.deepEqual(recipe.getSavedState(), saved);
  });

  test("and so is what is given out", async () => {
    const recipe = await found();
    const saved = recipe.getSavedState() as unknown as Recipe;
    saved.author.born.setTime(5);
    saved.steps.pop();
    assert.equal(recipe.isChanged, false);
    recipe.author = { ...recipe.author, name: "Grace" };
    recipe.steps.pop();
    (recipe.getChanges()["steps"] as unknown[]).pop();
    assert.equal(recipe.steps.length, 1);
  });
});

describe("changes", () => {
  test("are none at first, and none when a value is put back or an equal one assigned", async () => {
    const recipe = await found();
    assert.equal(recipe.isChanged, false);
    assert.deepEqual(recipe.getChanges(), {});
    recipe.title = "Stew";
    assert.equal(recipe.isChanged, true);
    Object.assign(recipe, soup());
    assert.equal(recipe.isChanged, false);
  });

  test("are paths of properties with the values of the document", async () => {
    const recipe = await found();
    recipe.servings = 2;
    recipe.author.name = "Grace";
    recipe.author.home.city = "Paris";
    recipe.author.born = new Date(7);
    recipe.amounts["beans"] = 200;
    assert.deepEqual(recipe.getChanges(), {
      servings: 2,
      "author.name": "Grace",
      "author.born": new Date(7),
      "author.home.city": "Paris",
      "amounts.beans": 200,
    });
  });

  test("can be given to set() of another document", async () => {
    const recipe = await found();
    recipe.author.name = "Grace";
    recipe.servings = 2;
    const other = await found();
    await other.set(recipe.getChanges() as { servings: number });
    assert.deepEqual([other.author.name, other.servings, other.title], ["Grace", 2, "Bean soup"]);
  });

  test("of lists are whole", async () => {
    const recipe = await found();
    recipe.steps[1]!.minutes = 30;
    assert.deepEqual(recipe.getChanges(), { steps: [{ text: "soak", minutes: 600 }, { text: "boil", minutes: 30 }] });
  });

  test("tell what was removed as undefined, and added", async () => {
    const recipe = await found();
    delete recipe.author.home.zip;
    delete recipe.amounts["water"];
    recipe.amounts["oil"] = 2;
    recipe.secret = "basil";
    const changes = recipe.getChanges();
    assert.deepEqual(changes, {
      "author.home.zip": undefined,
      "amounts.water": undefined,
      "amounts.oil": 2,
      secret: "basil",
    });
    assert.ok("amounts.water" in changes);
  });

  test("of objects are whole with stateManagementReplaceObjects", async () => {
    const whole = await new Whole(soup()).insert();
    whole.author.home.city = "Paris";
    delete whole.amounts["water"];
    assert.deepEqual(whole.getChanges(), {
      author: { name: "Ada", born: new Date(0), home: { city: "Paris", zip: "N1" } },
      amounts: { beans: 300 },
    });
  });

  test("leave the revision out, and so does the saved state", async () => {
    const versioned = await new Versioned(soup()).insert();
    assert.ok(versioned.revisionId);
    assert.deepEqual(versioned.getSavedState(), { id: versioned.id, ...soup() });
    await (await Versioned.get(versioned.id))!.set({ title: "Stew" });
    const read = (await Versioned.get(versioned.id))!;
    assert.deepEqual(Object.keys(read.getSavedState()!).sort(), ["id", ...Object.keys(soup())].sort());
    assert.equal(read.isChanged, false);
  });

  test("see fields that the model keeps without declaring them", async () => {
    await insert(db.database, "Open", [{ title: "x", color: "red", size: { w: 1 } }]);
    const open = (await Open.findOne())! as Open & { color?: string; size: { w: number }; weight?: number };
    open.size.w = 2;
    open.weight = 3;
    delete open.color;
    assert.deepEqual(open.getChanges(), { "size.w": 2, weight: 3, color: undefined });
  });
});

describe("rollback", () => {
  test("gives changed fields their stored values, in their own types", async () => {
    const recipe = await found();
    recipe.title = "Stew";
    recipe.author.born.setTime(5);
    recipe.author.home = { city: "Paris" };
    recipe.steps.length = 0;
    delete recipe.amounts["water"];
    recipe.rollback();
    assert.deepEqual({ ...recipe }, { ...new Recipe(soup()) });
    assert.ok(recipe.author.born instanceof Date);
    assert.equal(recipe.isChanged, false);
  });

  test("removes fields that were added, and can be repeated", async () => {
    const recipe = await found();
    recipe.secret = "basil";
    recipe.amounts["oil"] = 1;
    recipe.rollback();
    assert.equal("secret" in recipe, false);
    assert.deepEqual(recipe.amounts, soup().amounts);
    recipe.amounts["oil"] = 2;
    recipe.rollback();
    assert.deepEqual(recipe.amounts, soup().amounts);
  });

  test("leaves fields alone that are as they were", async () => {
    const recipe = await found();
    const { author, id } = recipe;
    recipe.title = "Stew";
    recipe.rollback();
    assert.equal(recipe.author, author);
    assert.equal(recipe.id, id);
  });

  test("goes back to the last write", async () => {
    const recipe = await found();
    await recipe.set({ title: "Stew" });
    recipe.title = "Broth";
    recipe.rollback();
    assert.equal(recipe.title, "Stew");
  });

  test("concerns undeclared fields where they are kept", async () => {
    await insert(db.database, "Open", [{ _id: new ObjectId("64b0c0ffee0000000000cafe"), title: "x", color: "red" }]);
    const open = (await Open.get("64b0c0ffee0000000000cafe"))! as Open & { color?: string; weight?: number };
    open.weight = 3;
    delete open.color;
    open.rollback();
    assert.deepEqual({ ...open }, { title: "x", color: "red" });
  });
});

describe("the snapshot before the last write", () => {
  test("is not there after reading and inserting", async () => {
    const inserted = await new Diary(soup()).insert();
    for (const diary of [inserted, (await Diary.get(inserted.id))!]) {
      assert.equal(diary.hasChanged, false);
      assert.equal(diary.getPreviousSavedState(), null);
      assert.deepEqual(diary.getPreviousChanges(), {});
    }
  });

  test("tells what a write changed", async () => {
    const diary = await new Diary(soup()).insert();
    diary.title = "Stew";
    diary.author.home.city = "Paris";
    delete diary.amounts["water"];
    assert.equal(diary.hasChanged, false);
    await diary.save();
    assert.equal(diary.isChanged, false);
    assert.equal(diary.hasChanged, true);
    assert.deepEqual(diary.getPreviousChanges(), {
      title: "Stew",
      "author.home.city": "Paris",
      "amounts.water": undefined,
    });
    assert.deepEqual(diary.getPreviousSavedState(), { id: diary.id, ...soup() });
    assert.equal(diary.getSavedState()?.["title"], "Stew");
  });

  test("is that of the last write only", async () => {
    const diary = await new Diary(soup()).insert();
    await diary.set({ title: "Stew" });
    await diary.set({ title: "Broth" });
    assert.equal(diary.getPreviousSavedState()?.["title"], "Stew");
    await diary.save();
    assert.equal(diary.hasChanged, false);
    assert.deepEqual(diary.getPreviousChanges(), {});
  });
});

describe("models without the settings", () => {
  test("refuse every call that needs them, and name the setting", async () => {
    const note = await new Note({ title: "x" }).insert();
    const calls = [
      () => note.isChanged,
      () => note.getChanges(),
      () => note.getSavedState(),
      () => note.rollback(),
      () => note.hasChanged,
      () => note.getPreviousChanges(),
      () => note.getPreviousSavedState(),
    ];
    for (const call of calls) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof StateManagementIsTurnedOff);
        assert.match(error.message, /useStateManagement: true/);
        return error.model === "Note";
      });
    }
  });

  test("that keep one snapshot refuse calls that need two", async () => {
    const recipe = await new Recipe(soup()).insert();
    for (
      const call of [
        () => recipe.hasChanged,
        () => recipe.getPreviousChanges(),
        () => recipe.getPreviousSavedState(),
      ]
    ) {
      assert.throws(call, { name: "StateManagementIsTurnedOff", message: /stateManagementSavePrevious: true/ });
    }
  });
});
