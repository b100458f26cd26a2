import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, type Settings, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../connections/support/current-operations.ts";
import { elsewhere } from "../support/elsewhere.ts";

const at = testDatabase("cache_writes");

/** A document whose reads are kept. */
class Note extends Document({ id: z.int(), text: z.string() }) {
  static settings = { name: "notes", useCache: true } satisfies Settings;
}

/** Documents elsewhere: writing them must not touch the results of notes. */
class Other extends Document({ id: z.int() }) {
  static settings = { name: "others" } satisfies Settings;
}

describe("writes and kept results", () => {
  let note: Note;
  let changes = 0;
  /** Changes the first note as another process would. */
  const change = async () => {
    const text = `change ${++changes}`;
    await elsewhere(at.database, { update: "notes", updates: [{ q: { _id: 1 }, u: { $set: { text } } }] });
    return text;
  };
  /** Whether the server is at work for a call with this comment. */
  const isRunning = async (comment: string) => {
    const pipeline = [{ $currentOp: {} }, { $match: { "command.comment": comment } }];
    const command = { aggregate: 1, pipeline, cursor: {} };
    const { cursor } = await at.client.database("admin").command(command) as { cursor: { firstBatch: unknown[] } };
    return cursor.firstBatch.length > 0;
  };
  const read = async () => (await Note.find({ id: 1 }))[0]?.text;

  before(async () => await init({ database: at.database, documentModels: [Note, Other] }));
  beforeEach(async () => {
    await Note.deleteAll();
    note = await new Note({ id: 1, text: "first" }).insert();
    await new Note({ id: 2, text: "second" }).insert();
  });

  const writes: [string, () => PromiseLike<unknown>][] = [
    ["insert", () => new Note({ id: 3, text: "x" }).insert()],
    ["insertMany", () => Note.insertMany([new Note({ id: 3, text: "x" })])],
    ["save", () => new Note({ id: 2, text: "x" }).save()],
    ["replace", () => new Note({ id: 2, text: "x" }).replace()],
    ["an update of the instance", async () => await (await Note.get(2).ignoreCache())!.set({ text: "x" })],
    ["delete of the instance", () => new Note({ id: 2, text: "x" }).delete()],
    ["an update of a query", () => Note.find({ id: 2 }).set({ text: "x" })],
    [
      "an update that answers with the document",
      () => Note.findOne({ id: 2 }).set({ text: "x" }).responseType("NEW_DOCUMENT"),
    ],
    ["updateAll", () => Note.updateAll([{ $set: { seen: true } }])],
    ["replaceOne", () => Note.findOne({ id: 2 }).replaceOne(new Note({ id: 2, text: "x" }))],
    ["delete of a query", () => Note.findOne({ id: 2 }).delete()],
    ["upsert", () => Note.findOne({ id: 5 }).set({ text: "x" }).upsert(new Note({ id: 5, text: "x" }))],
    ["a write that changes nothing", () => Note.find({ id: 9 }).set({ text: "x" })],
    ["replaceMany", () => Note.replaceMany([new Note({ id: 2, text: "x" })])],
    [
      "a bulk writer",
      () => Note.bulkWriter(async (bulkWriter) => void await new Note({ id: 2, text: "x" }).save({ bulkWriter })),
    ],
    ["an aggregation with $merge", () => Other.aggregate([{ $merge: "notes" }])],
    ["an aggregation with $merge into an object", () => Other.aggregate([{ $merge: { into: "notes" } }])],
    ["a raw command", () => at.database.command({ delete: "notes", deletes: [{ q: { _id: 2 }, limit: 1 }] })],
    ["a raw findandmodify", () => at.database.command({ findAndModify: "notes", query: { _id: 2 }, remove: true })],
  ];
  for (const [name, write] of writes) {
    test(`${name} drops what was read of the collection`, async () => {
      assert.equal(await read(), "first");
      const text = await change();
      assert.equal(await read(), "first");
      await write();
      assert.equal(await read(), text);
    });
  }

  test("a write that fails drops it as well", async () => {
    await read();
    const text = await change();
    await assert.rejects(() => new Note({ id: 2, text: "again" }).insert());
    assert.equal(await read(), text);
  });

  test("a write whose answer nobody waited for drops it as well", async () => {
    await read();
    const text = await change();
    const controller = new AbortController();
    const write = new Note({ id: 4, text: "x" }).insert({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await assert.rejects(() => write, /enough/);
    assert.equal(await read(), text);
  });

  test("writes to other collections leave it", async () => {
    await read();
    await change();
    await new Other({ id: 1 }).insert();
    await Other.deleteAll();
    assert.equal(await read(), "first");
  });

  test("another class with the same collection drops it", async () => {
    class Same extends Document({ id: z.int(), text: z.string() }) {
      static settings = { name: "notes" } satisfies Settings;
    }
    for (const other of [Same.using(at.database), Note.using(at.database)]) {
      await read();
      const text = await change();
      await other.find({ id: 2 }).set({ text: "x" });
      assert.equal(await read(), text);
    }
  });

  test("the same class at another place has results of its own, and its writes leave these", async () => {
    const tenant = at.client.database(`${at.database.name}_tenant`);
    const Theirs = Note.using(tenant);
    try {
      await read();
      await change();
      assert.deepEqual(await Theirs.find(), []);
      await new Theirs({ id: 1, text: "theirs" }).insert();
      assert.equal((await Theirs.findOne({ id: 1 }))?.text, "theirs");
      assert.equal(await read(), "first");
    } finally {
      await tenant.command({ dropDatabase: 1 });
    }
  });

  test("a transaction around reads past it, and drops it when it is committed", async () => {
    await read();
    await transaction(async () => {
      await Note.find({ id: 1 }).set({ text: "inside" });
      assert.equal(await read(), "inside");
    });
    assert.equal(await read(), "inside");
  });

  test("drop, renameCollection and dropDatabase drop it", async () => {
    for (const command of [{ drop: "notes" }, { dropDatabase: 1 }]) {
      await new Note({ id: 1, text: "first" }).save();
      assert.equal(await read(), "first");
      await at.database.command(command);
      assert.equal(await read(), undefined);
    }
    await new Note({ id: 1, text: "first" }).save();
    assert.equal(await read(), "first");
    const { name } = at.database;
    await at.client.database("admin").command({ renameCollection: `${name}.notes`, to: `${name}.renamed` });
    assert.equal(await read(), undefined);
  });

  test("a read that a write overtakes is not kept", async () => {
    const comment = "a read that takes its time";
    const body = "function() { sleep(500); return true; }";
    const slow = () =>
      Note.aggregate<{ text: string }>([
        { $match: { _id: 1 } },
        { $group: { _id: null, text: { $first: "$text" } } },
        { $set: { slept: { $function: { body, args: [], lang: "js" } } } },
      ]).options({ allowServerJavaScript: true, comment });
    const overtaken = slow().then(([row]) => row?.text);
    assert.equal(await eventually(() => isRunning(comment), Boolean), true);
    await note.set({ text: "later" });
    assert.equal(await overtaken, "first");
    assert.equal((await slow())[0]?.text, "later");
  });

  test("reads and writes at once leave nothing old behind", async () => {
    for (let round = 0; round < 20; round++) {
      const text = `round ${round}`;
      const reads = Array.from({ length: 4 }, () => read());
      const write = note.set({ text });
      reads.push(...Array.from({ length: 4 }, () => read()));
      await Promise.all([write, ...reads]);
      assert.equal(await read(), text);
    }
  });

  test("a transaction reads past it, and drops it when it is committed", async () => {
    assert.equal(await read(), "first");
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Note.find({ id: 1 }).session(session).set({ text: "inside" });
    assert.equal((await Note.find({ id: 1 }).session(session))[0]?.text, "inside");
    assert.equal(await read(), "first");
    await session.commit();
    assert.equal(await read(), "inside");
  });

  test("an aborted transaction changes nothing", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    await Note.find({ id: 1 }).session(session).set({ text: "inside" });
    assert.equal(await read(), "first");
    await session.abort();
    assert.equal(await read(), "first");
  });

  test("an explicit session reads past it", async () => {
    await using session = await at.client.startSession();
    await read();
    const text = await change();
    assert.equal((await Note.find({ id: 1 }).session(session))[0]?.text, text);
    assert.equal(await read(), "first");
  });

  test("an aggregation that writes is run each time", async () => {
    const out = () => Note.aggregate([{ $match: { _id: 1 } }, { $out: "copies" }]);
    await out();
    await at.database.command({ drop: "copies" });
    await out();
    const copies = await at.database.cursorCommand({ find: "copies" }).toArray();
    assert.equal(copies.length, 1);
  });
});
