import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { BulkWriteError, Document, init, ServerError, transaction } from "../../mod.ts";
import { freeFall, MigrationError, runMigrations } from "../../migrations.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("transaction_limits");

class Note extends Document({ id: z.int(), text: z.string().default("") }) {
  static settings = { name: "notes" };
}

before(async () => {
  await init({ database: at.database, documentModels: [Note] });
  await at.database.command({ create: "notes" });
});

/** Changes parameters of the server while something runs. */
async function withParameters(parameters: Record<string, unknown>, run: () => Promise<void>): Promise<void> {
  const admin = at.client.database("admin");
  const asked = Object.fromEntries(Object.keys(parameters).map((name) => [name, 1]));
  const before = await admin.command({ getParameter: 1, ...asked });
  await admin.command({ setParameter: 1, ...parameters });
  try {
    await run();
  } finally {
    for (const name of Object.keys(parameters)) await admin.command({ setParameter: 1, [name]: before[name] });
  }
}

/** Waits until the server has no open transaction of this program any more. */
async function untilGivenUp(): Promise<void> {
  const pipeline = [{ $currentOp: { idleSessions: true } }, {
    $match: { transaction: { $exists: true }, "transaction.timeOpenMicros": { $gt: 0 } },
  }, { $project: { type: 1 } }];
  for (;;) {
    await using session = await at.client.startSession();
    const admin = at.client.database("admin");
    const open = await admin.cursorCommand({ aggregate: 1, pipeline, cursor: {} }, { session }).toArray();
    if (open.length === 0) return;
    await sleep(50);
  }
}

const LIFETIME = /lasted longer than the server allows \(60 seconds, transactionLifetimeLimitSeconds\)/;

describe("what a server allows in one transaction", () => {
  test("a transaction that lasts too long: the error says so when repeating it did not help", async () => {
    await withParameters({ transactionLifetimeLimitSeconds: 1 }, async () => {
      let runs = 0;
      const slow = transaction(async () => {
        runs++;
        await new Note({ id: 1 }).insert();
        await untilGivenUp();
        await new Note({ id: 2 }).insert();
      }, { retryTimeoutMS: 1 });
      await assert.rejects(slow, (error) => {
        assert.ok(error instanceof ServerError);
        assert.equal(error.codeName, "NoSuchTransaction");
        assert.match(error.message, LIFETIME);
        return true;
      });
      assert.equal(runs, 1);
    });
    assert.equal(await Note.count(), 0);
  });

  test("one that is committed too late", async () => {
    await withParameters({ transactionLifetimeLimitSeconds: 1 }, async () => {
      const slow = transaction(async () => {
        await new Note({ id: 1 }).insert();
        await untilGivenUp();
      }, { retryTimeoutMS: 1 });
      await assert.rejects(slow, LIFETIME);
    });
    assert.equal(await Note.count(), 0);
  });

  test("one that is run again gets its time anew", async () => {
    await withParameters({ transactionLifetimeLimitSeconds: 1 }, async () => {
      let runs = 0;
      await transaction(async () => {
        await new Note({ id: 1 }).insert();
        if (runs++ === 0) await untilGivenUp();
        await new Note({ id: 2 }).insert();
      });
      assert.equal(runs, 2);
    });
    assert.equal(await Note.count(), 2);
    await Note.deleteAll();
  });

  test("too many changes, one after another and in one call", async () => {
    const text = "x".repeat(1000);
    await withParameters({ transactionSizeLimitBytes: 20_000n }, async () => {
      const many = (from: number, count: number) =>
        Array.from({ length: count }, (_, n) => new Note({ id: from + n, text }));
      const single = transaction(async () => {
        for (const note of many(0, 30)) await note.insert();
      });
      await assert.rejects(single, (error) => {
        assert.ok(error instanceof ServerError);
        assert.equal(error.serverCode, 257);
        assert.match(error.message, /transactionSizeLimitBytes.*do less in one transaction/);
        return true;
      });
      await assert.rejects(transaction(() => Note.insertMany(many(0, 30))), (error) => {
        assert.ok(error instanceof BulkWriteError);
        assert.match(error.message, /do less in one transaction\.$/);
        return true;
      });
      const migration = { forward: [freeFall(() => Note.insertMany(many(0, 30)))] };
      await assert.rejects(
        runMigrations({ database: at.database, migrations: { "20261123000000_many": migration } }),
        (error) => {
          assert.ok(error instanceof MigrationError);
          assert.match(error.message, /nothing of the step is written\.\nRun with useTransaction: false/);
          return true;
        },
      );
    });
    assert.equal(await Note.count(), 0);
  });

  test("what it does not do inside of one", async () => {
    const inside = transaction(() => at.database.command({ listCollections: 1 }), { client: at.client });
    await assert.rejects(inside, (error) => {
      assert.ok(error instanceof ServerError);
      assert.equal(error.codeName, "OperationNotSupportedInTransaction");
      assert.match(error.message, /call it before, or give the call a session of its own\.$/);
      return true;
    });
  });
});
