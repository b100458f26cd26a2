import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openCursor } from "../../src/client/cursor.ts";
import { runDocument } from "../../src/client/run.ts";
import type { Session } from "../../src/client/session.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { untyped } from "../support/rows.ts";

const at = testDatabase("sessions");

function insertIn(session: Session, collection: string, _id: number): Promise<unknown> {
  const documents = { plan: null, values: [{ _id }], statements: "documents" };
  return runDocument({ database: at.database, command: { insert: collection }, documents, session });
}

async function ids(collection: string, session?: Session): Promise<unknown[]> {
  const command = { find: collection, sort: { _id: 1 } };
  return (await openCursor({ database: at.database, command, session }, untyped).toArray()).map(({ _id }) => _id);
}

describe("transactions", () => {
  test("what was written is seen inside before the commit, outside after it", async () => {
    await insert(at.database, "committed", [{ _id: 0 }]);
    await using session = await at.client.startSession();
    await session.startTransaction();
    await insertIn(session, "committed", 1);
    assert.deepEqual(await ids("committed", session), [0, 1]);
    assert.deepEqual(await ids("committed"), [0]);
    await session.commit();
    assert.deepEqual(await ids("committed"), [0, 1]);
  });

  test("an abort leaves nothing", async () => {
    await insert(at.database, "aborted", [{ _id: 0 }]);
    await using session = await at.client.startSession();
    await session.startTransaction();
    await insertIn(session, "aborted", 1);
    await session.abort();
    assert.deepEqual(await ids("aborted"), [0]);
  });

  test("ending a session aborts its open transaction", async () => {
    await insert(at.database, "ended", [{ _id: 0 }]);
    const session = await at.client.startSession();
    await session.startTransaction();
    await insertIn(session, "ended", 1);
    await session.end();
    assert.ok(session.ended);
    assert.deepEqual(await ids("ended"), [0]);
    await insert(at.database, "ended", [{ _id: 1 }]);
  });

  test("a cursor inside a transaction reads page by page", async () => {
    await insert(at.database, "paged", Array.from({ length: 50 }, (_, _id) => ({ _id })));
    await using session = await at.client.startSession();
    await session.startTransaction();
    await insertIn(session, "paged", 50);
    const command = { find: "paged", batchSize: 7, sort: { _id: 1 } };
    const rows = await openCursor({ database: at.database, command, session, getMore: { batchSize: 7 } }, untyped)
      .toArray();
    assert.equal(rows.length, 51);
    await session.commit();
  });

  test("sessions leave no handle", async () => {
    const before = at.client.engine.stats();
    for (let i = 0; i < 10; i++) {
      const session = await at.client.startSession();
      await session.end();
    }
    assert.deepEqual(at.client.engine.stats(), before);
  });
});
