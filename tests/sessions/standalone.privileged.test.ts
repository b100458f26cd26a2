import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import {
  type Client,
  connect,
  type Database,
  Document,
  init,
  ServerError,
  SessionError,
  transaction,
} from "../../mod.ts";
import { iterative, MigrationError, migrationStatus, runMigrations } from "../../migrations.ts";
import { TestServer } from "../connections/support/server.ts";
import { library } from "../support/environment.ts";

class Counter extends Document({ id: z.int(), n: z.int() }) {
  static settings = { name: "counters", useRevision: true };
}

const NAME = "20261123000000_add";

/** Adds to every counter; at one of them something happens, once. */
function adding(happens: () => Promise<void> | void = () => undefined) {
  let isOver = false;
  return iterative({ from: Counter, to: Counter, batchSize: 2 }, async (input, output) => {
    output.n = input.n + 1;
    if (input.id !== 3 || isOver) return;
    isOver = true;
    await happens();
  });
}

describe("a server that stands alone", () => {
  let server: TestServer, client: Client, database: Database;
  before(async () => {
    server = await TestServer.start();
    client = await connect(`mongodb://${server.host}/`, { library });
    database = client.database("alone");
    await init({ database, documentModels: [Counter] });
  });
  after(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });

  const values = async () => (await Counter.findAll().sort("id")).map(({ n }) => n);
  const four = async () => {
    await database.command({ dropDatabase: 1 });
    await Counter.insertMany([0, 1, 2, 3, 4].map((id) => new Counter({ id, n: 0 })));
  };

  test("does whatever needs no transaction", async () => {
    await four();
    const counter = await Counter.get(1);
    assert.ok(counter);
    await counter.set({ n: 7 });
    await Counter.bulkWriter(async (writer) => {
      await Counter.find(Counter.n.eq(0)).inc({ n: 1 }).bulkWriter(writer);
      await counter.delete({ bulkWriter: writer });
    });
    assert.deepEqual(await values(), [1, 1, 1, 1]);
  });

  const transactions: [string, () => Promise<unknown>][] = [
    ["transaction(...) that writes", () => transaction(() => new Counter({ id: 100, n: 0 }).insert())],
    ["transaction(...) that reads", () => transaction(() => Counter.count())],
    ["an explicit one", async () => {
      await using session = await client.startSession();
      await session.startTransaction();
      await Counter.find(Counter.id.eq(1)).inc({ n: 1 }).session(session);
    }],
  ];
  for (const [what, run] of transactions) {
    test(`has no transactions: ${what}`, async () => {
      await four();
      await assert.rejects(run(), (error) => {
        assert.ok(error instanceof SessionError, String(error));
        assert.equal(error.code, "session.invalid_state");
        assert.match(
          error.message,
          /stands alone: only replica sets and sharded clusters have transactions.*--replSet/,
        );
        return true;
      });
      assert.deepEqual(await values(), [0, 0, 0, 0, 0]);
    });
  }

  for (const what of ["class", "database", "client"] as const) {
    test(`has no change streams: of a ${what}`, async () => {
      const stream = { class: () => Counter.watch(), database: () => database.watch(), client: () => client.watch() }
        [what]();
      await assert.rejects(stream.next(), (error) => {
        assert.ok(error instanceof ServerError);
        assert.equal(error.serverCode, 40573);
        assert.match(error.message, /only supported on replica sets\. The server stands alone: make it a replica set/);
        return true;
      });
      assert.equal(stream.closed, true);
    });
  }

  test("migrates batch by batch, when it is told to", async () => {
    await four();
    const migrations = { [NAME]: { forward: [adding()] } };
    await assert.rejects(runMigrations({ database, migrations }), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.match(error.message, /stands alone.*useTransaction: false/);
      return true;
    });
    assert.deepEqual(await values(), [0, 0, 0, 0, 0]);
    const { steps } = await runMigrations({ database, migrations, useTransaction: false });
    assert.deepEqual(steps, [{ name: NAME, documents: 5 }]);
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
  });

  test("an interrupted migration goes on there", async () => {
    await four();
    const failing = adding(() => {
      throw new RangeError("interrupted");
    });
    const migrations = { [NAME]: { forward: [failing] } };
    const run = () => runMigrations({ database, migrations, useTransaction: false });
    await assert.rejects(run(), /interrupted/);
    assert.deepEqual(await values(), [1, 1, 0, 0, 0]);
    assert.equal((await migrationStatus({ database, migrations })).interrupted?.documents, 2);
    await run();
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
  });

  test("a runner that has lost its lock writes no further batch", async () => {
    await four();
    const removed = adding(async () => {
      await database.command({ delete: "migrations_lock", deletes: [{ q: {}, limit: 0 }] });
    });
    const migrations = { [NAME]: { forward: [removed] } };
    const run = () => runMigrations({ database, migrations, useTransaction: false });
    await assert.rejects(run(), (error) => error instanceof MigrationError && error.code === "migration.locked");
    // Between its guard and its write a batch is not protected there.
    assert.deepEqual(await values(), [1, 1, 1, 1, 0]);
    await run();
    assert.deepEqual(await values(), [1, 1, 1, 1, 1]);
  });
});
