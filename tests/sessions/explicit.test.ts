import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { connect, init, type InvalidArgument, ServerError, SessionError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { Account, Entry } from "./models.ts";

const at = testDatabase("explicit");

before(async () => {
  await init({ database: at.database, documentModels: [Account, Entry] });
  await at.database.command({ create: "accounts" });
  await at.database.command({ create: "entries" });
});
beforeEach(async () => {
  await Entry.deleteAll();
});

const invalidState = (pattern: RegExp) => (error: SessionError): boolean =>
  error instanceof SessionError && error.code === "session.invalid_state" && pattern.test(error.message);

describe("a session of one's own", () => {
  test("calls that are given it are in its transaction, others are not", async () => {
    await using session = await at.client.startSession();
    assert.equal(session.inTransaction, false);
    await session.startTransaction();
    assert.equal(session.inTransaction, true);
    const entry = await new Entry({ text: "a" }).insert({ session });
    await Entry.insertMany([new Entry({ text: "b" })], { session });
    await Entry.insertOne(new Entry({ text: "c" }), { session });
    await entry.set({ n: 1 }, { session });
    await Entry.find({ text: "b" }).set({ n: 1 }).session(session);
    await Entry.findOne({ text: "c" }).delete().session(session);
    assert.deepEqual((await Entry.find({ n: 1 }).session(session)).length, 2);
    assert.equal(await Entry.find({ n: 1 }).session(session).count(), 2);
    assert.equal((await Entry.findAll().aggregate([{ $count: "n" }]).session(session))[0]?.n, 2);
    assert.equal(await Entry.count(), 0);
    await session.commit();
    assert.equal(session.inTransaction, false);
    assert.equal(await Entry.count(), 2);
  });

  test("leaving an `await using` block aborts an open transaction", async () => {
    {
      await using session = await at.client.startSession();
      await session.startTransaction();
      await new Entry({ text: "x" }).insert({ session });
    }
    assert.equal(await Entry.count(), 0);
  });

  test("a transaction after another, committed or aborted", async () => {
    await using session = await at.client.startSession();
    for (const end of ["commit", "abort", "commit"] as const) {
      await session.startTransaction();
      await new Entry({ text: end }).insert({ session });
      await session[end]();
    }
    assert.deepEqual((await Entry.findAll()).map(({ text }) => text), ["commit", "commit"]);
  });

  test("calls that run at once are sent one after another, in order", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    const entry = await new Entry({ text: "x" }).insert({ session });
    await Promise.all(Array.from({ length: 20 }, (_, n) => Entry.find({ n }).set({ n: n + 1 }).session(session)));
    await session.commit();
    assert.equal((await Entry.get(entry.id))?.n, 20);
  });

  test("a commit waits for calls that were begun; an abort refuses those that were not sent", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    const inserts = [1, 2, 3].map((n) => new Entry({ text: "x", n }).insert({ session }));
    await session.commit();
    await Promise.all(inserts);
    assert.equal(await Entry.count(), 3);

    await session.startTransaction();
    const refused = [1, 2, 3].map((n) => new Entry({ text: "y", n }).insert({ session }));
    const outcomes = Promise.allSettled(refused);
    await session.abort();
    assert.deepEqual((await outcomes).map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
    await assert.rejects(refused[1]!, invalidState(/aborted before this call was sent/));
    assert.equal(await Entry.count(), 3);
  });

  test("a failed call ends the transaction on the server, and the session goes on", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    const entry = await new Entry({ text: "x" }).insert({ session });
    await assert.rejects(new Entry({ text: "x", id: entry.id } as never).insert({ session }), ServerError);
    await assert.rejects(
      session.commit(),
      (error: ServerError) => error.hasLabel("TransientTransactionError") && !session.inTransaction,
    );
    await session.startTransaction();
    await new Entry({ text: "y" }).insert({ session });
    await session.commit();
    assert.deepEqual((await Entry.findAll()).map(({ text }) => text), ["y"]);
  });

  test("a call that is given up goes on by itself, and the session stays in order", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    const controller = new AbortController();
    const given = new Entry({ text: "given up" }).insert({ session, signal: controller.signal });
    const waiting = new Entry({ text: "waiting" }).insert({ session, signal: controller.signal });
    const next = new Entry({ text: "next" }).insert({ session });
    controller.abort("enough");
    await assert.rejects(given, (reason) => reason === "enough");
    await assert.rejects(waiting, (reason) => reason === "enough");
    await next;
    await session.commit();
    const stored = (await Entry.findAll()).map(({ text }) => text);
    assert.ok(stored.includes("next") && !stored.includes("waiting"), stored.join());
  });

  test("runs a function in a transaction of its own", async () => {
    await using session = await at.client.startSession();
    const result = await session.transaction(async (given) => {
      assert.equal(given, session);
      await new Entry({ text: "x" }).insert();
      return 7;
    });
    assert.equal(result, 7);
    assert.equal(await Entry.count(), 1);
    await session.startTransaction();
    await assert.rejects(session.transaction(() => 1), invalidState(/open in this session/));
  });

  test("the function may end the transaction itself", async () => {
    await using session = await at.client.startSession();
    await session.transaction(async () => {
      await new Entry({ text: "x" }).insert();
      await session.abort();
    });
    assert.equal(await Entry.count(), 0);
  });

  test("what the state does not allow is an error that says why", async () => {
    const session = await at.client.startSession();
    await assert.rejects(session.commit(), invalidState(/no transaction to commit/));
    await assert.rejects(session.abort(), invalidState(/no open transaction to abort/));
    await session.startTransaction();
    await assert.rejects(session.startTransaction(), invalidState(/open already/));
    await session.commit();
    await session.commit();
    await assert.rejects(session.abort(), invalidState(/no open transaction/));
    await session.end();
    await session.end();
    const ended = invalidState(/session was ended/);
    await assert.rejects(session.startTransaction(), ended);
    await assert.rejects(session.commit(), ended);
    await assert.rejects(session.abort(), ended);
    await assert.rejects(new Entry({ text: "x" }).insert({ session }), ended);
    await assert.rejects(Entry.find().session(session).toList(), ended);
  });

  test("a session of another client is refused", async () => {
    await using other = await connect(uri, { library });
    await using session = await other.startSession();
    await assert.rejects(
      new Entry({ text: "x" }).insert({ session }),
      (error: InvalidArgument) =>
        error.code === "session.other_client" && error.path === "session" && /^Entry: /.test(error.message),
    );
    await assert.rejects(Entry.find().session(session).count(), { code: "session.other_client" });
  });

  test("options that there are not, and that do not fit, are refused", async () => {
    // @ts-expect-error -- misspelt
    await assert.rejects(at.client.startSession({ casualConsistency: true }), /"casualConsistency" is not known/);
    await assert.rejects(at.client.startSession({ causalConsistency: true, snapshot: true }), /choose one/);
    await using session = await at.client.startSession();
    // @ts-expect-error -- misspelt
    await assert.rejects(session.startTransaction({ readConcerns: {} }), /"readConcerns" is not known/);
    await assert.rejects(session.startTransaction({ maxCommitTimeMS: -1 }), /maxCommitTimeMS must be/);
    await session.startTransaction({ readConcern: undefined });
  });
});

