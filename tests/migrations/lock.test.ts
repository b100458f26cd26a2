import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Client } from "../../src/client/client.ts";
import { connect } from "../../src/client/connect.ts";
import type { Database } from "../../src/client/database.ts";
import { Document } from "../../src/document/factory.ts";
import { MigrationError } from "../../src/errors/migration-error.ts";
import { freeFall, iterative } from "../../src/migration/declarations.ts";
import { MigrationLock } from "../../src/migration/lock.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { transaction } from "../../src/session/transaction.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { logOf, runOne, startWith, stored } from "./support.ts";

const server = testDatabase("migration_lock");
const NAME = "20261123090000_one";
const appName = `haricot_lock_${Math.floor(Math.random() * 2 ** 32)}`;
/** A client of its own, whose commands can be made to fail, and the database by it. */
let client: Client, database: Database;

before(async () => {
  client = await connect(uri, { library, appName });
  database = client.database(server.database.name);
});
after(() => client.close());

class Counter extends Document({ id: z.number(), n: z.number() }) {
  static settings = { name: "counters" };
}

const counters = Array.from({ length: 9 }, (_, n) => ({ _id: n, n: 0 }));
const values = async () => (await stored(server.database, "counters")).map(({ n }) => n);

/** Runs something as if it was called here, past the transaction that the caller is in. */
const outside = AsyncLocalStorage.snapshot();

/** Adds 1 to every document, three at a time; something happens at one of them, once. */
function adding(at: number, happens: () => Promise<unknown>) {
  let isOver = false;
  return iterative({ from: Counter, to: Counter, batchSize: 3 }, async (input, output) => {
    output.n = input.n + 1;
    if (input.id !== at || isOver) return;
    isOver = true;
    await outside(happens);
  });
}

function lost(why: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof MigrationError, String(error));
    assert.equal(error.code, "migration.locked", error.message);
    assert.match(error.message, why);
    assert.match(error.message, /It writes nothing more\..*haricot status/);
    return true;
  };
}

const REMOVED = /somebody has removed its document from the collection migrations_lock/;
const TAKEN = /another runner has held it since \d{4}-/;

const remove = (filter: object) => async () => {
  await server.database.command({ delete: "migrations_lock", deletes: [{ q: filter, limit: 0 }] });
};

/** What a runner is taken for that did not renew its lock in time. */
async function expire(): Promise<void> {
  const u = { $set: { expires_at: new Date(0) } };
  await server.database.command({ update: "migrations_lock", updates: [{ q: { _id: "migrations" }, u }] });
}

/** Another runner that takes the lock and keeps it. */
async function take(): Promise<void> {
  await expire();
  const owner = "another";
  const updates = [
    { q: { _id: "migrations" }, u: { owner, since: new Date(), expires_at: new Date(Date.now() + 600_000) } },
    { q: { _id: "fence" }, u: { owner, writes: 0 } },
  ];
  await server.database.command({ update: "migrations_lock", updates });
}

