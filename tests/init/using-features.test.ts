import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, DocumentWithSoftDelete, init, Insert, RevisionIdWasChanged, transaction } from "../../mod.ts";
import { afterEvent, beforeEvent, type Settings } from "../../mod.ts";
import type { Database } from "../../src/client/database.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("using_features");

class Task extends Document({ title: z.string(), done: z.boolean().default(false), log: z.string().default("") }) {
  static settings = {
    name: "tasks",
    useRevision: true,
    useStateManagement: true,
    useCache: true,
    validateOnSave: true,
  } satisfies Settings;

  @beforeEvent(Insert)
  begin(): void {
    this.log += "before ";
  }
  @afterEvent(Insert)
  end(): void {
    this.log += "after";
  }
}

class Note extends DocumentWithSoftDelete({ text: z.string() }) {
  static settings = { name: "notes" } satisfies Settings;
}

function other(): Database {
  return server.client.database(`${server.database.name}_other`);
}

before(() => init({ database: server.database, documentModels: [Task, Note] }));
beforeEach(async () => {
  for (const model of [Task, Task.using(other())]) await model.deleteAll();
});
after(() => other().command({ dropDatabase: 1 }).catch(() => undefined));

describe("at another place a model keeps", () => {
  test("its events and its revision", async () => {
    const Theirs = Task.using(other());
    const made = await new Theirs({ title: "a" }).insert();
    assert.equal(made.log, "before after");
    const [one, two] = [(await Theirs.get(made.id))!, (await Theirs.get(made.id))!];
    assert.ok(one.revisionId !== undefined);
    await one.set({ title: "b" });
    await assert.rejects(two.set({ title: "c" }), RevisionIdWasChanged);
    assert.equal(await Task.count(), 0);
  });

  test("its state", async () => {
    const Theirs = Task.using(other());
    const made = await new Theirs({ title: "a" }).insert();
    const read = (await Theirs.get(made.id))!;
    read.title = "b";
    assert.deepEqual(read.getChanges(), { title: "b" });
    await read.saveChanges();
    assert.equal((await Theirs.get(made.id))!.title, "b");
    await server.client.database(other().name).command({
      update: "tasks",
      updates: [{ q: {}, u: { $set: { title: "z" } } }],
    });
    await read.sync();
    assert.equal(read.title, "z");
  });

  test("a cache of its own", async () => {
    const Theirs = Task.using(other());
    await new Theirs({ title: "theirs" }).insert();
    await new Task({ title: "ours" }).insert();
    for (let round = 0; round < 2; round++) {
      assert.deepEqual((await Theirs.find({ done: false })).map(({ title }) => title), ["theirs"]);
      assert.deepEqual((await Task.find({ done: false })).map(({ title }) => title), ["ours"]);
    }
    await Theirs.find({ done: false }).set({ title: "changed" });
    assert.deepEqual((await Theirs.find({ done: false })).map(({ title }) => title), ["changed"]);
  });

  test("bulk writers and transactions", async () => {
    const Theirs = Task.using(other());
    const made = await new Theirs({ title: "a" }).insert();
    await Theirs.bulkWriter(async (bulkWriter) => {
      await new Theirs({ title: "b" }).insert({ bulkWriter });
      await Theirs.insertOne(new Task({ title: "c" }), { bulkWriter });
      await made.set({ done: true }, { bulkWriter });
    });
    assert.deepEqual((await Theirs.find().sort("title")).map(({ title, done }) => [title, done]), [
      ["a", true],
      ["b", false],
      ["c", false],
    ]);
    await assert.rejects(transaction(async () => {
      await Theirs.insertOne(new Task({ title: "d" }));
      await new Task({ title: "ours" }).insert();
      throw new Error("no");
    }, { client: server.client }));
    assert.deepEqual([await Theirs.count(), await Task.count()], [3, 0]);
  });

  test("its soft deletion", async () => {
    const Theirs = Note.using(other());
    const note = await new Theirs({ text: "a" }).insert();
    await note.delete();
    assert.equal(note.isDeleted(), true);
    assert.deepEqual([await Theirs.count(), (await Theirs.findManyInAll()).length], [0, 1]);
    assert.equal((await Note.findManyInAll()).length, 0);
  });

  test("its schema for JSON", async () => {
    const Theirs = Task.using(other());
    const made = await Theirs.fromJSON({ title: "from JSON" }).insert();
    assert.equal(made.toJSON().title, "from JSON");
    assert.equal((await Theirs.get(made.id))!.title, "from JSON");
    assert.deepEqual(Theirs.jsonSchema(), Task.jsonSchema());
  });
});
