import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { MigrationError } from "../../src/errors/migration-error.ts";
import { freeFall, iterative } from "../../src/migration/declarations.ts";
import type { MigrationProgress } from "../../src/migration/options.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { migrationStatus } from "../../src/migration/status.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { logOf, runOne, startWith, stored } from "./support.ts";

const server = testDatabase("migration_resuming");
const NAME = "20261123090000_one";

class Counter extends Document({ id: z.number(), n: z.number() }) {
  static settings = { name: "counters" };
}

const counters = (count: number) => Array.from({ length: count }, (_, n) => ({ _id: n, n: 0 }));
const values = async () => (await stored(server.database, "counters")).map(({ n }) => n);
const without = { useTransaction: false };

/** Adds to every document; fails at one of them as long as it is said so. */
function adding(amount: number, failing: { at: number | undefined } = { at: undefined }) {
  return iterative({ from: Counter, to: Counter, batchSize: 3 }, (input, output) => {
    if (input.id === failing.at) throw new RangeError("interrupted");
    output.n = input.n + amount;
  });
}

describe("a migration without a transaction", () => {
  test("goes on with the batch at which it was interrupted, and does nothing twice", async () => {
    await startWith(server.database, "counters", counters(10));
    const failing: { at: number | undefined } = { at: 7 };
    let free = 0;
    const migration = { forward: [adding(1), freeFall(() => void free++), adding(10, failing)] };
    await assert.rejects(runOne(server.database, migration, without), (error) => {
      assert.ok(error instanceof MigrationError && error.cause instanceof RangeError);
      assert.match(error.message, /goes on with the batch that failed/);
      return true;
    });
    assert.deepEqual(await values(), [11, 11, 11, 11, 11, 11, 1, 1, 1, 1]);
    assert.deepEqual(await logOf(server.database), [{
      name: NAME,
      is_current: false,
      progress: { direction: "forward", operation: 2, documents: 6, after: 5 },
    }]);
    const { current, interrupted } = await migrationStatus({
      database: server.database,
      migrations: { [NAME]: migration },
    });
    assert.deepEqual([current, interrupted], [null, { name: NAME, direction: "forward", documents: 6 }]);
    failing.at = undefined;
    await runOne(server.database, migration, without);
    assert.deepEqual(await values(), Array.from({ length: 10 }, () => 11));
    assert.equal(free, 1);
    assert.deepEqual(await logOf(server.database), [{ name: NAME, is_current: true }]);
  });

  test("can be finished in a transaction", async () => {
    await startWith(server.database, "counters", counters(5));
    const failing: { at: number | undefined } = { at: 4 };
    const migration = { forward: [adding(1, failing)] };
    await assert.rejects(runOne(server.database, migration, without));
    failing.at = undefined;
    await runOne(server.database, migration);
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
    assert.deepEqual(await logOf(server.database), [{ name: NAME, is_current: true }]);
  });

  test("goes on backward as well, and stands before it at the end", async () => {
    await startWith(server.database, "counters", counters(5));
    const failing: { at: number | undefined } = { at: 3 };
    const migration = { forward: [], backward: [adding(1, failing)] };
    await runOne(server.database, migration);
    await assert.rejects(runOne(server.database, migration, { ...without, direction: "backward" }));
    assert.deepEqual(await values(), [1, 1, 1, 0, 0]);
    failing.at = undefined;
    assert.equal((await runOne(server.database, migration, { ...without, direction: "backward" })).current, null);
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
    assert.deepEqual(await logOf(server.database), [{ name: NAME, is_current: false }]);
  });

  test("that was interrupted has to be finished before anything runs the other way", async () => {
    await startWith(server.database, "counters", counters(5));
    const migration = { forward: [adding(1, { at: 4 })], backward: [adding(-1)] };
    await assert.rejects(runOne(server.database, migration, without));
    await assert.rejects(runOne(server.database, migration, { direction: "backward" }), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.equal(error.code, "migration.log");
      assert.match(error.message, /was interrupted on its way forward, after 3 documents/);
      return true;
    });
  });

  test("writes a batch as a whole or not at all", async () => {
    await startWith(server.database, "counters", counters(6));
    await server.database.command({
      createIndexes: "counters",
      indexes: [{ key: { n: 1 }, name: "n", unique: true, partialFilterExpression: { n: { $gt: 4 } } }],
    });
    const clashing = iterative({ from: Counter, to: Counter, batchSize: 3 }, (input, output) => {
      output.n = input.id < 4 ? input.id : 5;
    });
    await assert.rejects(runOne(server.database, { forward: [clashing] }, without), /duplicate key/i);
    assert.deepEqual(await values(), [0, 1, 2, 0, 0, 0]);
  });

  test("ends with the reason of its signal, between two batches", async () => {
    await startWith(server.database, "counters", counters(10));
    const controller = new AbortController();
    const onProgress = (progress: MigrationProgress): void => {
      if (progress.kind === "documents" && progress.documents === 6) controller.abort(new Error("enough"));
    };
    const migration = { forward: [adding(1)] };
    await assert.rejects(
      runOne(server.database, migration, { ...without, onProgress, signal: controller.signal }),
      /^Error: enough$/,
    );
    assert.deepEqual(await values(), [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    await runOne(server.database, migration, without);
    assert.deepEqual(await values(), Array.from({ length: 10 }, () => 1));
  });
});

describe("progress", () => {
  test("is told for each step and each batch", async () => {
    await startWith(server.database, "counters", counters(7));
    const told: unknown[] = [];
    await runOne(server.database, { forward: [adding(1)] }, { onProgress: (progress) => told.push(progress) });
    const documents = (count: number) => ({
      kind: "documents",
      name: NAME,
      operation: "1",
      documents: count,
      total: 7,
    });
    assert.deepEqual(told, [
      { kind: "begin", name: NAME, position: 1, of: 1 },
      documents(3),
      documents(6),
      documents(7),
      { kind: "end", name: NAME, documents: 7 },
    ]);
  });
});

describe("a step in a transaction", () => {
  test("that is aborted by a signal is not written", async () => {
    await startWith(server.database, "counters", counters(10));
    const controller = new AbortController();
    const onProgress = ({ kind }: MigrationProgress): void => {
      if (kind === "documents") controller.abort(new Error("enough"));
    };
    await assert.rejects(
      runOne(server.database, { forward: [adding(1)] }, { onProgress, signal: controller.signal }),
      /^Error: enough$/,
    );
    assert.deepEqual(await values(), counters(10).map(({ n }) => n));
    assert.deepEqual(await logOf(server.database), []);
  });

  test("runs again after a passing error, and is written once", async () => {
    await startWith(server.database, "counters", counters(10));
    let attempts = 0;
    const conflict = freeFall(() => {
      if (attempts++ === 0) throw Object.assign(new Error("conflict"), { labels: ["TransientTransactionError"] });
    });
    await runOne(server.database, { forward: [adding(1), conflict] });
    assert.equal(attempts, 2);
    assert.deepEqual(await values(), Array.from({ length: 10 }, () => 1));
  });
});

describe("two runners", () => {
  const twice = () => ({ [NAME]: { forward: [adding(1)] }, "20261123100000_two": { forward: [adding(100)] } });

  test("the second waits, says so, and finds nothing left to do", async () => {
    await startWith(server.database, "counters", counters(5));
    const told: string[] = [];
    const begun = Promise.withResolvers<void>(), waiting = Promise.withResolvers<void>();
    const slow = {
      [NAME]: {
        forward: [
          adding(1),
          freeFall(async () => {
            begun.resolve();
            await waiting.promise;
          }),
        ],
      },
    };
    const first = runMigrations({ database: server.database, migrations: slow });
    await begun.promise;
    const second = runMigrations({
      database: server.database,
      migrations: slow,
      onProgress: ({ kind }) => {
        told.push(kind);
        waiting.resolve();
      },
    });
    assert.equal((await first).steps.length, 1);
    assert.deepEqual((await second).steps, []);
    assert.deepEqual(told, ["waiting"]);
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
  });

  test("the second says so at once where it is not to wait, or ends with its signal", async () => {
    await startWith(server.database, "counters", counters(5));
    const lock = { _id: "migrations", owner: "another", since: new Date(), expires_at: new Date(Date.now() + 600_000) };
    await insert(server.database, "migrations_lock", [lock]);
    const run = (options: object) => runMigrations({ database: server.database, migrations: twice(), ...options });
    await assert.rejects(run({ wait: false }), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.equal(error.code, "migration.locked");
      return true;
    });
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("not today"));
    await assert.rejects(run({ onProgress, signal: controller.signal }), /^Error: not today$/);
    assert.deepEqual(await values(), [0, 0, 0, 0, 0]);
  });

  test("many at once run each step once", async () => {
    await startWith(server.database, "counters", counters(5));
    const runs = await Promise.all(
      Array.from({ length: 5 }, () => runMigrations({ database: server.database, migrations: twice() })),
    );
    assert.deepEqual(runs.map(({ steps }) => steps.length).sort(), [0, 0, 0, 0, 2]);
    assert.deepEqual(await values(), [101, 101, 101, 101, 101]);
  });

  test("a lock whose runner died ends by itself", async () => {
    await startWith(server.database, "counters", counters(2));
    const lock = { _id: "migrations", owner: "dead", since: new Date(0), expires_at: new Date(Date.now() - 1000) };
    await insert(server.database, "migrations_lock", [lock]);
    assert.equal(
      (await runMigrations({ database: server.database, migrations: twice(), wait: false })).steps.length,
      2,
    );
    assert.deepEqual(await stored(server.database, "migrations_lock"), []);
  });
});
