import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Note, softDeleteDatabase, texts, threeNotes } from "./models.ts";

softDeleteDatabase("soft_delete_reading");

describe("documents marked as deleted are hidden from", () => {
  test("find in all its forms, and loops", async () => {
    await threeNotes();
    assert.equal(texts(await Note.find()), "ac");
    assert.equal(texts(await Note.findMany(Note.stars.gt(1))), "c");
    assert.equal(texts(await Note.findAll()), "ac");
    assert.equal(texts(await Note.all().sort("-stars").skip(1)), "a");
    assert.equal(await Note.find({ text: "b" }).firstOrNull(), null);
    const seen: Note[] = [];
    for await (const note of Note.find()) seen.push(note);
    assert.equal(texts(seen), "ac");
    assert.deepEqual((await Note.find().sort("text").select("text")).map(({ text }) => text), ["a", "c"]);
  });

  test("findOne and get", async () => {
    const { a, b } = await threeNotes();
    assert.equal(await Note.findOne({ text: "b" }), null);
    assert.equal(await Note.get(b.id), null);
    assert.equal((await Note.get(a.id))?.text, "a");
    assert.equal((await Note.findOne().sort("-stars"))?.text, "c");
  });

  test("count, exists, distinct, sum and the like", async () => {
    await threeNotes();
    assert.equal(await Note.count(), 2);
    assert.equal(await Note.find(Note.stars.gte(2)).count(), 1);
    assert.equal(await Note.find({ text: "b" }).exists(), false);
    assert.equal(await Note.exists(), true);
    assert.deepEqual((await Note.distinct(Note.text)).sort(), ["a", "c"]);
    assert.equal(await Note.sum(Note.stars), 4);
    assert.equal(await Note.find().avg(Note.stars), 2);
    assert.equal(await Note.find(Note.stars.lt(3)).max(Note.stars), 1);
  });

  test("aggregations, of the class and of a query, raw and built", async () => {
    await threeNotes();
    const group = [{ $group: { _id: null, n: { $sum: "$stars" } } }];
    assert.deepEqual(await Note.aggregate(group), [{ _id: null, n: 4 }]);
    assert.deepEqual(await Note.find(Note.stars.gt(1)).aggregate(group), [{ _id: null, n: 3 }]);
    assert.deepEqual(await Note.aggregate((p) => p.match(Note.stars.lt(3)).group((n) => n.text, () => ({}))), [{
      _id: "a",
    }]);
  });

  test("the filter that a query shows", () => {
    assert.deepEqual(Note.find({ text: "x" }).getFilterQuery(), { $and: [{ text: "x" }, { deleted_at: null }] });
    assert.deepEqual(Note.find().getFilterQuery(), { deleted_at: null });
    assert.deepEqual(Note.findManyInAll({ text: "x" }).getFilterQuery(), { text: "x" });
  });
});

describe("findManyInAll", () => {
  test("finds marked documents as well", async () => {
    const { b } = await threeNotes();
    assert.equal(texts(await Note.findManyInAll()), "abc");
    assert.equal(await Note.findManyInAll().count(), 3);
    const [found] = await Note.findManyInAll({ text: "b" });
    assert.ok(found instanceof Note);
    assert.deepEqual(found.deletedAt, b.deletedAt);
    assert.equal(found.isDeleted(), true);
  });

  test("can look for them alone, by when they were deleted", async () => {
    const { b } = await threeNotes();
    assert.equal(texts(await Note.findManyInAll(Note.deletedAt.ne(null))), "b");
    assert.equal(texts(await Note.findManyInAll(Note.deletedAt.lte(b.deletedAt!)).find(Note.stars.gt(1))), "b");
    assert.equal(texts(await Note.findManyInAll(Note.deletedAt.gt(b.deletedAt!))), "");
    assert.equal(texts(await Note.find(Note.deletedAt.ne(null))), "");
  });
});

test("documents that never had the field, and those where it is null, are there", async () => {
  const { c } = await threeNotes();
  await Note.find({ text: "a" }).set({ deletedAt: null });
  assert.equal(c.deletedAt, undefined);
  assert.equal(texts(await Note.find()), "ac");
});
