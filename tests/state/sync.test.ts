import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { MergeStrategy } from "../../src/document/merge-strategy.ts";
import { ApplyChangesException } from "../../src/errors/apply-changes-exception.ts";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { DocumentWasNotSaved } from "../../src/errors/document-was-not-saved.ts";
import { StateManagementIsTurnedOff } from "../../src/errors/state-management-is-turned-off.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";
import { models, Note, Recipe, soup, Versioned } from "./models.ts";

const db = testDatabase("sync");

class Account extends Document({
  owner: z.string(),
  limits: z.object({ daily: z.number() }).optional(),
  home: z.codec(z.string(), z.instanceof(URL), { decode: (t) => new URL(t), encode: (u) => u.href }).optional(),
}) {
  static settings = { useStateManagement: true } satisfies Settings;
}

before(() => init({ database: db.database, documentModels: [...models, Account] }));

/** Two instances of one stored document. */
async function twice(): Promise<[Recipe, Recipe]> {
  const { id } = await new Recipe(soup()).insert();
  return [(await Recipe.get(id))!, (await Recipe.get(id))!];
}

describe("sync", () => {
  test("takes over what is stored and forgets local changes", async () => {
    const [here, there] = await twice();
    await there.set({ title: "Stew" }, Recipe.author.home.city.to("Paris"));
    here.servings = 9;
    here.secret = "basil";
    await here.sync();
    assert.deepEqual({ ...here }, { ...there });
    assert.equal(here.isChanged, false);
    assert.equal(here.isNew, false);
  });

  test("needs no state management for that", async () => {
    const note = await new Note({ title: "x" }).insert();
    await Note.find({ id: note.id }).set({ title: "y" });
    await note.sync({ mergeStrategy: MergeStrategy.REMOTE });
    assert.equal(note.title, "y");
  });

  test("takes over the revision: the next write is not refused", async () => {
    const here = await new Versioned(soup()).insert();
    await (await Versioned.get(here.id))!.set({ title: "Stew" });
    await here.sync();
    await here.set({ servings: 5 });
    assert.deepEqual([here.title, here.servings], ["Stew", 5]);
  });

  test("applies local changes to what is stored, where they stay changes", async () => {
    const [here, there] = await twice();
    await there.set({ servings: 8, "amounts.oil": 3 }, Recipe.author.home.city.to("Paris"));
    here.title = "Stew";
    here.author.home.zip = "75001";
    delete here.amounts["water"];
    await here.sync({ mergeStrategy: MergeStrategy.LOCAL });
    assert.deepEqual([here.title, here.servings, here.author.home, here.amounts], [
      "Stew",
      8,
      { city: "Paris", zip: "75001" },
      { beans: 300, oil: 3 },
    ]);
    assert.deepEqual(here.getChanges(), { title: "Stew", "author.home.zip": "75001", "amounts.water": undefined });
    await here.save();
    await there.sync();
    assert.deepEqual({ ...there }, { ...here });
  });

  test("lets the local value win where both sides changed a field", async () => {
    const [here, there] = await twice();
    await there.set({ title: "Broth", steps: [] });
    here.title = "Stew";
    here.steps[0]!.minutes = 1;
    await here.sync({ mergeStrategy: "local" });
    assert.equal(here.title, "Stew");
    assert.deepEqual(here.steps, [{ text: "soak", minutes: 1 }, { text: "boil" }]);
  });

  test("refuses a local change inside of an object that is gone, and changes nothing", async () => {
    const account = await new Account({ owner: "Ada", limits: { daily: 5 }, home: "https://a.example/" }).insert();
    await Account.find({ id: account.id }).unset("limits");
    await Account.find({ id: account.id }).set({ owner: "Grace" });
    account.limits!.daily = 6;
    await assert.rejects(account.sync({ mergeStrategy: "local" }), (error) => {
      assert.ok(error instanceof ApplyChangesException);
      assert.deepEqual([error.model, error.path, error.code], ["Account", "limits.daily", "document.apply_changes"]);
      return true;
    });
    assert.equal(account.owner, "Ada");
    assert.deepEqual(account.getChanges(), { "limits.daily": 6 });
    account.limits = { daily: 7 };
    account.home = new URL("https://b.example/");
    await assert.rejects(account.sync({ mergeStrategy: "local" }), ApplyChangesException);
    await account.sync();
    assert.deepEqual([account.owner, account.limits, account.home?.href], ["Grace", undefined, "https://a.example/"]);
  });

  test("makes a removal in an object that is gone for nothing", async () => {
    const [here, there] = await twice();
    await there.set({ amounts: {} });
    delete here.amounts["water"];
    await here.sync({ mergeStrategy: "local" });
    assert.deepEqual(here.amounts, {});
    assert.equal(here.isChanged, false);
  });

  test("reads within a session, and gives the state back when its transaction is aborted", async () => {
    const [here, there] = await twice();
    const session = await db.client.startSession();
    await session.startTransaction();
    await there.set({ title: "Stew" }, { session });
    await here.sync();
    assert.equal(here.title, "Bean soup");
    await here.sync({ session });
    assert.equal(here.title, "Stew");
    await session.abort();
    assert.equal(here.title, "Bean soup");
    assert.equal(here.isChanged, false);
    await session.end();
  });
});

describe("sync refuses", () => {
  test("a new document, and one that is gone", async () => {
    await assert.rejects(new Recipe(soup()).sync(), DocumentWasNotSaved);
    const [here, there] = await twice();
    await there.delete();
    await assert.rejects(here.sync(), DocumentNotFound);
    await assert.rejects(here.sync({ mergeStrategy: "local" }), DocumentNotFound);
    await assert.rejects(there.sync(), DocumentWasNotSaved);
  });

  test("to keep local changes that nobody tracks", async () => {
    const note = await new Note({ title: "x" }).insert();
    await assert.rejects(note.sync({ mergeStrategy: "local" }), StateManagementIsTurnedOff);
  });

  test("stored data that does not fit, and changes nothing", async () => {
    const [here] = await twice();
    await db.database.command({
      update: "Recipe",
      updates: [{ q: { _id: here.id }, u: { $set: { title: "Stew", serves: 1, servings: "many" } } }],
    });
    await assert.rejects(here.sync(), (error) => error instanceof ValidationError && error.path === "servings");
    assert.equal(here.title, "Bean soup");
  });

  test("options and strategies that there are not", async () => {
    const [here] = await twice();
    const wrong = { mergeStrategy: "both" } as unknown as { mergeStrategy: "local" };
    await assert.rejects(here.sync(wrong), { code: "argument.options", path: "mergeStrategy" });
    await assert.rejects(here.sync({ sesion: 1 } as object), { code: "argument.options", path: "sesion" });
    await assert.rejects(here.sync({ session: 3 } as unknown as object), { code: "argument.session" });
    await assert.rejects(here.sync({ signal: AbortSignal.abort("enough") }), (reason) => reason === "enough");
  });
});

test("the strategies have Beanie's values", () => {
  assert.deepEqual(MergeStrategy, { LOCAL: "local", REMOTE: "remote" });
});
