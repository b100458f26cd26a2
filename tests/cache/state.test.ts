import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, type Settings } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { elsewhere } from "../support/elsewhere.ts";

const at = testDatabase("cache_state");

/** Tracks its changes, is locked by revision, and has its reads kept. */
class Entry extends Document({ id: z.int(), text: z.string(), tags: z.array(z.string()).default([]) }) {
  static settings = {
    name: "entries",
    useCache: true,
    useStateManagement: true,
    useRevision: true,
  } satisfies Settings;
}

describe("kept results of models with state and revisions", () => {
  const query = Entry.find({ id: 1 });
  before(async () => await init({ database: at.database, documentModels: [Entry] }));
  beforeEach(async () => {
    await Entry.deleteAll();
    await new Entry({ id: 1, text: "first", tags: ["a"] }).insert();
    await query;
    await elsewhere(at.database, { update: "entries", updates: [{ q: { _id: 1 }, u: { $set: { unknown: 1 } } }] });
  });

  test("each hit has a state of its own", async () => {
    const [one] = await query;
    one!.text = "changed";
    one!.tags.push("b");
    assert.equal(one!.isChanged, true);
    const [two] = await query;
    assert.equal(two!.isChanged, false);
    assert.deepEqual([two!.text, two!.tags, two!.isNew], ["first", ["a"], false]);
    assert.deepEqual(one!.getChanges(), { text: "changed", tags: ["a", "b"] });
    one!.rollback();
    assert.deepEqual([one!.text, one!.tags], ["first", ["a"]]);
  });

  test("what came from memory can be changed and saved, and the next read sees it", async () => {
    const [one] = await query;
    assert.equal(one!.revisionId, (await Entry.findOne({ id: 1 }).ignoreCache())?.revisionId);
    one!.text = "saved";
    await one!.saveChanges();
    const [two] = await query;
    assert.deepEqual([two!.text, two!.revisionId], ["saved", one!.revisionId]);
  });
});
