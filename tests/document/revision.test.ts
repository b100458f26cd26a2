import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  alias,
  beforeEvent,
  Binary,
  BulkWriteError,
  Document,
  DocumentNotFound,
  DuplicateKeyError,
  indexed,
  init,
  Insert,
  InvalidArgument,
  RevisionIdWasChanged,
  type Settings,
  ValidationError,
  WriteConcernError,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("revision");

class Page extends Document({
  title: z.string(),
  n: z.int().default(0),
  slug: indexed(z.string().optional(), { unique: true, sparse: true }),
}) {
  static settings = { name: "pages", useRevision: true, useStateManagement: true } satisfies Settings;
}

class Kept extends Document({ title: z.string() }) {
  static settings = { name: "kept", useRevision: true, unknownFields: "keep" } satisfies Settings;
}

before(() => init({ database: server.database, documentModels: [Page, Kept] }));

async function raw(id: unknown, collection = "pages"): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, filter: { _id: id } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

function changed(model: string, id: unknown): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RevisionIdWasChanged, String(error));
    assert.equal(error.code, "document.revision_changed");
    assert.deepEqual([error.model, String(error.id)], [model, String(id)]);
    assert.match(error.message, /ignoreRevision/);
    return true;
  };
}

/** Two instances of one document. */
async function twice(): Promise<[Page, Page]> {
  const first = await new Page({ title: "a" }).insert();
  const second = await Page.get(first.id);
  return [first, second!];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a revision", () => {
  test("is given by every write, stored as a UUID, and read back", async () => {
    const page = new Page({ title: "a" });
    assert.equal(page.revisionId, undefined);
    const seen = new Set<unknown>();
    for (
      const write of [
        () => page.insert(),
        () => page.replace(),
        () => page.save(),
        () => page.set({ n: 1 }),
        () => page.update([{ $set: { n: 2 } }]),
        () => {
          page.n = 3;
          return page.saveChanges();
        },
        () => Page.replaceMany([page]),
      ]
    ) {
      await write();
      assert.match(page.revisionId!, UUID);
      seen.add(page.revisionId);
      const stored = (await raw(page.id)).revision_id;
      assert.ok(stored instanceof Binary && stored.subtype === 4);
      assert.equal((await Page.get(page.id))?.revisionId, page.revisionId);
    }
    assert.equal(seen.size, 7);
  });

  test("stays when saveChanges has nothing to store", async () => {
    const page = await new Page({ title: "a" }).insert();
    const { revisionId } = page;
    assert.equal(await page.saveChanges(), null);
    assert.equal(page.revisionId, revisionId);
  });

  test("is given to every document of insertMany", async () => {
    const pages = [new Page({ title: "a" }), new Page({ title: "b" })];
    await Page.insertMany(pages);
    assert.equal(new Set(pages.map(({ revisionId }) => revisionId)).size, 2);
    for (const page of pages) assert.equal((await Page.get(page.id))?.revisionId, page.revisionId);
  });

  test("is neither a field, nor in JSON, nor a change", async () => {
    const page = await new Page({ title: "a" }).insert();
    assert.deepEqual(Object.keys(page), ["title", "n"]);
    assert.equal("revisionId" in page.toJSON(), false);
    assert.equal("revision_id" in page.toJSON(), false);
    assert.equal(page.isChanged, false);
    assert.equal("revision_id" in (page.getSavedState() ?? {}), false);
  });

  test("stays apart from unknown fields that are kept", async () => {
    const page = await new Kept({ title: "a" }).insert();
    await server.database.command({ update: "kept", updates: [{ q: { _id: page.id }, u: { $set: { more: 1 } } }] });
    const read = (await Kept.get(page.id))!;
    await read.save();
    await read.set({ title: "b" });
    assert.deepEqual({ ...read }, { title: "b", more: 1 });
    assert.deepEqual(Object.keys(await raw(page.id, "kept")).toSorted(), ["_id", "more", "revision_id", "title"]);
  });

  test("can not share its names with a field", async () => {
    class Clash extends Document({ mine: alias(z.string(), "revision_id") }) {
      static settings = { useRevision: true } satisfies Settings;
    }
    await assert.rejects(
      async () => {
        await init({ database: server.database, documentModels: [Clash] });
        await new Clash({ mine: "x" }).save();
      },
      (error: unknown) => error instanceof InvalidArgument && /"mine".*"revision_id"/.test(error.message),
    );
    assert.throws(
      // @ts-expect-error the name belongs to every document
      () => Document({ revisionId: z.string() }),
      (error: unknown) => error instanceof InvalidArgument && error.code === "schema.reserved_name",
    );
  });
});

