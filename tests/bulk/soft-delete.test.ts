import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { after, type BulkWriteError, Delete, DocumentWithSoftDelete, init } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("bulksoftdelete");

class Page extends DocumentWithSoftDelete({ title: z.string() }) {
  static settings = { name: "pages" };
}
class Draft extends DocumentWithSoftDelete({ title: z.string() }) {
  static settings = { name: "drafts", useRevision: true };
}

class Logged extends DocumentWithSoftDelete({ title: z.string() }) {
  ran: string[] = [];
  static events = { note: after(Delete) };
  note(): void {
    this.ran.push("after");
  }
}

before(() => init({ database: at.database, documentModels: [Page, Draft, Logged] }));
beforeEach(async () => {
  await at.database.command({ delete: "pages", deletes: [{ q: {}, limit: 0 }] });
  await at.database.command({ delete: "drafts", deletes: [{ q: {}, limit: 0 }] });
});

describe("soft deletes in a bulk writer", () => {
  test("mark, and count what they marked", async () => {
    const pages = ["a", "b", "c", "d"].map((title) => new Page({ title }));
    await Page.insertMany(pages);
    const result = await Page.bulkWriter(async (bulkWriter) => {
      await pages[0]!.delete({ bulkWriter });
      await Page.find({ title: "b" }).delete().bulkWriter(bulkWriter);
      await Page.find({ title: "c" }).set({ title: "C" }).bulkWriter(bulkWriter);
      await Page.find({ title: "d" }).hardDelete().bulkWriter(bulkWriter);
      assert.equal(pages[0]!.isDeleted(), false);
    });
    assert.deepEqual([result.deletedCount, result.matchedCount], [3, 1]);
    assert.equal(pages[0]!.isDeleted(), true);
    assert.deepEqual((await Page.findAll()).map(({ title }) => title), ["C"]);
    assert.equal(await Page.findManyInAll().count(), 3);
  });

  test("one that is marked already keeps its time and does not count", async () => {
    const [first, second] = [await new Page({ title: "a" }).insert(), await new Page({ title: "b" }).insert()];
    const copy = (await Page.get(first.id))!;
    await copy.delete();
    const result = await Page.bulkWriter(async (bulkWriter) => {
      await first.delete({ bulkWriter });
      await second.delete({ bulkWriter });
    });
    assert.equal(result.deletedCount, 1);
    assert.deepEqual([first.isDeleted(), second.isDeleted()], [true, true]);
    const [stored] = await Page.findManyInAll({ title: "a" });
    assert.deepEqual(stored!.deletedAt, copy.deletedAt);
    assert.deepEqual(first.deletedAt, copy.deletedAt);
  });

  test("one that is marked already, or gone, runs its actions like a delete by itself", async () => {
    const [marked, gone] = [await new Logged({ title: "a" }).insert(), await new Logged({ title: "b" }).insert()];
    await Logged.find({ title: "a" }).delete();
    await Logged.find({ title: "b" }).hardDelete();
    const { deletedCount } = await Logged.bulkWriter(async (bulkWriter) => {
      await marked.delete({ bulkWriter });
      await gone.delete({ bulkWriter });
    });
    assert.equal(deletedCount, 0);
    assert.deepEqual([marked.ran, gone.ran], [["after"], ["after"]]);
    await marked.delete();
    await gone.delete();
    assert.deepEqual([marked.ran, gone.ran], [["after", "after"], ["after", "after"]]);
    assert.deepEqual([marked.isDeleted(), gone.isDeleted()], [true, false]);
  });

  test("one that somebody else changed is a failure", async () => {
    const stale = await new Draft({ title: "a" }).insert(), gone = await new Draft({ title: "b" }).insert();
    await (await Draft.get(stale.id))!.set({ title: "A" });
    await gone.hardDelete();
    await assert.rejects(
      Draft.bulkWriter(async (bulkWriter) => {
        await gone.delete({ bulkWriter });
        await stale.delete({ bulkWriter });
      }),
      (error: BulkWriteError) =>
        error.errors.length === 1 && error.errors[0]!.index === 1 && /somebody else/.test(error.errors[0]!.message),
    );
    assert.equal(await Draft.count(), 1);
  });
});
