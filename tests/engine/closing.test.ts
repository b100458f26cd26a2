import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { ClientClosed } from "../../src/errors/client-closed.ts";
import { library, uri } from "../support/environment.ts";
import { manyRows, startLoad } from "../support/load.ts";

describe("closing a client", () => {
  test("operations in flight reject with ClientClosed", async () => {
    const client = await connect(uri, { library });
    const slow = client.database("admin").command({ sleep: 1, millis: 5000, lock: "none" });
    const outcome = assert.rejects(
      slow,
      (error: unknown) => error instanceof ClientClosed && error.code === "client.closed",
    );
    await client.close();
    await outcome;
  });

  test("operations afterwards reject at once", async () => {
    const client = await connect(uri, { library });
    await client.close();
    await assert.rejects(client.database("admin").command({ ping: 1 }), ClientClosed);
    await assert.rejects(manyRows(client.database("admin"), 10).toArray(), ClientClosed);
    await assert.rejects(client.startSession(), ClientClosed);
  });

  test("an open cursor rejects with ClientClosed when it is read on", async () => {
    const client = await connect(uri, { library });
    const cursor = manyRows(client.database("admin"), 5000, 10);
    await cursor.next();
    await client.close();
    await assert.rejects(cursor.toArray(), ClientClosed);
  });

  test("closing twice does no harm", async () => {
    const client = await connect(uri, { library });
    await Promise.all([client.close(), client.close()]);
    await client.close();
    assert.ok(client.closed);
  });

  test("await using closes", async () => {
    let kept;
    {
      await using client = await connect(uri, { library });
      kept = client;
    }
    assert.ok(kept.closed);
  });

  test("other clients are not touched, and no handle stays", async () => {
    const other = await connect(uri, { library });
    const before = other.engine.stats();
    const client = await connect(uri, { library });
    const settled = Promise.allSettled(startLoad(client));
    await client.close();
    await settled;
    assert.equal((await other.database("admin").command({ ping: 1 }))["ok"], 1);
    assert.deepEqual(other.engine.stats(), before);
    await other.close();
  });
});