describe("a runner that loses its lock in the middle", () => {
  const losses: [string, () => Promise<void>, RegExp][] = [
    ["because both of its documents were removed", remove({}), REMOVED],
    ["because the document that names it was removed", remove({ _id: "migrations" }), REMOVED],
    ["because another runner took it", take, TAKEN],
  ];
  for (const [how, loss, why] of losses) {
    test(`${how}: writes nothing of a step in a transaction`, async () => {
      await startWith(server.database, "counters", counters);
      await assert.rejects(runOne(server.database, { forward: [adding(4, loss)] }), lost(why));
      assert.deepEqual(await values(), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
      assert.deepEqual(await logOf(server.database), []);
    });

    test(`${how}: stops in front of the batch, and can go on later`, async () => {
      await startWith(server.database, "counters", counters);
      const migration = { forward: [adding(4, loss)] };
      await assert.rejects(runOne(server.database, migration, { useTransaction: false }), lost(why));
      assert.deepEqual(await values(), [1, 1, 1, 0, 0, 0, 0, 0, 0]);
      await remove({})();
      await runOne(server.database, migration, { useTransaction: false });
      assert.deepEqual(await values(), [1, 1, 1, 1, 1, 1, 1, 1, 1]);
      assert.deepEqual(await logOf(server.database), [{ name: NAME, is_current: true }]);
    });
  }

  test("leaves the lock of the other one alone", async () => {
    await startWith(server.database, "counters", counters);
    await assert.rejects(runOne(server.database, { forward: [adding(4, take)] }), lost(TAKEN));
    const locks = await stored(server.database, "migrations_lock");
    assert.deepEqual(locks.map(({ owner }) => owner), ["another", "another"]);
  });

  test("records no free-fall migration that went on without it", async () => {
    for (const useTransaction of [true, false]) {
      await startWith(server.database, "counters", counters);
      const migration = { forward: [freeFall(() => outside(take))] };
      await assert.rejects(runOne(server.database, migration, { useTransaction }), lost(TAKEN));
      assert.deepEqual(await logOf(server.database), []);
    }
  });
});

describe("two runners", () => {
  for (const useTransaction of [true, false]) {
    const manner = useTransaction ? "in a transaction" : "batch by batch";
    test(`one that was taken for dead finds that another has done its work, ${manner}`, async () => {
      await startWith(server.database, "counters", counters);
      const other = { [NAME]: { forward: [adding(-1, () => Promise.resolve())] } };
      const overtaken = adding(1, async () => {
        await expire();
        const { steps } = await runMigrations({ database: server.database, migrations: other, useTransaction });
        assert.deepEqual(steps, [{ name: NAME, documents: 9 }]);
      });
      await assert.rejects(
        runOne(server.database, { forward: [overtaken] }, { useTransaction }),
        lost(REMOVED),
      );
      assert.deepEqual(await values(), [1, 1, 1, 1, 1, 1, 1, 1, 1]);
      assert.deepEqual(await logOf(server.database), [{ name: NAME, is_current: true }]);
      assert.deepEqual(await stored(server.database, "migrations_lock"), []);
    });
  }
});

describe("the lock", () => {
  const times = { wait: false, onWait: () => undefined, leaseMS: 2000, renewMS: 50 };

  test("is renewed by itself as long as it is held", async () => {
    await startWith(server.database, "counters", []);
    const lease = async () => (await stored(server.database, "migrations_lock"))[0]?.expires_at as Date;
    {
      await using lock = await MigrationLock.acquire(server.database, times);
      const first = await lease();
      while ((await lease()) <= first);
      assert.equal(lock.lost.aborted, false);
    }
    assert.equal(await lease(), undefined);
  });

  test("is lost when it could not be renewed for as long as it lasts", async () => {
    await startWith(server.database, "counters", []);
    await using lock = await MigrationLock.acquire(database, { ...times, leaseMS: 300 });
    const admin = server.client.database("admin");
    const data = { appName, failCommands: ["update"], errorCode: 13 };
    await admin.command({ configureFailPoint: "failCommand", mode: "alwaysOn", data });
    try {
      while (!lock.lost.aborted) await sleep(10);
      assert.ok(lost(/it could not be renewed for 0\.3 seconds/)(lock.lost.reason));
      assert.match(String((lock.lost.reason as MigrationError).cause), /Unauthorized|failpoint|failCommand/i);
      await assert.rejects(lock.guard(), lost(/it could not be renewed/));
    } finally {
      await admin.command({ configureFailPoint: "failCommand", mode: "off" });
    }
  });

  test("is lost when another one took it, before anybody writes", async () => {
    await startWith(server.database, "counters", []);
    await using lock = await MigrationLock.acquire(server.database, times);
    await take();
    while (!lock.lost.aborted) await sleep(10);
    assert.ok(lost(TAKEN)(lock.lost.reason));
  });

  test("cannot be taken while a transaction that was guarded is not over", async () => {
    await startWith(server.database, "counters", counters);
    await using lock = await MigrationLock.acquire(server.database, { ...times, renewMS: 60_000 });
    const order: string[] = [];
    let second: Promise<void> | undefined;
    await transaction(async () => {
      await lock.guard();
      await outside(expire);
      second = outside(async () => {
        await using _other = await MigrationLock.acquire(database, { ...times, wait: true });
        order.push("taken");
      });
      await insert(server.database, "counters", [{ _id: 100, n: 0 }]);
      order.push("written");
    }, { client: server.client });
    await second;
    assert.deepEqual(order, ["written", "taken"]);
    await assert.rejects(lock.guard(), lost(REMOVED));
  });
});
