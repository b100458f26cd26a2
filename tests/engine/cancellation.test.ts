import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openCursor } from "../../src/client/cursor.ts";
import { runDocument } from "../../src/client/run.ts";
import type { EngineStats } from "../../src/engine/stats.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { manyRows } from "../support/load.ts";
import { untyped } from "../support/rows.ts";
import { serverCursors } from "../support/server-cursors.ts";

const at = testDatabase("cancellation");
const slow = (signal: AbortSignal) =>
  runDocument({
    database: at.client.database("admin"),
    command: { sleep: 1, millis: 5000, lock: "none" },
    runCommand: true,
    signal,
  });

describe("AbortSignal", () => {
  test("an aborted operation rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = { because: "enough" };
    const operation = slow(controller.signal);
    controller.abort(reason);
    await assert.rejects(operation, (error: unknown) => error === reason);
  });

  test("a signal that is aborted already sends nothing", async () => {
    const signal = AbortSignal.abort("before");
    const command = { insert: "never", documents: [{ _id: 1 }] };
    await assert.rejects(
      runDocument({ database: at.database, command, signal }),
      (error: unknown) => error === "before",
    );
    assert.equal((await runDocument({ database: at.database, command: { count: "never" } }))["n"], 0);
  });

  test("a signal that aborts after the end does nothing", async () => {
    const controller = new AbortController();
    const { ok } = await at.client.database("admin").command({ ping: 1 }, { signal: controller.signal });
    controller.abort();
    assert.equal(ok, 1);
  });

  test("AbortSignal.timeout ends an operation with its TimeoutError", async () => {
    await assert.rejects(slow(AbortSignal.timeout(20)), { name: "TimeoutError" });
  });

  test("aborting at any moment leaves nothing behind: no handle, no late completion, no unhandled rejection", async () => {
    const before = at.client.engine.stats();
    const database = at.client.database("admin");
    const outcomes: string[] = [];
    for (let round = 0; round < 100; round++) {
      const controller = new AbortController();
      const operations = [
        database.command({ ping: 1 }, { signal: controller.signal }),
        manyRows(database, 3000, 100, controller.signal).toArray(),
      ];
      setTimeout(() => controller.abort("stop"), round / 10);
      for (const outcome of await Promise.allSettled(operations)) {
        outcomes.push(outcome.status === "fulfilled" ? "done" : String(outcome.reason));
      }
    }
    assert.deepEqual([...new Set(outcomes)].filter((outcome) => outcome !== "done"), ["stop"]);
    await settledStats(before);
  });

  test("aborting in the middle of a cursor closes it on the server", async () => {
    await insert(at.database, "rows", Array.from({ length: 1000 }, (_, _id) => ({ _id })));
    const controller = new AbortController();
    const comment = `aborted ${Math.random()}`;
    const command = { find: "rows", batchSize: 10, comment };
    const cursor = openCursor(
      { database: at.database, command, getMore: { batchSize: 10 }, signal: controller.signal },
      untyped,
    );
    for (let i = 0; i < 5; i++) await cursor.next();
    controller.abort("stop");
    await assert.rejects(cursor.toArray(), (error: unknown) => error === "stop");
    assert.deepEqual(await serverCursors(at.client, comment, 0), []);
  });

  test("listeners are taken off the signal", async () => {
    const signal = new AbortController().signal;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...values: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, values);
    };
    signal.removeEventListener = (...values: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, values);
    };
    for (let i = 0; i < 10; i++) await at.client.database("admin").command({ ping: 1 }, { signal });
    assert.equal(listeners, 0);
  });
});

/** Waits until the engine's counts are what they were: what was cancelled ends in the background. */
/** Nothing more is held than before; less may be, since what earlier tests left behind is collected at any time. */
async function settledStats(before: EngineStats): Promise<void> {
  const surplus = () =>
    Object.entries(at.client.engine.stats()).filter(([name, count]) => count > before[name as keyof EngineStats]);
  for (let tries = 0; tries < 100 && surplus().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(surplus(), []);
}
