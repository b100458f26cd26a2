import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, DuplicateKeyError, init, ServerError, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("sessiondocuments");

class Note extends Document({ text: z.string(), n: z.int().default(0), tags: z.array(z.string()).default([]) }) {
  static settings = { name: "notes", useRevision: true, useStateManagement: true };
}

before(() => init({ database: at.database, documentModels: [Note] }));
beforeEach(async () => {
  await at.database.command({ drop: "notes" }).catch(() => undefined);
  await at.database.command({ create: "notes" });
});

/** What a document knows of itself. */
function state(note: Note): unknown {
  const { id, text, n, tags, isNew, revisionId } = note;
  return { id: String(id), text, n, tags: [...tags], isNew, revisionId, isChanged: isNew || note.isChanged };
}

const calls: Record<string, (note: Note) => Promise<unknown>> = {
  save: (note) => note.save(),
  replace: (note) => note.replace(),
  saveChanges: (note) => note.saveChanges(),
  set: (note) => note.set({ n: 9 }),
  push: (note) => note.push({ tags: "c" }),
  delete: (note) => note.delete(),
};

describe("a document whose transaction is aborted", () => {
  for (const [name, call] of Object.entries(calls)) {
    test(`gets back what it had before ${name}()`, async () => {
      const note = await new Note({ text: "a", tags: ["a"] }).insert();
      note.n = 1;
      note.tags.push("b");
      const before = state(note);
      await assert.rejects(
        transaction(async () => {
          await call(note);
          note.text = "later";
          throw new Error("abort");
        }),
        /abort/,
      );
      assert.deepEqual(state(note), before);
      await call(note);
      assert.equal(await Note.count(), name === "delete" ? 0 : 1);
    });
  }

  test("is new again when it was inserted, and can be inserted once more", async () => {
    const notes = [new Note({ text: "a" }), new Note({ text: "b" })];
    const before = notes.map(state);
    await assert.rejects(
      transaction(async () => {
        await notes[0]!.insert();
        await Note.insertMany([notes[1]!]);
        await notes[0]!.set({ n: 4 });
        throw new Error("abort");
      }),
      /abort/,
    );
    assert.deepEqual(notes.map(state), before);
    await Note.insertMany(notes);
    assert.equal(await Note.count(), 2);
  });

  test("starts every repetition with the same state", async () => {
    const note = await new Note({ text: "a" }).insert();
    const seen: number[] = [];
    let runs = 0;
    await transaction(async () => {
      seen.push(note.n);
      await note.inc({ n: 1 });
      if (++runs < 3) throw Object.assign(new Error("again"), { labels: ["TransientTransactionError"] });
    });
    assert.deepEqual(seen, [0, 0, 0]);
    assert.equal(note.n, 1);
    assert.equal((await Note.get(note.id))?.n, 1);
  });

  test("gets it back as well when the commit finds that the transaction has failed", async () => {
    const note = new Note({ text: "a" }), stored = await new Note({ text: "b" }).insert();
    await using session = await at.client.startSession();
    await session.startTransaction();
    await note.insert({ session });
    await assert.rejects(new Note({ id: stored.id, text: "c" } as never).insert({ session }), DuplicateKeyError);
    assert.equal(note.isNew, false);
    await assert.rejects(session.commit(), ServerError);
    assert.deepEqual([note.isNew, note.revisionId], [true, undefined]);
    await note.insert();
  });

  test("keeps what the commit stored", async () => {
    const note = new Note({ text: "a" });
    await using session = await at.client.startSession();
    await session.startTransaction();
    await note.insert({ session });
    await session.commit();
    const { revisionId } = note;
    await session.startTransaction();
    await note.set({ n: 1 }, { session });
    await session.abort();
    assert.deepEqual([note.isNew, note.n, note.revisionId], [false, 0, revisionId]);
    await note.set({ n: 2 });
  });
});
