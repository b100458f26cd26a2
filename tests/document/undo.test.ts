import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  before as beforeEvent,
  Document,
  init,
  Insert,
  Save,
  ServerError,
  type Settings,
  transaction,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("undo");

class Account extends Document({
  owner: z.string(),
  balance: z.number().default(0),
  log: z.array(z.string()).default([]),
  opened: z.date().optional(),
}) {
  static settings = { name: "accounts", useRevision: true, useStateManagement: true } satisfies Settings;
  static events = { note: beforeEvent(Insert, Save) };
  note() {
    this.log.push("written");
  }
}

before(() => init({ database: server.database, documentModels: [Account] }));

const enough = new Error("enough");

/** What a document is: its fields, whether it is stored, its revision, its changes. */
function all(account: Account): unknown {
  return {
    ...structuredClone({ ...account }),
    id: account.id,
    isNew: account.isNew,
    revisionId: account.revisionId,
    saved: account.getSavedState(),
  };
}

describe("when a transaction is aborted, a document is given back what it was before", () => {
  const writes: Record<string, (account: Account) => Promise<unknown>> = {
    insert: () => Promise.resolve(),
    save: (account) => account.save(),
    replace: (account) => account.replace(),
    update: (account) => account.inc({ balance: 5 }),
    "a pipeline": (account) => account.update([{ $set: { balance: 99 } }]),
    replaceMany: (account) => Account.replaceMany([account]),
    sync: async (account) => {
      await Account.find({ _id: account.id }).set({ balance: 3 });
      await account.sync();
    },
    delete: (account) => account.delete(),
    "several writes": async (account) => {
      await account.set({ balance: 1 });
      await account.save();
      await account.delete();
    },
  };
  for (const [name, write] of Object.entries(writes)) {
    test(`by ${name}`, async () => {
      const account = await new Account({ owner: "Ann", opened: new Date(0) }).insert();
      const state = all(account);
      const revisions = new Set([account.revisionId]);
      await assert.rejects(
        transaction(async () => {
          await write(account);
          revisions.add(account.revisionId);
          throw enough;
        }),
        enough,
      );
      assert.deepEqual(all(account), state);
      assert.equal((await Account.get(account.id))?.revisionId, account.revisionId);
      await account.save();
      assert.equal((await Account.get(account.id))?.revisionId, account.revisionId);
    });
  }

  test("by inserts of new documents, one or many", async () => {
    const account = new Account({ owner: "Ann" });
    const others = [new Account({ owner: "Bob" }), new Account({ owner: "Cid" })];
    const states = [account, ...others].map(all);
    await assert.rejects(
      transaction(async () => {
        await account.insert();
        await Account.insertMany(others);
        assert.equal(account.isNew || others[1]!.isNew, false);
        throw enough;
      }),
      enough,
    );
    assert.deepEqual([account, ...others].map(all), states);
    await account.insert();
    assert.deepEqual(account.log, ["written"]);
  });
});

test("what was assigned before the first write is the caller's, and stays", async () => {
  const account = await new Account({ owner: "Ann" }).insert();
  account.balance = 8;
  await assert.rejects(
    transaction(async () => {
      await account.saveChanges();
      assert.equal(account.isChanged, false);
      throw enough;
    }),
    enough,
  );
  assert.deepEqual(account.getChanges(), { balance: 8 });
  await account.saveChanges();
  assert.equal((await Account.get(account.id))?.balance, 8);
});

test("a transaction that runs again finds the documents as they were", async () => {
  const account = await new Account({ owner: "Ann" }).insert();
  const made = new Account({ owner: "Bob" });
  const seen: unknown[] = [];
  await transaction(async () => {
    seen.push([account.balance, account.log.length, made.isNew]);
    await account.inc({ balance: 1 });
    await account.save();
    await made.insert();
    if (seen.length < 3) throw new ServerError("try again", { labels: ["TransientTransactionError"] });
  });
  assert.deepEqual(seen, [[0, 1, true], [0, 1, true], [0, 1, true]]);
  const stored = await Account.get(account.id);
  assert.deepEqual([stored?.balance, stored?.log.length, stored?.revisionId], [1, 2, account.revisionId]);
  assert.equal((await Account.get(made.id))?.log.length, 1);
});

test("what was committed stays", async () => {
  const account = new Account({ owner: "Ann" });
  await transaction(async () => {
    await account.insert();
    await account.inc({ balance: 2 });
  });
  assert.deepEqual([account.isNew, account.balance], [false, 2]);
  assert.equal((await Account.get(account.id))?.revisionId, account.revisionId);
});

test("in a session without a transaction nothing is undone", async () => {
  const session = await server.client.startSession();
  const account = await new Account({ owner: "Ann" }).insert({ session });
  await session.end();
  assert.deepEqual([account.isNew, account.log], [false, ["written"]]);
});