describe("concerns", () => {
  test("those of a transaction are given to it and not to its calls", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction({ readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } });
    const code = { code: "session.concern" };
    await assert.rejects(new Entry({ text: "x" }).insert({ session, writeConcern: { w: 1 } }), code);
    await assert.rejects(Entry.find().session(session).options({ readConcern: { level: "local" } }).toList(), code);
    await new Entry({ text: "x" }).insert({ session });
    await session.commit();
    assert.equal(await Entry.count(), 1);
  });

  test("a transaction reads from the primary", async () => {
    await using session = await at.client.startSession();
    await session.startTransaction();
    const query = Entry.find().session(session).options({ readPreference: { mode: "secondary" } });
    await assert.rejects(query.toList(), (error: InvalidArgument) => /read from the primary/.test(error.message));
    await using other = await at.client.startSession();
    // @ts-expect-error -- not an option
    await assert.rejects(other.startTransaction({ readPreference: { mode: "nearest" } }), /reads from the primary/);
  });

  test("a snapshot session reads one point in time", async () => {
    await new Entry({ text: "before" }).insert({ writeConcern: { w: "majority" } });
    await using session = await at.client.startSession({ snapshot: true });
    assert.equal((await Entry.find().session(session)).length, 1);
    await new Entry({ text: "after" }).insert({ writeConcern: { w: "majority" } });
    assert.equal((await Entry.find().session(session)).length, 1);
    assert.equal(await Entry.find().session(session).count(), 1);
    assert.deepEqual(await Entry.find().session(session).distinct(Entry.text), ["before"]);
    assert.equal(await Entry.count(), 2);
    await assert.rejects(session.startTransaction(), SessionError);
  });

  test("a causally consistent session reads its own writes with any read concern", async () => {
    await using session = await at.client.startSession();
    for (let n = 1; n <= 20; n++) {
      await new Entry({ text: "x", n }).insert({ session, writeConcern: { w: 1 } });
      const read = Entry.find().session(session).options({ readConcern: { level: "majority" } });
      assert.equal((await read).length, n);
    }
  });
});
