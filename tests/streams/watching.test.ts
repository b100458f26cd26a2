import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  alias,
  type ChangeEvent,
  type ChangeStream,
  ClientClosed,
  CollectionWasNotInitialized,
  connect,
  Document,
  init,
  int64,
  InvalidArgument,
  type ResumeToken,
  ServerError,
  type Settings,
  Timestamp,
  ValidationError,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { serverCursors } from "../support/server-cursors.ts";

const at = testDatabase("streams");

class Order extends Document({
  customer: z.string(),
  total: z.number(),
  placedAt: alias(z.date(), "placed"),
  lines: z.array(z.object({ sku: alias(z.string(), "s"), count: z.int() })).default([]),
  serial: int64().optional(),
  labels: z.record(z.string(), z.int()).default({}),
}) {
  static settings = { name: "orders" } satisfies Settings;
  #read = true;
  get label(): string {
    return `${this.customer} ${this.total} ${this.#read}`;
  }
}

class Tag extends Document({ id: z.string(), uses: z.int().default(0) }) {
  static settings = { name: "tags" } satisfies Settings;
}

const placedAt = new Date("2026-01-02T03:04:05Z");
const order = (customer: string, total = 1) => new Order({ customer, total, placedAt });

async function take<E>(stream: ChangeStream<E>, count: number): Promise<E[]> {
  const events: E[] = [];
  while (events.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

const types = (events: readonly { operationType: string }[]) => events.map(({ operationType }) => operationType);

before(() => init({ database: at.database, documentModels: [Order, Tag] }));
beforeEach(async () => {
  await at.database.command({ dropDatabase: 1 });
  for (const name of ["orders", "tags"]) {
    await at.database.command({ create: name, changeStreamPreAndPostImages: { enabled: true } });
  }
});

describe("a stream of a class", () => {
  test("gives inserts with instances, their ids and the time", async () => {
    await using stream = await Order.watch().open();
    const placed = await order("Ada", 5).insert();
    const [event] = await take(stream, 1);
    assert.ok(event?.operationType === "insert");
    assert.ok(event.fullDocument instanceof Order);
    assert.equal(event.fullDocument.label, "Ada 5 true");
    assert.deepEqual(event.fullDocument.placedAt, placedAt);
    assert.equal(event.fullDocument.isNew, false);
    assert.ok(event.documentKey.id.equals(placed.id));
    assert.deepEqual(event.ns, { db: at.database.name, coll: "orders" });
    assert.ok(event.clusterTime instanceof Timestamp);
    assert.ok(event.wallTime instanceof Date);
    assert.equal(typeof event.resumeToken._data, "string");
  });

  test("tells what an update changed, by the names of the model and with its values", async () => {
    const placed = await order("Ada").insert();
    await using stream = await Order.watch().open();
    const other = new Date("2027-01-01T00:00:00Z");
    await placed.set({ placedAt: other, total: 2.5, serial: 7n, "labels.red": 1 });
    await placed.update({ $push: { lines: { sku: "x", count: 1 } } });
    await placed.update({ $push: { lines: { sku: "y", count: 2 } } });
    await placed.update({ $unset: { serial: "" } });
    const events = await take(stream, 4);
    assert.deepEqual(types(events), ["update", "update", "update", "update"]);
    const changes = events.map((event) => event.operationType === "update" ? event.updateDescription : undefined);
    assert.deepEqual(changes[0]?.updatedFields, { placedAt: other, total: 2.5, serial: 7n, "labels.red": 1 });
    assert.deepEqual(changes[1]?.updatedFields, { lines: [{ sku: "x", count: 1 }] });
    assert.deepEqual(changes[2]?.updatedFields, { "lines.1": { sku: "y", count: 2 } });
    assert.deepEqual(changes[3]?.removedFields, ["serial"]);
    assert.ok(events.every((event) => !("fullDocument" in event)));
  });

  test("gives documents after and before an update, as asked", async () => {
    const placed = await order("Ada", 1).insert();
    await using after = await Order.watch([], { fullDocument: "updateLookup" }).open();
    await using both = await Order.watch([], { fullDocument: "required", fullDocumentBeforeChange: "required" }).open();
    await placed.set({ total: 2 });
    placed.total = 3;
    await placed.replace();
    await placed.delete();
    const looked = await take(after, 3);
    assert.deepEqual(types(looked), ["update", "replace", "delete"]);
    const kept = await take(both, 3);
    const [updated, replaced, deleted] = kept;
    assert.ok(updated?.operationType === "update" && updated.fullDocument instanceof Order);
    assert.deepEqual([updated.fullDocumentBeforeChange?.total, updated.fullDocument.total], [1, 2]);
    assert.ok(replaced?.operationType === "replace" && replaced.fullDocument instanceof Order);
    assert.ok(deleted?.operationType === "delete" && deleted.fullDocumentBeforeChange instanceof Order);
    assert.equal(deleted.fullDocumentBeforeChange.label, "Ada 3 true");
  });

  test("has null for a document that is gone when it is looked up", async () => {
    const placed = await order("Ada").insert();
    await using earlier = await Order.watch().open();
    await placed.set({ total: 2 });
    await placed.delete();
    await using stream = Order.watch([], { fullDocument: "updateLookup", startAfter: earlier.resumeToken! });
    const [event] = await take(stream, 1);
    assert.ok(event?.operationType === "update");
    assert.equal(event.fullDocument, null);
  });

  test("converts ids of other types, and takes stages", async () => {
    await using stream = await Tag.watch([{ $match: { operationType: { $in: ["insert", "delete"] } } }, {
      $set: { extra: { $strLenCP: "$documentKey._id" } },
    }]).open();
    const tag = await new Tag({ id: "blue" }).insert();
    await tag.set({ uses: 1 });
    await tag.delete();
    const events = await take(stream, 2);
    assert.deepEqual(types(events), ["insert", "delete"]);
    assert.deepEqual(events.map((event) => "documentKey" in event && event.documentKey.id), ["blue", "blue"]);
    assert.equal((events[0] as unknown as { extra: number }).extra, 4);
  });

  test("ends with invalidate when the collection is dropped, and another one starts after it", async () => {
    await using stream = await Tag.watch().open();
    await at.database.command({ drop: "tags" });
    const seen: ChangeEvent<Tag, { id: string }>[] = [];
    for await (const event of stream) seen.push(event);
    assert.deepEqual(types(seen), ["drop", "invalidate"]);
    assert.equal(stream.closed, true);
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
    await new Tag({ id: "after" }).insert();
    await using further = Tag.watch([], { startAfter: stream.resumeToken! });
    const events = await take(further, 1);
    assert.deepEqual(types(events), ["insert"]);
  });

  test("tells of a new name", async () => {
    await using stream = await Tag.watch().open();
    await at.client.database("admin").command({
      renameCollection: `${at.database.name}.tags`,
      to: `${at.database.name}.labels`,
    });
    const [event] = await take(stream, 1);
    assert.ok(event?.operationType === "rename");
    assert.deepEqual(event.to, { db: at.database.name, coll: "labels" });
  });

  test("goes through many pages", async () => {
    await using stream = await Tag.watch([], { batchSize: 7 }).open();
    await Tag.insertMany(Array.from({ length: 100 }, (_, n) => new Tag({ id: `tag ${n}` })));
    const events = await take(stream, 100);
    assert.deepEqual(
      events.map((event) => event.operationType === "insert" && event.fullDocument.id),
      Array.from({ length: 100 }, (_, n) => `tag ${n}`),
    );
  });

  test("a document that does not fit is an error of its event alone", async () => {
    await using stream = await Order.watch().open();
    await at.database.command({ insert: "orders", documents: [{ customer: 3, total: 1, placed: placedAt }] });
    await order("Ada").insert();
    await assert.rejects(stream.next(), (error) => {
      assert.ok(error instanceof ValidationError);
      assert.match(error.message, /^Order\.customer/);
      return true;
    });
    const [event] = await take(stream, 1);
    assert.ok(event?.operationType === "insert");
    assert.equal(event.fullDocument.customer, "Ada");
  });

  test("of a class in another database", async () => {
    const name = `${at.database.name}_b`;
    try {
      const Theirs = Tag.using(name);
      await using stream = await Theirs.watch().open();
      await new Tag({ id: "here" }).insert();
      await new Theirs({ id: "there" }).insert();
      const [event] = await take(stream, 1);
      assert.ok(event?.operationType === "insert");
      assert.equal(event.fullDocument.id, "there");
      assert.ok(event.fullDocument instanceof Tag);
    } finally {
      await at.client.database(name).command({ dropDatabase: 1 });
    }
  });
});

describe("streams of more than a class", () => {
  test("a database: all of its collections, as plain objects", async () => {
    await using stream = await at.database.watch([{ $match: { operationType: "insert" } }]).open();
    await new Tag({ id: "x" }).insert();
    await order("Ada", 2.5).insert();
    const [tag, placed] = await take(stream, 2);
    assert.ok(tag?.operationType === "insert" && placed?.operationType === "insert");
    assert.deepEqual(tag.fullDocument, { _id: "x", uses: 0 });
    assert.equal(tag.fullDocument instanceof Tag, false);
    assert.deepEqual(tag.documentKey, { _id: "x" });
    assert.deepEqual([placed.fullDocument.total, placed.fullDocument.placed], [2.5, placedAt]);
  });

  test("a client: all databases; a database that is dropped invalidates a stream of it", async () => {
    const name = `${at.database.name}_c`;
    const database = at.client.database(name);
    await database.command({ create: "things" });
    await using all = await at.client.watch([{ $match: { "ns.db": name } }]).open();
    await using one = await database.watch().open();
    await database.command({ insert: "things", documents: [{ _id: 1 }] });
    await database.command({ dropDatabase: 1 });
    assert.deepEqual(types(await take(all, 3)), ["insert", "drop", "dropDatabase"]);
    assert.deepEqual(types(await take(one, 9)), ["insert", "drop", "dropDatabase", "invalidate"]);
  });
});

describe("where a stream begins and ends", () => {
  test("resumeAfter and startAfter go on behind an event, startAtOperationTime at a time", async () => {
    await using first = await Tag.watch().open();
    for (const id of ["a", "b", "c"]) await new Tag({ id }).insert();
    const [a, b] = await take(first, 2);
    const token = JSON.parse(JSON.stringify(first.resumeToken)) as ResumeToken;
    const ids = async (stream: ChangeStream<ChangeEvent<Tag, unknown>>, count: number) => {
      const events = await take(stream, count);
      await stream.close();
      return events.map((event) => event.operationType === "insert" ? event.fullDocument.id : "");
    };
    assert.deepEqual(await ids(Tag.watch([], { resumeAfter: a!.resumeToken }), 2), ["b", "c"]);
    assert.deepEqual(await ids(Tag.watch([], { startAfter: token }), 1), ["c"]);
    assert.deepEqual(await ids(Tag.watch([], { startAtOperationTime: b!.clusterTime }), 2), ["b", "c"]);
  });

  test("the token moves on while nothing happens, so that the place is not lost when the server forgets", async () => {
    await using stream = await Tag.watch([{ $match: { operationType: "delete" } }], { maxAwaitTimeMS: 20 }).open();
    const before = JSON.stringify(stream.resumeToken);
    const waiting = stream.next();
    for (let tries = 0; tries < 500 && JSON.stringify(stream.resumeToken) === before; tries++) {
      await new Tag({ id: `noise ${tries}` }).insert();
    }
    assert.notEqual(JSON.stringify(stream.resumeToken), before);
    await stream.close();
    assert.deepEqual(await waiting, { done: true, value: undefined });
  });

  test("before it is opened nothing is sent, and the token is that of the options", async () => {
    const token = { _data: "82" };
    assert.equal(Tag.watch([], { resumeAfter: token }).resumeToken, token);
    assert.equal(Tag.watch().resumeToken, undefined);
    const unread = Tag.watch();
    await unread.close();
    assert.deepEqual(await unread.next(), { done: true, value: undefined });
  });

  test("leaving a loop closes it on the server, as close and dispose do while a read waits", async () => {
    const comment = `left ${Math.random()}`;
    const stream = await Tag.watch([], { comment }).open();
    await new Tag({ id: "x" }).insert();
    assert.equal((await serverCursors(at.client, comment, 1)).length, 1);
    for await (const _ of stream) break;
    assert.equal(stream.closed, true);
    assert.deepEqual(await serverCursors(at.client, comment, 0), []);

    const other = await Tag.watch([], { comment }).open();
    const waiting = other.next();
    assert.equal((await serverCursors(at.client, comment, 1)).length, 1);
    await other[Symbol.asyncDispose]();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.deepEqual(await serverCursors(at.client, comment, 0), []);
  });

  test("a signal ends it with its reason, while a read waits and while none does", async () => {
    const comment = `signal ${Math.random()}`;
    for (const waits of [true, false]) {
      const controller = new AbortController();
      const stream = await Tag.watch([], { signal: controller.signal, comment }).open();
      const reading = waits ? stream.next() : undefined;
      const reason = new Error("enough");
      controller.abort(reason);
      await assert.rejects(async () => await reading ?? await stream.next(), (error) => error === reason);
      assert.equal(stream.closed, true);
      assert.deepEqual(await serverCursors(at.client, comment, 0), []);
    }
    await assert.rejects(Tag.watch([], { signal: AbortSignal.abort("no") }).next(), (error) => error === "no");
  });

  test("several reads at once each get an event of their own", async () => {
    await using stream = await Tag.watch().open();
    const reads = [stream.next(), stream.next(), stream.next()];
    for (const id of ["a", "b", "c"]) await new Tag({ id }).insert();
    const events = await Promise.all(reads);
    assert.deepEqual(
      events.map(({ value }) => value?.operationType === "insert" && value.fullDocument.id),
      ["a", "b", "c"],
    );
  });

  test("in a session of its own", async () => {
    const session = await at.client.startSession();
    const stream = await Tag.watch([], { session, maxAwaitTimeMS: 50 }).open();
    await new Tag({ id: "x" }).insert();
    assert.deepEqual(types(await take(stream, 1)), ["insert"]);
    await stream.close();
    await session.end();
  });

  test("closing the client ends a read that waits", async () => {
    const client = await connect(uri, { library });
    const stream = await client.watch().open();
    const waiting = assert.rejects(stream.next(), ClientClosed);
    await client.close();
    await waiting;
    assert.equal(stream.closed, true);
  });
});

describe("what can not be watched", () => {
  const refused: [string, () => unknown, RegExp][] = [
    [
      "options in the place of the pipeline",
      () => Tag.watch({ batchSize: 3 } as never),
      /^Tag\.watch\(\): it takes a pipeline/,
    ],
    ["an unknown option", () => Tag.watch([], { fulldocument: "required" } as never), /"fulldocument" is no option/],
    ["no pages", () => Tag.watch([], { batchSize: 0 }), /batchSize is a whole number from 1/],
    ["a wait that is none", () => Tag.watch([], { maxAwaitTimeMS: 0.5 }), /maxAwaitTimeMS is a whole number/],
    ["no session", () => Tag.watch([], { session: {} as never }), /A session is made by/],
    ["no signal", () => at.database.watch([], { signal: {} as never }), /A signal is an AbortSignal/],
    ["options that are none", () => at.client.watch([], 3 as never), /its options are an object/],
  ];
  for (const [what, attempt, message] of refused) {
    test(what, () => {
      assert.throws(attempt, (error) => error instanceof InvalidArgument && message.test(error.message));
    });
  }

  test("a class before init", () => {
    class Early extends Document({ id: z.string() }) {}
    assert.throws(() => Early.watch(), CollectionWasNotInitialized);
  });

  test("with stages or options that the server does not know: its error, and the stream is at its end", async () => {
    const stream = Tag.watch([{ $group: { _id: 1 } }]);
    await assert.rejects(
      stream.next(),
      (error) => error instanceof ServerError && /^Tag: .*\$group/.test(error.message),
    );
    assert.equal(stream.closed, true);
    await assert.rejects(Tag.watch([], { fullDocument: "always" as never }).open(), ServerError);
    await assert.rejects(Tag.watch([], { resumeAfter: { _data: "x" } }).open(), ServerError);
  });
});
