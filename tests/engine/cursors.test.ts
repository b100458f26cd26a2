import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCursor } from "../../src/client/cursor.ts";
import { connect } from "../../src/client/connect.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { manyRows } from "../support/load.ts";
import { untyped } from "../support/rows.ts";
import { serverCursors } from "../support/server-cursors.ts";

const at = testDatabase("cursors");
const COUNT = 5000;

const find = (collection: string, batchSize = 100) =>
  openCursor({
    database: at.database,
    command: { find: collection, sort: { _id: 1 }, batchSize },
    getMore: { batchSize },
  }, untyped);

before(async () => {
  await insert(at.database, "rows", Array.from({ length: COUNT }, (_, _id) => ({ _id, text: `row ${_id}` })));
});

describe("cursors", () => {
  test("for await gives every document once, in order", async () => {
    let expected = 0;
    for await (const { _id } of find("rows")) assert.equal(_id, expected++);
    assert.equal(expected, COUNT);
  });

  test("toArray gives every document", async () => {
    const rows = await find("rows").toArray();
    assert.deepEqual(rows.map(({ _id }) => _id), Array.from({ length: COUNT }, (_, index) => index));
  });

  test("pages are bounded and together hold every document", async () => {
    const lengths: number[] = [];
    for await (const page of find("rows", 2000).pages()) lengths.push(page.length);
    assert.equal(lengths.reduce((a, b) => a + b, 0), COUNT);
    assert.ok(lengths.every((length) => length > 0 && length <= 512), String(lengths));
  });

  test("an empty result ends at once", async () => {
    assert.deepEqual(await find("absent").toArray(), []);
    assert.deepEqual(await find("absent").next(), { done: true, value: undefined });
  });

  test("next called many times at once gives different documents in order", async () => {
    const cursor = find("rows", 3);
    const results = await Promise.all(Array.from({ length: 20 }, () => cursor.next()));
    assert.deepEqual(results.map(({ value }) => value?.["_id"]), Array.from({ length: 20 }, (_, index) => index));
    await cursor.close();
  });

  test("a reader goes on where another one stopped", async () => {
    const cursor = find("rows", 10);
    await cursor.next();
    await cursor.next();
    const rest = await cursor.toArray();
    assert.equal(rest.length, COUNT - 2);
    assert.equal(rest[0]?.["_id"], 2);
    assert.ok(cursor.closed);
  });

  test("nothing is sent before the first read", async () => {
    const refused = openCursor({ database: at.database, command: { find: "rows", filter: { $nonsense: 1 } } }, untyped);
    await refused.close();
    assert.deepEqual(await refused.toArray(), []);
  });

  test("an error of the server rejects the read, and the cursor is over", async () => {
    const pipeline = [{ $documents: [{ n: 1 }] }, { $set: { n: { $divide: ["$n", 0] } } }];
    const cursor = openCursor({
      database: at.client.database("admin"),
      command: { aggregate: 1, pipeline, cursor: {} },
    }, untyped);
    await assert.rejects(cursor.next(), ServerError);
    assert.deepEqual(await cursor.next(), { done: true, value: undefined });
  });
});

describe("closing a cursor", () => {
  const marker = `closing ${Math.random()}`;
  const marked = () =>
    openCursor({
      database: at.database,
      command: { find: "rows", batchSize: 10, comment: marker },
      getMore: { batchSize: 10 },
    }, untyped);

  test("leaving a for await closes it on the server", async () => {
    for await (const { _id } of marked()) {
      if (_id === 3) break;
    }
    assert.deepEqual(await serverCursors(at.client, marker, 0), []);
  });

  test("close in the middle closes it on the server; reading on finds nothing", async () => {
    const cursor = marked();
    await cursor.next();
    await cursor.close();
    assert.deepEqual(await cursor.next(), { done: true, value: undefined });
    assert.deepEqual(await serverCursors(at.client, marker, 0), []);
  });

  test("close while a page is on its way closes it on the server", async () => {
    const cursor = marked();
    const first = cursor.next();
    await cursor.close();
    assert.deepEqual(await first, { done: true, value: undefined });
    assert.deepEqual(await serverCursors(at.client, marker, 0), []);
  });
});

describe("the event loop during a large read", () => {
  test("timers run between the pages", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const rows = await manyRows(at.client.database("admin"), 60_000).toArray();
    clearInterval(timer);
    assert.equal(rows.length, 60_000);
    assert.ok(turns >= 3, `${turns} turns`);
  });
});

describe("what a cursor leaves behind", () => {
  const opened = connect(uri, { library });
  after(async () => (await opened).close());

  test("no handle, however it ended", async () => {
    const client = await opened;
    const before = client.engine.stats();
    await find("rows").toArray();
    for await (const _row of find("rows")) break;
    const cursor = find("rows");
    await cursor.next();
    await cursor.close();
    assert.deepEqual(client.engine.stats(), before);
  });
});
