import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, DocumentWithSoftDelete, init } from "../../mod.ts";
import { Inc } from "../../operators.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("returned");

class Cup
  extends Document({ n: z.int().default(0), washedAt: z.date().optional(), words: z.array(z.string()).default([]) }) {
  static settings = { useStateManagement: true, useRevision: true };
}
class Mug extends DocumentWithSoftDelete({ n: z.int().default(0) }) {}

before(() => init({ database: at.database, documentModels: [Cup, Mug] }));

describe("the instance itself comes back, so that calls can be chained,", () => {
  const writesOfNew: Record<string, (cup: Cup) => Promise<unknown>> = {
    insert: (cup) => cup.insert(),
    create: (cup) => cup.create(),
    save: (cup) => cup.save(),
    insertOne: (cup) => Cup.insertOne(cup),
  };
  const writesOfStored: Record<string, (cup: Cup) => Promise<unknown>> = {
    save: (cup) => cup.save(),
    replace: (cup) => cup.replace(),
    saveChanges: (cup) => {
      cup.n++;
      return cup.saveChanges();
    },
    update: (cup) => cup.update(Inc({ n: 1 })),
    "update by a pipeline": (cup) => cup.update([{ $set: { n: 7 } }]),
    set: (cup) => cup.set({ n: 1 }),
    inc: (cup) => cup.inc({ n: 1 }),
    push: (cup) => cup.push({ words: "x" }),
    unset: (cup) => cup.unset("washedAt"),
    currentDate: (cup) => cup.currentDate({ washedAt: true }),
    fetch: (cup) => cup.fetch(),
  };
  for (const [name, write] of Object.entries(writesOfNew)) {
    test(`from ${name} of a new document`, async () => {
      const cup = new Cup({});
      assert.equal(await write(cup), cup);
      assert.equal(cup.isNew, false);
    });
  }
  for (const [name, write] of Object.entries(writesOfStored)) {
    test(`from ${name}`, async () => {
      const cup = await new Cup({}).insert();
      assert.equal(await write(cup), cup);
      const stored = (await Cup.get(cup.id))!;
      assert.deepEqual([{ ...stored }, stored.revisionId], [{ ...cup }, cup.revisionId]);
    });
  }

  test("from restore", async () => {
    const mug = await new Mug({}).insert();
    await mug.delete();
    assert.equal(await mug.restore(), mug);
  });

  test("as of a bulk writer, where the write still waits", async () => {
    const cup = await new Cup({}).insert();
    await Cup.bulkWriter(async (bulkWriter) => {
      assert.equal(await cup.set({ n: 1 }, { bulkWriter }), cup);
      assert.equal(await cup.replace({ bulkWriter }), cup);
      assert.equal(await new Cup({}).insert({ bulkWriter }) instanceof Cup, true);
    });
  });
});
