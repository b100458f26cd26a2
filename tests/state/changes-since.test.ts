import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { changesSince, takeSnapshot } from "../../src/document/snapshot.ts";
import type { DocumentState } from "../../src/document/state.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { StateManagementIsTurnedOff } from "../../src/errors/state-management-is-turned-off.ts";
import { StateNotSaved } from "../../src/errors/state-not-saved.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { type ModelClassLike, modelOf } from "../../src/schema/model.ts";
import { uuid } from "../../src/schema/bson.ts";
import { alias } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { Binary } from "../../src/values/binary.ts";
import { testDatabase } from "../support/database.ts";

const db = testDatabase("changes_since");

class Recipe extends Document({
  title: z.string().min(1),
  servings: alias(z.int().positive(), "serves"),
  author: z.object({ name: alias(z.string(), "full_name"), born: z.date().optional() }).optional(),
  steps: z.array(z.object({ text: z.string(), minutes: z.number().optional() })).default([]),
  amounts: z.record(z.string(), z.number()).default({}),
  source: uuid().optional(),
  notes: z.any(),
  range: z.object({ low: z.number(), high: z.number() }).refine((r) => r.low <= r.high).optional(),
  home: z.codec(z.string(), z.instanceof(URL), { decode: (text) => new URL(text), encode: (url) => url.href })
    .optional(),
  review: z.string().nullish(),
}) {
  static settings = { useStateManagement: true } satisfies Settings;
}

class Plain extends Document({ title: z.string() }) {}
class Sparse extends Document({ title: z.string().nullable() }) {
  static settings = { useStateManagement: true, keepNulls: false } satisfies Settings;
}
class Loose extends Document({ title: z.string() }) {
  static settings = { useStateManagement: true, unknownFields: "keep" } satisfies Settings;
}

before(() => init({ database: db.database, documentModels: [Recipe, Plain, Sparse, Loose] }));
beforeEach(() => Recipe.deleteAll());

function changes(document: object): ReturnType<typeof changesSince> {
  return changesSince(document as DocumentState, modelOf(document.constructor as ModelClassLike));
}

const full = {
  title: "Bean soup",
  servings: 4,
  author: { name: "Ada", born: new Date(0) },
  steps: [{ text: "soak", minutes: 600 }, { text: "boil" }],
  amounts: { beans: 300, water: 1.5 },
  notes: { mood: { a: 1, b: 2 } },
  range: { low: 1, high: 3 },
  home: "https://example.com/soup",
};

async function read(): Promise<Recipe> {
  await new Recipe(full).insert();
  const recipe = await Recipe.findOne();
  assert.ok(recipe);
  return recipe;
}

