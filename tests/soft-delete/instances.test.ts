import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { init } from "../../src/document/init.ts";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { RevisionIdWasChanged } from "../../src/errors/revision-id-was-changed.ts";
import { after, before } from "../../src/events/declarations.ts";
import { Delete, Save, Update } from "../../src/events/event.ts";
import { Note, Page, softDeleteDatabase, threeNotes } from "./models.ts";

const db = softDeleteDatabase("soft_delete_instances");

async function storedNote(note: { id: unknown }): Promise<Record<string, unknown> | undefined> {
  const { cursor } = await db.database.command({ find: note.constructor.name, filter: { _id: note.id } }) as {
    cursor: { firstBatch: Record<string, unknown>[] };
  };
  return cursor.firstBatch[0];
}

describe("delete of a document", () => {
  test("marks it with the time, and leaves the rest of it as it is", async () => {
    const note = await new Note({ text: "x" }).insert();
    const start = new Date();
    note.text = "changed locally";
    assert.deepEqual(await note.delete(), { deletedCount: 1 });
    assert.ok(note.deletedAt! >= start && note.deletedAt! <= new Date());
    assert.deepEqual(await storedNote(note), { _id: note.id, text: "x", stars: 0, deleted_at: note.deletedAt });
    assert.equal(note.text, "changed locally");
    assert.equal(note.isDeleted(), true);
    assert.equal(note.isNew, false);
  });

  test("does not move the time of one that is marked, and does not count it", async () => {
    const { b } = await threeNotes();
    const time = b.deletedAt;
    assert.deepEqual(await b.delete(), { deletedCount: 0 });
    assert.deepEqual(b.deletedAt, time);
    const stale = new Note({ id: b.id, text: "b" });
    assert.deepEqual(await stale.delete(), { deletedCount: 0 });
    assert.deepEqual(stale.deletedAt, time, "an instance learns that somebody else deleted it");
  });

  test("of one that is not stored, or not any more, counts nothing", async () => {
    assert.deepEqual(await new Note({ text: "x" }).delete(), { deletedCount: 0 });
    const note = await new Note({ text: "x" }).insert();
    await note.hardDelete();
    assert.deepEqual(await note.delete(), { deletedCount: 0 });
    assert.equal(note.isDeleted(), false);
  });

  test("joins a session, and an aborted transaction takes the mark off the instance", async () => {
    const note = await new Note({ text: "x" }).insert();
    const session = await db.client.startSession();
    await session.startTransaction();
    await note.delete({ session });
    assert.equal(await Note.find({ id: note.id }).session(session).count(), 0);
    assert.equal(await Note.find({ id: note.id }).count(), 1);
    await session.abort();
    assert.equal(note.isDeleted(), false);
    assert.equal(await Note.find({ id: note.id }).count(), 1);
    await session.end();
  });

  test("takes no option that there is not", async () => {
    const note = await new Note({ text: "x" }).insert();
    await assert.rejects(note.delete({ sesion: 1 } as object), { code: "argument.options" });
    assert.equal(note.isDeleted(), false);
  });
});

describe("delete of a document with revision and state", () => {
  test("moves the revision, and leaves local changes changes", async () => {
    const page = await new Page({ text: "x" }).insert();
    const { revisionId } = page;
    page.text = "y";
    await page.delete();
    assert.notEqual(page.revisionId, revisionId);
    assert.deepEqual(page.getChanges(), { text: "y" });
    assert.deepEqual(page.getSavedState()?.["deletedAt"], page.deletedAt);
    assert.deepEqual(page.getPreviousChanges(), { deletedAt: page.deletedAt });
    await page.save();
    assert.equal((await Page.findManyInAll())[0]!.text, "y");
  });

  test("is refused where somebody else changed the document", async () => {
    const page = await new Page({ text: "x" }).insert();
    await (await Page.get(page.id))!.set({ text: "y" });
    await assert.rejects(page.delete(), RevisionIdWasChanged);
    assert.equal(page.isDeleted(), false);
    assert.deepEqual(await page.delete({ ignoreRevision: true }), { deletedCount: 1 });
  });

  test("makes writes of those fail who do not know of it", async () => {
    const page = await new Page({ text: "x" }).insert();
    const other = (await Page.get(page.id))!;
    await page.delete();
    await assert.rejects(other.save(), RevisionIdWasChanged);
    assert.deepEqual(await other.delete(), { deletedCount: 0 });
    assert.equal(other.isDeleted(), true);
  });
});

describe("a document that is marked as deleted", () => {
  test("can be written like others", async () => {
    const { b } = await threeNotes();
    await b.set({ stars: 9 });
    b.text = "B";
    await b.save();
    assert.deepEqual(await storedNote(b), { _id: b.id, text: "B", stars: 9, deleted_at: b.deletedAt });
    await b.replace();
    await b.inc({ stars: 1 });
    await b.sync();
    assert.deepEqual([b.stars, b.isDeleted()], [10, true]);
  });

  test("can be removed by hardDelete", async () => {
    const { a, b } = await threeNotes();
    assert.deepEqual(await b.hardDelete(), { deletedCount: 1 });
    assert.equal(await storedNote(b), undefined);
    assert.equal(b.isNew, true);
    assert.deepEqual(await b.hardDelete(), { deletedCount: 0 });
    assert.deepEqual(await a.hardDelete(), { deletedCount: 1 }, "and so can one that is not marked");
  });

  test("comes back by restore", async () => {
    const { b } = await threeNotes();
    assert.equal(await b.restore(), b);
    assert.equal(b.isDeleted(), false);
    assert.equal(b.deletedAt, null);
    assert.deepEqual(await storedNote(b), { _id: b.id, text: "b", stars: 2, deleted_at: null });
    assert.equal(await Note.count(), 3);
    assert.deepEqual(await b.delete(), { deletedCount: 1 });
  });

  test("can not be restored once it was removed", async () => {
    const { b } = await threeNotes();
    await (await Note.findManyInAll({ text: "b" }))[0]!.hardDelete();
    await assert.rejects(b.restore(), DocumentNotFound);
    await assert.rejects(b.restore({ sesion: 1 } as object), { code: "argument.options" });
  });

  test("is restored by saving it without its mark", async () => {
    const { b } = await threeNotes();
    b.deletedAt = null;
    await b.save();
    assert.equal(await Note.count(), 3);
  });
});

test("deleting fires Delete events and none of saving; restoring those of updating; removing those of deleting", async () => {
  const fired: string[] = [];
  class Watched extends DocumentWithSoftDelete({ text: z.string() }) {
    static events = {
      deleting: before(Delete),
      deleted: after(Delete),
      saving: before(Save),
      updating: before(Update),
      updated: after(Update),
    };
    deleting() {
      fired.push(`before delete, ${this.isDeleted()}`);
    }
    deleted() {
      fired.push(`after delete, ${this.isDeleted()}`);
    }
    saving() {
      fired.push("save");
    }
    updating() {
      fired.push("before update");
    }
    updated() {
      fired.push(`after update, ${this.isDeleted()}`);
    }
  }
  await init({ database: db.database, documentModels: [Watched] });
  const watched = await new Watched({ text: "x" }).insert();
  await watched.delete();
  await watched.restore();
  await watched.hardDelete();
  assert.deepEqual(fired, [
    "before delete, false",
    "after delete, true",
    "before update",
    "after update, false",
    "before delete, false",
    "after delete, false",
  ]);
  fired.length = 0;
  await watched.insert();
  await watched.delete({ skipActions: ["deleting"] });
  assert.deepEqual(fired, ["after delete, true"]);
});
