import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { UpdateResponse } from "../../src/query/update-response.ts";
import { Note, Page, Plain, softDeleteDatabase, texts, threeNotes } from "./models.ts";

const db = softDeleteDatabase("soft_delete_queries");

describe("delete of a query", () => {
  test("marks what matches and is not marked yet, and counts that", async () => {
    const { b } = await threeNotes();
    assert.deepEqual(await Note.find(Note.stars.gt(1)).delete(), { deletedCount: 1 });
    assert.equal(texts(await Note.find()), "a");
    const marked = await Note.findManyInAll(Note.deletedAt.ne(null)).sort("text");
    assert.equal(texts(marked), "bc");
    assert.deepEqual(marked[0]!.deletedAt, b.deletedAt, "the time of what was marked did not move");
    assert.ok(marked[1]!.deletedAt! >= b.deletedAt!);
  });

  test("of a query in all documents leaves alone what is marked", async () => {
    const { b } = await threeNotes();
    assert.deepEqual(await Note.findManyInAll(Note.stars.gte(2)).delete(), { deletedCount: 1 });
    assert.deepEqual((await Note.findManyInAll({ text: "b" }))[0]!.deletedAt, b.deletedAt);
  });

  test("of one document marks one, the first by the sort", async () => {
    await threeNotes();
    assert.deepEqual(await Note.findOne(Note.stars.gt(0)).sort("-stars").delete(), { deletedCount: 1 });
    assert.equal(texts(await Note.find()), "a");
    assert.deepEqual(await Note.findOne({ text: "a" }).deleteOne(), { deletedCount: 1 });
    assert.deepEqual(await Note.findOne({ text: "a" }).delete(), { deletedCount: 0 });
  });

  test("of one document can answer with it, as it was", async () => {
    await threeNotes();
    const found = await Note.findOne({ text: "a" }).delete().responseType(UpdateResponse.OLD_DOCUMENT);
    assert.deepEqual([found?.text, found?.isDeleted()], ["a", false]);
    assert.equal(texts(await Note.find()), "c");
    assert.equal(await Note.findOne({ text: "a" }).delete().responseType(UpdateResponse.OLD_DOCUMENT), null);
  });

  test("of all documents marks them", async () => {
    await threeNotes();
    assert.deepEqual(await Note.deleteAll(), { deletedCount: 2 });
    assert.equal(await Note.count(), 0);
    assert.equal(await Note.findManyInAll().count(), 3);
  });

  test("moves the revision of what it marks", async () => {
    const page = await new Page({ text: "x" }).insert();
    await Page.find({ id: page.id }).delete();
    const [marked] = await Page.findManyInAll({ id: page.id });
    assert.notEqual(marked!.revisionId, page.revisionId);
    await assert.rejects(page.set({ text: "y" }), { name: "RevisionIdWasChanged" });
  });

  test("without criteria is refused: those that the model adds do not count", async () => {
    await threeNotes();
    await assert.rejects(Promise.resolve(Note.find().delete()), { code: "guard.empty_criteria" });
    await assert.rejects(Promise.resolve(Note.find({}).hardDelete()), { code: "guard.empty_criteria" });
    await assert.rejects(Promise.resolve(Note.findManyInAll().hardDelete()), { code: "guard.empty_criteria" });
    await assert.rejects(Promise.resolve(Note.find().restore()), { code: "guard.empty_criteria" });
    await assert.rejects(Promise.resolve(Note.find().set({ stars: 1 })), { code: "guard.empty_criteria" });
    assert.equal(await Note.findManyInAll().count(), 3);
  });
});

describe("hardDelete of a query", () => {
  test("removes what the query finds", async () => {
    await threeNotes();
    assert.deepEqual(await Note.find(Note.stars.lt(3)).hardDelete(), { deletedCount: 1 });
    assert.equal(texts(await Note.findManyInAll()), "bc");
    assert.deepEqual(await Note.findManyInAll(Note.deletedAt.ne(null)).hardDelete(), { deletedCount: 1 });
    assert.equal(texts(await Note.findManyInAll()), "c");
    assert.deepEqual(await Note.findOne({ text: "c" }).hardDelete(), { deletedCount: 1 });
    assert.equal(await Note.findManyInAll().count(), 0);
  });

  test("of all documents says so", async () => {
    await threeNotes();
    assert.deepEqual(await Note.findAll().hardDelete(), { deletedCount: 2 });
    assert.equal(texts(await Note.findManyInAll()), "b");
  });
});

describe("restore of a query", () => {
  test("takes the mark off the deleted documents that match", async () => {
    const { a } = await threeNotes();
    await Note.find({ text: "a" }).delete();
    assert.deepEqual(await Note.find({ text: "b" }).restore(), { matchedCount: 1, modifiedCount: 1 });
    assert.equal(texts(await Note.find()), "bc");
    assert.deepEqual(await Note.findAll().restore(), { matchedCount: 1, modifiedCount: 1 });
    assert.equal((await Note.get(a.id))!.deletedAt, null);
  });

  test("of one document can sort, answer with it, and change it", async () => {
    await threeNotes();
    await Note.find({ text: "a" }).delete();
    const restored = await Note.findOne(Note.stars.gt(0)).sort("-stars").restore().set({ text: "B" })
      .responseType(UpdateResponse.NEW_DOCUMENT);
    assert.deepEqual([restored?.text, restored?.isDeleted()], ["B", false]);
    assert.equal(texts(await Note.find()), "Bc");
  });

  test("counts nothing that is not marked", async () => {
    await threeNotes();
    assert.deepEqual(await Note.find({ text: "a" }).restore(), { matchedCount: 0, modifiedCount: 0 });
  });
});

test("updates and replacements of queries leave marked documents alone", async () => {
  const { b } = await threeNotes();
  await Note.find(Note.stars.gt(0)).inc({ stars: 10 });
  await Note.updateAll({ $inc: { stars: 10 } });
  const replacement = new Note({ text: "new" });
  await assert.rejects(Promise.resolve(Note.findOne({ text: "b" }).replaceOne(replacement)), DocumentNotFound);
  await b.sync();
  assert.deepEqual([b.text, b.stars], ["b", 2]);
  assert.deepEqual(await Note.findManyInAll({ text: "b" }).set({ stars: 5 }), { matchedCount: 1, modifiedCount: 1 });
});

test("an upsert does not find what is marked, and inserts", async () => {
  await threeNotes();
  const made = await Note.findOne({ text: "b" }).set({ stars: 7 }).upsert(new Note({ text: "b", stars: 1 }));
  assert.ok(made instanceof Note);
  assert.equal(await Note.findManyInAll({ text: "b" }).count(), 2);
});

test("a session reaches the marks of a query", async () => {
  await threeNotes();
  const session = await db.client.startSession();
  await session.startTransaction();
  assert.deepEqual(await Note.deleteAll().session(session), { deletedCount: 2 });
  await session.abort();
  await session.end();
  assert.equal(await Note.count(), 2);
});

test("models that remove documents have neither hardDelete nor restore", async () => {
  const query = Plain.find({ text: "x" }) as unknown as { hardDelete(): unknown; restore(): unknown };
  assert.throws(() => query.hardDelete(), { name: "NotSupported", message: /DocumentWithSoftDelete/ });
  assert.throws(() => query.restore(), { name: "NotSupported", message: /DocumentWithSoftDelete/ });
  await Plain.find({ text: "x" }).delete();
});