describe("changes since a document was read", () => {
  test("none when nothing was touched, or when something equal was assigned", async () => {
    const recipe = await read();
    assert.deepEqual(changes(recipe), { set: {}, unset: {} });
    recipe.author = { name: "Ada", born: new Date(0) };
    recipe.steps = [{ text: "soak", minutes: 600 }, { text: "boil", minutes: undefined }];
    recipe.home = new URL("https://example.com/soup");
    assert.deepEqual(changes(recipe), { set: {}, unset: {} });
  });

  test("go to stored paths, with stored values", async () => {
    const recipe = await read();
    recipe.servings = 2;
    recipe.author!.name = "Grace";
    recipe.source = "6e0e8a34-6a2b-4c8e-9d0a-2f1f6c1b7a55";
    recipe.home!.pathname = "/stew";
    const { set, unset } = changes(recipe);
    assert.deepEqual(unset, {});
    assert.deepEqual(Object.keys(set).sort(), ["author.full_name", "home", "serves", "source"]);
    assert.equal(set["author.full_name"], "Grace");
    assert.equal(set["home"], "https://example.com/stew");
    assert.ok(set["source"] instanceof Binary);
  });

  test("see what was changed in place: dates, list elements, entries of records, untyped values", async () => {
    const recipe = await read();
    recipe.author!.born!.setUTCFullYear(2000);
    recipe.steps[0]!.minutes = 60;
    recipe.amounts.water = 2;
    recipe.notes.mood.b = 3;
    assert.deepEqual(changes(recipe).set, {
      "author.born": recipe.author!.born,
      steps: [{ text: "soak", minutes: 60 }, { text: "boil" }],
      "amounts.water": 2,
      "notes.mood.b": 3,
    });
  });

  test("remove what is gone, and nothing beside it", async () => {
    const recipe = await read();
    delete recipe.amounts.beans;
    delete recipe.author!.born;
    delete recipe.notes.mood.a;
    recipe.home = undefined;
    assert.deepEqual(changes(recipe), {
      set: {},
      unset: { "amounts.beans": true, "author.born": true, "notes.mood.a": true, home: true },
    });
  });

  test("an emptied record loses its entries", async () => {
    const recipe = await read();
    recipe.amounts = {};
    assert.deepEqual(changes(recipe), { set: {}, unset: { "amounts.beans": true, "amounts.water": true } });
  });

  test("a record whose changed key no path can hold is set as a whole", async () => {
    const recipe = await read();
    recipe.amounts["olive.oil"] = 20;
    assert.deepEqual(changes(recipe).set, { amounts: { beans: 300, water: 1.5, "olive.oil": 20 } });
  });

  test("an object in the place of none, and none in the place of an object, are whole", async () => {
    const recipe = await read();
    recipe.author = undefined;
    takeSnapshot(recipe as unknown as DocumentState, modelOf(Recipe));
    recipe.author = { name: "Grace" };
    recipe.range = undefined;
    assert.deepEqual(changes(recipe), { set: { author: { full_name: "Grace" } }, unset: { range: true } });
  });

  test("null is stored, or removed where the model keeps no nulls", async () => {
    const recipe = await read();
    recipe.review = null;
    assert.deepEqual(changes(recipe), { set: { review: null }, unset: {} });
    const sparse = await new Sparse({ title: "x" }).insert();
    takeSnapshot(sparse as unknown as DocumentState, modelOf(Sparse));
    sparse.title = null;
    assert.deepEqual(changes(sparse), { set: {}, unset: { title: true } });
  });

  test("fields outside of the model count where they are kept", async () => {
    const loose = Object.assign(new Loose({ title: "x" }), { color: "red", size: { w: 1, h: 2 }, old: 1 });
    takeSnapshot(loose as unknown as DocumentState, modelOf(Loose));
    loose.color = "blue";
    loose.size.h = 3;
    delete (loose as Partial<typeof loose>).old;
    assert.deepEqual(changes(loose), { set: { color: "blue", "size.h": 3 }, unset: { old: true } });
    Object.assign(loose, { "a.b": 1 });
    assert.throws(() => changes(loose), { code: "validation.kept_field", path: "a.b" });
  });
});

describe("changes that can not be stored", () => {
  test("a value of another kind, or out of bounds", async () => {
    const recipe = await read();
    recipe.servings = -1;
    assert.throws(() => changes(recipe), (error) => error instanceof ValidationError && error.path === "servings");
    recipe.servings = 4;
    recipe.author!.name = 3 as unknown as string;
    assert.throws(() => changes(recipe), (error) => error instanceof ValidationError && error.path === "author.name");
  });

  test("a required field that is gone", async () => {
    const recipe = await read();
    delete (recipe as { title?: string }).title;
    assert.throws(() => changes(recipe), { name: "ValidationError", path: "title" });
    recipe.title = "x";
    delete (recipe.author as { name?: string }).name;
    assert.throws(() => changes(recipe), { name: "ValidationError", path: "author.name" });
  });

  test("a member that breaks a refinement of the object around it", async () => {
    const recipe = await read();
    recipe.range!.low = 5;
    assert.throws(() => changes(recipe), (error) => error instanceof ValidationError && error.path === "range");
  });

  test("a model without state management, and a document that was not stored, are told apart", () => {
    assert.throws(() => changes(new Plain({ title: "x" })), StateManagementIsTurnedOff);
    assert.throws(() => changes(new Recipe(full)), StateNotSaved);
  });
});
