import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Client, connect } from "../../mod.ts";
import { library, uri } from "../support/environment.ts";
import { type CurrentOperation, eventually, operationsOf, uniqueAppName } from "./support/current-operations.ts";

let observer: Client;
before(async () => observer = await connect(uri, { library }));
after(() => observer.close());

const sleeping = (operations: CurrentOperation[]) => operations.filter(({ command }) => command?.["sleep"] === 1);

/** How many of 12 slow commands of a client, of so many milliseconds each, run on the server at once, at most. */
async function runningAtOnce(maxPoolSize: number | undefined, millis: number): Promise<number> {
  const appName = uniqueAppName("pool");
  await using client = await connect(uri, { library, appName, maxPoolSize });
  const admin = client.database("admin");
  let running = true;
  const work = Promise.all(Array.from({ length: 12 }, () => admin.command({ sleep: 1, millis, lock: "none" })));
  const ended = work.finally(() => running = false);
  let most = 0;
  while (running) most = Math.max(most, sleeping(await operationsOf(observer, appName)).length);
  await ended;
  return most;
}

describe("pools", () => {
  test("maxPoolSize bounds the operations that run at once", async () => {
    assert.equal(await runningAtOnce(3, 250), 3);
  });

  test("by default a dozen operations do not wait for one another", async () => {
    assert.equal(await runningAtOnce(undefined, 1000), 12);
  });

  test("minPoolSize opens connections before they are needed", async () => {
    const appName = uniqueAppName("pool");
    await using client = await connect(uri, { library, appName, minPoolSize: 8 });
    const found = await eventually(() => operationsOf(observer, appName), ({ length }) => length >= 8);
    assert.ok(found.length >= 8, `${found.length} connections`);
    assert.equal((await client.database("admin").command({ ping: 1 }))["ok"], 1);
  });

  test("maxIdleTimeMS closes connections that are not used", async () => {
    const appName = uniqueAppName("pool");
    await using client = await connect(uri, { library, appName, maxIdleTimeMS: 100 });
    const admin = client.database("admin");
    await Promise.all(Array.from({ length: 8 }, () => admin.command({ sleep: 1, millis: 50, lock: "none" })));
    // Those of the two monitors remain.
    const left = await eventually(() => operationsOf(observer, appName), ({ length }) => length <= 2);
    assert.ok(left.length <= 2, `${left.length} connections`);
    assert.equal((await admin.command({ ping: 1 }))["ok"], 1);
  });

  test("closing a client leaves no connection of it on the server", async () => {
    const appName = uniqueAppName("pool");
    const client = await connect(uri, { library, appName, minPoolSize: 3 });
    await Promise.all(Array.from({ length: 20 }, () => client.database("admin").command({ ping: 1 })));
    assert.notEqual((await operationsOf(observer, appName)).length, 0);
    await client.close();
    const left = await eventually(() => operationsOf(observer, appName), ({ length }) => length === 0);
    assert.deepEqual(left, []);
  });
});
