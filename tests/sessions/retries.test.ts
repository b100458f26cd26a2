import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { type Client, connect, init, OperationTimeout, ServerError, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { Account, Entry } from "./models.ts";

const at = testDatabase("retries");
const appName = `haricot_retries_${Math.floor(Math.random() * 2 ** 32)}`;
let client: Client;

before(async () => {
  client = await connect(uri, { library, appName });
  await init({ database: client.database(at.database.name), documentModels: [Account, Entry] });
  await at.database.command({ create: "accounts" });
  await at.database.command({ create: "entries" });
});
after(() => client.close());
beforeEach(async () => {
  await Account.deleteAll();
  await Entry.deleteAll();
});

/** Lets the server fail commands of this file's client. */
async function failing(times: number, data: Record<string, unknown>, run: () => Promise<void>): Promise<void> {
  const admin = at.client.database("admin");
  const point = { configureFailPoint: "failCommand" };
  await admin.command({ ...point, mode: { times }, data: { appName, ...data } });
  try {
    await run();
  } finally {
    await admin.command({ ...point, mode: "off" });
  }
}

/** Write concerns of the commits that the server is working on for this file's client. */
async function commitsUnderWay(): Promise<unknown[]> {
  const pipeline = [{ $currentOp: {} }, { $match: { appName, "command.commitTransaction": { $exists: true } } }];
  const found = at.client.database("admin").cursorCommand({ aggregate: 1, pipeline, cursor: {} });
  return (await found.toArray()).map(({ command }) => (command as Record<string, unknown>).writeConcern);
}

const TRANSIENT = ["TransientTransactionError"], UNKNOWN = ["UnknownTransactionCommitResult"];

describe("a transaction that fails for a passing reason", () => {
  test("runs again from the start", async () => {
    await failing(2, { failCommands: ["insert"], errorCode: 112, errorLabels: TRANSIENT }, async () => {
      let runs = 0;
      const result = await transaction(async () => {
        runs++;
        await new Entry({ text: `run ${runs}` }).insert();
        return runs;
      });
      assert.deepEqual([result, runs], [3, 3]);
    });
    assert.deepEqual((await Entry.findAll()).map(({ text }) => text), ["run 3"]);
  });

  test("runs again when its commit found a conflict", async () => {
    await failing(1, { failCommands: ["commitTransaction"], errorCode: 251, errorLabels: TRANSIENT }, async () => {
      let runs = 0;
      await transaction(async () => {
        await new Entry({ text: "x", n: ++runs }).insert();
      });
      assert.equal(runs, 2);
    });
    assert.deepEqual((await Entry.findAll()).map(({ n }) => n), [2]);
  });

  test("gives up when its time is over, with the last error", async () => {
    await failing(10_000, { failCommands: ["insert"], errorCode: 112, errorLabels: TRANSIENT }, async () => {
      let runs = 0;
      const run = transaction(async () => {
        runs++;
        await new Entry({ text: "x" }).insert();
      }, { retryTimeoutMS: 150 });
      await assert.rejects(run, (error: ServerError) => error.serverCode === 112 && error.hasLabel(TRANSIENT[0]!));
      assert.ok(runs > 2, `${runs} runs`);
    });
  });

  test("is not run again for an error of another kind", async () => {
    await failing(1, { failCommands: ["insert"], errorCode: 8000 + 20 }, async () => {
      let runs = 0;
      await assert.rejects(
        transaction(async () => {
          runs++;
          await new Entry({ text: "x" }).insert();
        }),
        ServerError,
      );
      assert.equal(runs, 1);
    });
  });

  test("a broken connection inside is a passing reason", async () => {
    await failing(1, { failCommands: ["insert"], closeConnection: true }, async () => {
      let runs = 0;
      await transaction(async () => {
        runs++;
        await new Entry({ text: "x" }).insert();
      });
      assert.equal(runs, 2);
    });
    assert.equal(await Entry.count(), 1);
  });

  test("an aborted signal ends the repetitions", async () => {
    const controller = new AbortController();
    await failing(10_000, { failCommands: ["insert"], errorCode: 112, errorLabels: TRANSIENT }, async () => {
      let runs = 0;
      const run = transaction(async () => {
        if (++runs === 3) controller.abort("stop");
        await new Entry({ text: "x" }).insert();
      }, { signal: controller.signal });
      await assert.rejects(run, (reason) => reason === "stop");
      assert.equal(runs, 3);
    });
  });
});

describe("a commit whose outcome is unknown", () => {
  test("is repeated without running the function again", async () => {
    await failing(3, { failCommands: ["commitTransaction"], errorCode: 50_000, errorLabels: UNKNOWN }, async () => {
      let runs = 0;
      await transaction(async () => {
        runs++;
        await new Entry({ text: "x" }).insert();
      });
      assert.equal(runs, 1);
    });
    assert.equal(await Entry.count(), 1);
  });

  test("is repeated when the connection broke", async () => {
    await failing(2, { failCommands: ["commitTransaction"], closeConnection: true }, async () => {
      await transaction(() => new Entry({ text: "x" }).insert());
    });
    assert.equal(await Entry.count(), 1);
  });

  test("is repeated with write concern majority and a limit of ten seconds", async () => {
    const slow = { blockConnection: true, blockTimeMS: 400, errorCode: 50_000, errorLabels: UNKNOWN };
    const seen = new Set<string>();
    await failing(2, { failCommands: ["commitTransaction"], ...slow }, async () => {
      let running = true;
      const run = transaction(() => new Entry({ text: "x" }).insert(), { writeConcern: { w: 1 } });
      const ended = run.finally(() => void (running = false));
      while (running) for (const concern of await commitsUnderWay()) seen.add(JSON.stringify(concern));
      await ended;
    });
    assert.deepEqual([...seen], ['{"w":1}', '{"w":"majority","wtimeout":10000}']);
  });

  test("that used up its maxCommitTimeMS is not repeated", async () => {
    await failing(5, { failCommands: ["commitTransaction"], errorCode: 50, errorLabels: UNKNOWN }, async () => {
      const run = transaction(() => new Entry({ text: "x" }).insert(), { maxCommitTimeMS: 5000 });
      await assert.rejects(run, (error) => error instanceof OperationTimeout && error.serverCode === 50);
    });
  });
});

describe("two transactions that write the same document", () => {
  test("one conflicts and runs again on what the other left", async () => {
    const account = await new Account({ owner: "both", balance: 0 }).insert();
    const runs = [0, 0];
    let readers = 0;
    let go = (): void => {};
    const bothHaveRead = new Promise<void>((resolve) => void (go = resolve));
    await Promise.all(runs.map((_, i) =>
      transaction(async () => {
        runs[i]!++;
        const { balance } = (await Account.get(account.id))!;
        if (++readers === 2) go();
        await bothHaveRead;
        await Account.find(Account.id.eq(account.id)).set({ balance: balance + 1 });
      })
    ));
    assert.equal((await Account.get(account.id))?.balance, 2);
    assert.ok(runs[0]! + runs[1]! > 2, `${runs} runs`);
  });

  test("money that many move at once is neither made nor lost", async () => {
    const accounts = await Promise.all(
      Array.from({ length: 4 }, (_, i) => new Account({ owner: `o${i}`, balance: 100 }).insert()),
    );
    await Promise.all(Array.from({ length: 24 }, (_, i) =>
      transaction(async () => {
        const from = accounts[i % 4]!, to = accounts[(i + 1) % 4]!;
        await Account.findOne(Account.id.eq(from.id)).inc({ balance: -5 });
        await Account.findOne(Account.id.eq(to.id)).inc({ balance: 5 });
      })));
    assert.equal(await Account.sum(Account.balance), 400);
  });
});

describe("what a transaction changed in memory", () => {
  test("is undone before it runs again and at an abort, the last change first, and kept at the commit", async () => {
    const key = {}, other = {};
    const log: string[] = [];
    await failing(1, { failCommands: ["insert"], errorCode: 112, errorLabels: TRANSIENT }, async () => {
      let runs = 0;
      await transaction(async (session) => {
        const run = ++runs;
        log.push(`run ${run}`);
        session.undoOnAbort(key, () => log.push(`undo ${run}`));
        session.undoOnAbort(other, () => log.push(`undo other ${run}`));
        session.undoOnAbort(key, () => log.push("a later state"));
        await new Entry({ text: "x" }).insert();
      });
    });
    assert.deepEqual(log, ["run 1", "undo other 1", "undo 1", "run 2"]);

    await using session = await client.startSession();
    session.undoOnAbort(key, () => log.push("outside of a transaction there is nothing to undo"));
    log.length = 0;
    await session.startTransaction();
    session.undoOnAbort(key, () => log.push("aborted"));
    await session.abort();
    await session.startTransaction();
    session.undoOnAbort(key, () => log.push("committed"));
    await session.commit();
    await session.startTransaction();
    session.undoOnAbort(key, () => log.push("ended"));
    await session.end();
    assert.deepEqual(log, ["aborted", "ended"]);
  });
});