describe("somebody else's change is noticed by", () => {
  const writes: Record<string, (page: Page, options?: { ignoreRevision: true }) => Promise<unknown>> = {
    replace: (page, options) => page.replace(options),
    save: (page, options) => page.save(options),
    saveChanges: (page, options) => page.saveChanges(options),
    update: (page, options) => page.update({ $set: { n: 9 } }, options),
    set: (page, options) => options === undefined ? page.set({ n: 9 }) : page.set({ n: 9 }, options),
    "an update by a pipeline": (page, options) => page.update([{ $set: { n: 9 } }], options),
    "an upserting update": (page, options) =>
      page.update({ $set: { n: 9 }, $setOnInsert: { title: "x" } }, { upsert: true, ...options }),
    replaceMany: (page, options) => Page.replaceMany([page], options),
  };
  for (const [name, write] of Object.entries(writes)) {
    test(`${name}, which stores nothing and leaves the instance as it is`, async () => {
      const [first, second] = await twice();
      await first.set({ title: "changed" });
      second.n = 9;
      const { revisionId } = second;
      await assert.rejects(write(second), changed("Page", second.id));
      assert.deepEqual([second.revisionId, second.title, second.n], [revisionId, "a", 9]);
      const stored = await Page.get(first.id);
      assert.deepEqual([stored?.title, stored?.n, stored?.revisionId], ["changed", 0, first.revisionId]);
      await write(second, { ignoreRevision: true });
      assert.equal((await Page.get(first.id))?.n, 9);
      assert.equal((await Page.get(first.id))?.revisionId, second.revisionId);
      await assert.rejects(first.set({ title: "again" }), changed("Page", first.id));
    });
  }

  test("nothing that only reads, and no write of a query, which leaves the revision alone", async () => {
    const [first, second] = await twice();
    await Page.find({ _id: first.id }).set({ n: 5 });
    await Page.findOne({ _id: first.id }).inc({ n: 1 });
    assert.equal((await Page.get(first.id))?.revisionId, first.revisionId);
    await second.set({ title: "b" });
    assert.equal(second.n, 6);
  });
});

describe("what is no change of somebody else", () => {
  test("a document that was deleted is not found", async () => {
    const [first, second] = await twice();
    await first.delete();
    await assert.rejects(second.replace(), DocumentNotFound);
    await assert.rejects(second.set({ n: 1 }), DocumentNotFound);
    second.n = 1;
    await assert.rejects(second.saveChanges(), DocumentNotFound);
  });

  test("a duplicate in another unique index is one, and the revision stays", async () => {
    const [first] = await twice();
    await first.set({ slug: "taken" });
    const [, second] = await twice();
    const { revisionId } = second;
    second.slug = "taken";
    await assert.rejects(second.save(), DuplicateKeyError);
    await assert.rejects(second.replace(), DuplicateKeyError);
    await assert.rejects(second.saveChanges(), DuplicateKeyError);
    await assert.rejects(second.set({ title: "x", slug: "taken" }, { upsert: true }), DuplicateKeyError);
    await assert.rejects(new Page({ title: "x", slug: "taken" }).save(), DuplicateKeyError);
    await assert.rejects(Page.insertMany([new Page({ title: "x", slug: "taken" })]), BulkWriteError);
    assert.equal(second.revisionId, revisionId);
    second.slug = undefined;
    await second.save();
    await assert.rejects(new Page({ id: second.id, title: "x" }).insert(), DuplicateKeyError);
  });

  test("a document from before the setting was used has no revision, and gets one", async () => {
    const page = new Page({ title: "a" });
    await server.database.command({ insert: "pages", documents: [{ _id: page.id, title: "a", n: 0 }] });
    const read = (await Page.get(page.id))!;
    assert.equal(read.revisionId, undefined);
    await read.save();
    assert.equal((await Page.get(page.id))?.revisionId, read.revisionId);
    await server.database.command({
      update: "pages",
      updates: [{ q: { _id: page.id }, u: { $set: { revision_id: null } } }],
    });
    const again = (await Page.get(page.id))!;
    await again.set({ n: 1 });
    assert.match(again.revisionId!, UUID);
  });

  test("an instance made of data has no revision either, so it can not overwrite by mistake", async () => {
    const [first] = await twice();
    const made = new Page({ id: first.id, title: "from outside" });
    await assert.rejects(made.save(), changed("Page", first.id));
    await assert.rejects(made.replace(), changed("Page", first.id));
    await made.save({ ignoreRevision: true });
    assert.equal((await Page.get(first.id))?.title, "from outside");
  });
});

