import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { connect, init, type InvalidArgument, type SessionError, sum, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { Account, Entry } from "./models.ts";

const at = testDatabase("ambient");

before(async () => {
  await init({ database: at.database, documentModels: [Account, Entry] });
  await at.database.command({ create: "accounts" });
  await at.database.command({ create: "entries" });
});
beforeEach(async () => {
  await Account.deleteAll();
  await Entry.deleteAll();
});

/** What somebody else sees: calls within a function that is given nothing of the transaction. */
async function seenOutside(): Promise<number> {
  await using session = await at.client.startSession();
  return await Entry.find().session(session).count();
}

describe("transaction", () => {
  test("every call inside joins, and all of it comes to be at the end", async () => {
    const result = await transaction(async () => {
      await new Entry({ text: "a" }).insert();
      await Entry.insertMany([new Entry({ text: "b" }), new Entry({ text: "c" })]);
      await Entry.find({ text: "b" }).set({ n: 5 });
      await Entry.findOne({ text: "c" }).delete();
      await new Entry({ text: "saved" }).save();
      assert.equal(await Entry.count(), 3);
      assert.equal(await Entry.find({ n: 5 }).exists(), true);
      assert.deepEqual((await Entry.distinct(Entry.text)).sort(), ["a", "b", "saved"]);
      assert.equal(await Entry.sum(Entry.n), 5);
      assert.deepEqual(
        await Entry.aggregate((p) => p.group((g) => g.n, () => ({ rows: sum(1) })).sort({ rows: -1 })),
        [{ _id: 0, rows: 2 }, { _id: 5, rows: 1 }],
      );
      assert.equal(await seenOutside(), 0);
      return "done";
    });
    assert.equal(result, "done");
    assert.equal(await seenOutside(), 3);
  });

  test("functions that are called inside join without being told", async () => {
    async function log(text: string): Promise<void> {
      await new Entry({ text }).insert();
    }
    await assert.rejects(
      transaction(async () => {
        await log("one");
        await log("two");
        throw new Error("not today");
      }),
      /not today/,
    );
    assert.equal(await Entry.count(), 0);
  });

  test("an error of the function aborts and passes through as it is", async () => {
    const thrown = { any: "value" };
    await assert.rejects(
      transaction(async () => {
        await new Entry({ text: "x" }).insert();
        throw thrown;
      }),
      (error) => error === thrown,
    );
    assert.equal(await Entry.count(), 0);
    await assert.rejects(
      transaction(() => {
        throw new RangeError("at once");
      }),
      RangeError,
    );
  });

  test("a call with a session of its own runs outside", async () => {
    await using own = await at.client.startSession();
    await assert.rejects(
      transaction(async () => {
        await new Entry({ text: "undone" }).insert();
        await new Entry({ text: "audit" }).insert({ session: own });
        throw new Error("abort");
      }),
      /abort/,
    );
    assert.deepEqual((await Entry.findAll()).map(({ text }) => text), ["audit"]);
  });

  test("one inside of another is a part of it", async () => {
    await assert.rejects(
      transaction(async (outer) => {
        const inner = await transaction(async (session) => {
          await new Entry({ text: "inner" }).insert();
          return session;
        });
        assert.equal(inner, outer);
        assert.equal(await seenOutside(), 0);
        assert.equal(await outer.transaction(() => Entry.count()), 1);
        throw new Error("outer");
      }),
      /outer/,
    );
    assert.equal(await Entry.count(), 0);
  });

  test("one inside of another can not have options", async () => {
    await assert.rejects(
      transaction(() => transaction(() => 1, { maxCommitTimeMS: 100 })),
      (error: InvalidArgument) => error.code === "session.nested_options" && /"maxCommitTimeMS"/.test(error.message),
    );
    assert.equal(await transaction(() => transaction(() => 1, { maxCommitTimeMS: undefined })), 1);
  });

  test("calls that run at once are sent in the order in which they began", async () => {
    await transaction(async () => {
      const entry = await new Entry({ text: "counted" }).insert();
      await Promise.all(Array.from({ length: 30 }, (_, n) => Entry.find({ n }).set({ n: n + 1 })));
      assert.equal((await Entry.get(entry.id))?.n, 30);
      const documents = Array.from({ length: 20 }, (_, n) => new Entry({ text: `at once ${n}`, n }));
      const [count] = await Promise.all([Entry.count(), ...documents.map((document) => document.insert())]);
      assert.equal(count, 1);
    });
    assert.equal(await Entry.count(), 21);
  });

  test("a call that waits for others is sent as it was when it began", async () => {
    await transaction(async () => {
      const entry = new Entry({ text: "early" });
      const pending = [Entry.count(), entry.insert()];
      entry.text = "late";
      await Promise.all(pending);
    });
    assert.equal((await Entry.findOne())?.text, "early");
  });

  test("calls between the pages of a cursor", async () => {
    const documents = Array.from({ length: 900 }, (_, n) => new Entry({ text: "page", n }));
    await Entry.insertMany(documents);
    await transaction(async () => {
      let read = 0;
      for await (const entry of Entry.find({ text: "page" }).sort("n").options({ batchSize: 100 })) {
        assert.equal(entry.n, read++);
        if (read % 50 === 0) await Entry.find({ n: entry.n }).set({ text: "seen" });
      }
      assert.equal(read, 900);
      const lists = await Promise.all([1, 2, 3].map(() => Entry.find().options({ batchSize: 70 })));
      assert.deepEqual(lists.map((list) => list.length), [900, 900, 900]);
    });
    assert.equal(await Entry.find({ text: "seen" }).count(), 18);
  });

  test("a cursor that the function leaves open can not be read any more", async () => {
    await Entry.insertMany(Array.from({ length: 500 }, (_, n) => new Entry({ text: "left", n })));
    const iterator = await transaction(async () => {
      const rows = Entry.find().options({ batchSize: 10 })[Symbol.asyncIterator]();
      await rows.next();
      return rows;
    });
    await assert.rejects(
      (async () => {
        while (!(await iterator.next()).done);
      })(),
      (error: SessionError) => error.code === "session.invalid_state" && /cursor/.test(error.message),
    );
    assert.equal(await transaction(() => Entry.count()), 500);
  });

  test("a call that was not awaited is still a part of it when it began inside", async () => {
    await transaction(async () => {
      void new Entry({ text: "a" }).insert();
      void new Entry({ text: "b" }).insert();
      await Promise.resolve();
    });
    assert.equal(await Entry.count(), 2);
  });

  test("a call that begins when the function is over is an error", async () => {
    let late: Promise<unknown> | undefined;
    let release = (): void => {};
    const over = new Promise<void>((resolve) => void (release = resolve));
    await transaction(async () => {
      await new Entry({ text: "inside" }).insert();
      late = over.then(() => new Entry({ text: "late" }).insert());
      late.catch(() => {});
    });
    release();
    await assert.rejects(
      late!,
      (error: SessionError) => error.code === "session.invalid_state" && /function is over/.test(error.message),
    );
    assert.equal(await Entry.count(), 1);
  });

  test("several at once do not see each other", async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) =>
      transaction(async () => {
        await new Entry({ text: `t${i}` }).insert();
        assert.equal(await Entry.find({ text: `t${i}` }).count(), 1);
        await new Entry({ text: `t${i}` }).insert();
      })));
    assert.equal(await Entry.count(), 16);
  });

  test("a call of another client inside is an error that says so", async () => {
    await using other = await connect(uri, { library });
    const database = other.database(at.database.name);
    await assert.rejects(
      transaction(() => database.command({ count: "entries" })),
      (error: InvalidArgument) => error.code === "session.other_client" && /another client/.test(error.message),
    );
    await using session = await other.startSession();
    const reply = await transaction(() => database.command({ count: "entries" }, { session }));
    assert.equal(reply.n, 0);
  });

  test("with models of several clients it has to be said which", async () => {
    await using other = await connect(uri, { library });
    await init({ database: other.database(at.database.name), documentModels: [Account], skipIndexes: true });
    try {
      await assert.rejects(
        transaction(() => 1),
        (error: InvalidArgument) => error.path === "client" && /2 clients/.test(error.message),
      );
      await transaction(() => new Account({ owner: "a", balance: 1 }).insert(), { client: other });
      assert.equal(await Account.count(), 1);
    } finally {
      await init({ database: at.database, documentModels: [Account], skipIndexes: true });
    }
  });

  test("what is no option and no function is refused", async () => {
    // @ts-expect-error -- misspelt
    await assert.rejects(transaction(() => 1, { readConcerns: {} }), /"readConcerns" is no option/);
    // @ts-expect-error -- no function
    await assert.rejects(transaction(Entry.count()), /takes a function/);
  });

  test("an aborted signal aborts it and is the reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let resume = (): void => {};
    const resumed = new Promise<void>((resolve) => void (resume = resolve));
    let late: Promise<unknown> | undefined;
    const run = transaction(async () => {
      await new Entry({ text: "x" }).insert();
      late = resumed.then(() => Entry.count());
      late.catch(() => {});
      controller.abort(reason);
      await late;
    }, { signal: controller.signal });
    await assert.rejects(run, (error) => error === reason);
    resume();
    await assert.rejects(late!, (error) => error === reason);
    assert.equal(await Entry.count(), 0);
    let ran = false;
    await assert.rejects(transaction(() => ran = true, { signal: controller.signal }), (error) => error === reason);
    assert.equal(ran, false);
  });
});
