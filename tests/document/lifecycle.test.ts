import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import { z } from "zod";
import {
  after,
  afterEvent,
  before,
  beforeEvent,
  Delete,
  Document,
  init,
  Insert,
  Replace,
  Save,
  type Settings,
  Update,
  ValidateOnSave,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("lifecycle");

const EVENTS = [Insert, Replace, Save, ValidateOnSave, Delete, Update] as const;
let heard: string[] = [];

/** Hears every event there is. */
class Noisy extends Document({ name: z.string(), n: z.int().default(0) }) {
  static settings = { name: "noisy" } satisfies Settings;

  @beforeEvent(Insert)
  beforeInsert() {
    heard.push(`before Insert, ${this.isNew ? "new" : "stored"}`);
  }
  @afterEvent(Insert)
  afterInsert() {
    heard.push(`after Insert, ${this.isNew ? "new" : "stored"}`);
  }
  @beforeEvent(EVENTS.filter((event) => event !== Insert))
  async beforeOthers() {
    await Promise.resolve();
    heard.push("before");
  }
  @afterEvent(EVENTS.filter((event) => event !== Insert))
  afterOthers() {
    heard.push("after");
  }
}

/** Tells which event it hears, without decorators. */
class Named extends Document({ name: z.string() }) {
  static settings = { name: "named" } satisfies Settings;
  static events = Object.fromEntries(
    EVENTS.flatMap((event) => [[`before${event}`, before(event)], [`after${event}`, after(event)]]),
  );
}
for (const event of EVENTS) {
  for (const direction of ["before", "after"]) {
    Object.defineProperty(Named.prototype, direction + event, {
      value: () => void heard.push(`${direction} ${event}`),
    });
  }
}

beforeAll(() => init({ database: server.database, documentModels: [Noisy, Named] }));

async function heardBy(call: () => PromiseLike<unknown>): Promise<string[]> {
  heard = [];
  await call();
  return heard;
}

const around = (...events: string[]) => [
  ...events.map((event) => `before ${event}`),
  ...events.toReversed().map((event) => `after ${event}`),
];

describe("the events of", () => {
  const validation = around("ValidateOnSave");
  const calls: [string, (document: Named) => PromiseLike<unknown>, string[]][] = [
    ["insert", () => new Named({ name: "a" }).insert(), [...validation, ...around("Insert")]],
    ["create", () => new Named({ name: "a" }).create(), [...validation, ...around("Insert")]],
    ["insertOne", () => Named.insertOne(new Named({ name: "a" })), [...validation, ...around("Insert")]],
    ["replace", (document) => document.replace(), [...validation, ...around("Replace")]],
    ["save", (document) => document.save(), [...validation, ...around("Save", "Update")]],
    ["save of a new document", () => new Named({ name: "a" }).save(), [...validation, ...around("Save", "Update")]],
    ["update", (document) => document.update({ $set: { name: "b" } }), around("Update")],
    ["set", (document) => document.set({ name: "b" }), around("Update")],
    ["delete", (document) => document.delete(), around("Delete")],
    [
      "an upsert that inserts",
      () => Named.findOne({ name: "nobody" }).set({ name: "b" }).upsert(new Named({ name: "c" })),
      [...validation, ...around("Insert")],
    ],
    ["a replacement by a query", (document) => Named.findOne({ name: "a" }).replaceOne(document), []],
    ["an update of a query", () => Named.find({ name: "a" }).set({ name: "c" }), []],
    ["a delete of a query", () => Named.find({ name: "a" }).delete(), []],
  ];
  for (const [name, call, expected] of calls) {
    test(name, async () => {
      const document = await new Named({ name: "a" }).insert();
      assert.deepEqual(await heardBy(() => call(document)), expected);
    });
  }

  test("insertMany: those of an insert, for every document, all before it is sent", async () => {
    const documents = [new Named({ name: "a" }), new Named({ name: "b" })];
    assert.deepEqual(await heardBy(() => Named.insertMany(documents)), [
      ...validation,
      "before Insert",
      ...validation,
      "before Insert",
      "after Insert",
      "after Insert",
    ]);
  });
});

test("asynchronous actions are awaited, and run in a document that is not stored yet or already", async () => {
  const document = new Noisy({ name: "a" });
  assert.deepEqual(await heardBy(() => document.insert()), [
    "before",
    "after",
    "before Insert, new",
    "after Insert, stored",
  ]);
  assert.deepEqual(await heardBy(() => document.set({ n: 1 })), ["before", "after"]);
});

test("after a partial failure the actions run for what was stored", async () => {
  const first = new Named({ name: "a" });
  const documents = [first, first, new Named({ name: "b" })];
  assert.deepEqual(
    (await heardBy(() => assert.rejects(Named.insertMany(documents)))).filter((entry) => entry === "after Insert"),
    ["after Insert"],
  );
  await assert.rejects(first.insert());
});

test("the caller is in the stack of a write that fails when its actions have run", async () => {
  const document = await new Noisy({ name: "a" }).insert();
  async function caller() {
    return await document.insert();
  }
  async function callerOfMany() {
    return await Noisy.insertMany([document]);
  }
  await assert.rejects(caller, (error: Error) => /\bcaller\b/.test(error.stack ?? ""));
  await assert.rejects(callerOfMany, (error: Error) => /\bcallerOfMany\b/.test(error.stack ?? ""));
});