test("writes that fail before they are sent leave the revision as it is", async () => {
  const [first] = await twice();
  const { revisionId } = first;
  first.n = "x" as never;
  await assert.rejects(first.save(), ValidationError);
  await assert.rejects(first.replace(), ValidationError);
  assert.equal(first.revisionId, revisionId);
});

test("of several documents replaced together those that nobody changed are replaced, and the first other one is named", async () => {
  const pages = [new Page({ title: "a" }), new Page({ title: "b" }), new Page({ title: "c" })];
  await Page.insertMany(pages);
  await (await Page.get(pages[1]!.id))!.set({ n: 1 });
  const revisions = pages.map(({ revisionId }) => revisionId);
  for (const page of pages) page.n = 7;
  await assert.rejects(Page.replaceMany(pages), changed("Page", pages[1]!.id));
  const stored = await Promise.all(pages.map(({ id }) => Page.get(id)));
  assert.deepEqual(stored.map((page) => page?.n), [7, 1, 7]);
  assert.deepEqual(
    pages.map((page, index) => page.revisionId === revisions[index]),
    [false, true, false],
  );
  assert.equal(stored[2]?.revisionId, pages[2]!.revisionId);
});

test("a write concern that is not met takes no write back: the instance knows what it stored", async () => {
  const unmet = { writeConcern: { w: 50, wtimeout: 50 } };
  const page = new Page({ title: "a" });
  const writes = [
    () => page.insert(unmet),
    () => page.save(unmet),
    () => page.replace(unmet),
    () => page.saveChanges(unmet),
    () => Page.replaceMany([page], unmet),
  ];
  for (const [index, write] of writes.entries()) {
    page.n = index;
    await assert.rejects(write(), WriteConcernError);
    assert.deepEqual([page.isNew, page.isChanged], [false, false]);
    const stored = await Page.get(page.id);
    assert.deepEqual([stored?.n, stored?.revisionId], [index, page.revisionId]);
  }
  for (const options of [unmet, { ...unmet, upsert: true }]) {
    await assert.rejects(page.update({ $inc: { n: 1 }, $set: { title: "b" } }, options), WriteConcernError);
    const stored = (await Page.get(page.id))!;
    assert.deepEqual([page.n, page.title, page.revisionId, page.isChanged], [stored.n, "b", stored.revisionId, false]);
  }
  assert.equal(page.n, 6);
  const stale = (await Page.get(page.id))!, { revisionId } = stale;
  await page.set({ n: 7 });
  stale.n = 8;
  await assert.rejects(stale.replace(unmet), RevisionIdWasChanged);
  await assert.rejects(stale.set({ n: 9 }, unmet));
  assert.deepEqual([stale.revisionId, stale.n, stale.isChanged], [revisionId, 8, true]);
  await assert.rejects(page.delete(unmet), WriteConcernError);
  assert.equal(page.isNew, true);
  const many = [new Page({ title: "b" }), new Page({ title: "c" })];
  await assert.rejects(Page.insertMany(many, unmet), WriteConcernError);
  assert.deepEqual(many.map(({ isNew }) => isNew), [false, false]);
});

test("while a write is under way the instance has its old revision", async () => {
  class Slow extends Document({ title: z.string() }) {
    static settings = { name: "slow", useRevision: true } satisfies Settings;
    @beforeEvent(Insert)
    look() {
      assert.equal(this.revisionId, undefined);
    }
  }
  await init({ database: server.database, documentModels: [Slow] });
  const slow = new Slow({ title: "a" });
  const write = slow.insert();
  assert.equal(slow.revisionId, undefined);
  await write;
  const { revisionId } = slow;
  const save = slow.save();
  assert.equal(slow.revisionId, revisionId);
  await save;
  assert.notEqual(slow.revisionId, revisionId);
});
