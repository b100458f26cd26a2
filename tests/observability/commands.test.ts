import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { describe, test } from "node:test";
import { z } from "zod";
import { BulkWriter, type CommandEvent, Document, init, transaction } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { recordCommands } from "./support/record.ts";

class Product extends Document({ title: z.string(), price: z.number(), secret: z.string().default("s3cr3t") }) {
  static settings = { name: "products", indexes: [["price"]] };
}

describe("events of commands", () => {
  const at = testDatabase("seeing_commands");
  const record = (work: () => unknown): Promise<CommandEvent[]> => recordCommands(at.client, work);
  const bind = () => init({ database: at.database, documentModels: [Product] });

  test("an insert says what it was, where, how long and how much", async () => {
    await bind();
    const [event, ...others] = await record(() => new Product({ title: "a", price: 1 }).insert());
    assert.deepEqual(others, []);
    assert.ok(event);
    assert.deepEqual(
      [event.command, event.database, event.collection, event.model],
      ["insert", at.database.name, "products", "Product"],
    );
    assert.deepEqual([event.statements, event.documentsWritten, event.documentsRead], [1, 1, undefined]);
    assert.deepEqual([event.commands, event.retries, event.inTransaction], [1, 0, false]);
    assert.ok(event.bytesSent! > 50 && event.bytesReceived! > 20);
    assert.ok(event.durationMS! >= event.networkMS! && event.engineMS! >= event.networkMS! && event.networkMS! > 0);
    assert.equal(event.host, "127.0.0.1");
    assert.ok(event.port! > 0 && event.connectionId! > 0);
    assert.equal(event.errorCode, undefined);
  });

  test("a find brings its shape and its documents, and one getMore for each further page of the server", async () => {
    await bind();
    await Product.insertMany(Array.from({ length: 1500 }, (_, i) => new Product({ title: `p${i}`, price: 1000 + i })));
    const events = await record(() => Product.find(Product.price.gte(1000)).options({ batchSize: 700 }).toList());
    assert.deepEqual(
      events.map(({ command, documentsRead }) => [command, documentsRead]),
      [["find", 700], ["getMore", 700], ["getMore", 100]],
    );
    assert.equal(events[0]!.query(), "{ filter: { price: { $gte: ? } } }");
    assert.deepEqual(
      events.map(({ collection, model }) => [collection, model]),
      Array(3).fill(["products", "Product"]),
    );
    for (const event of events) assert.ok(event.bytesReceived! > 1000 && event.networkMS! > 0);
  });

  test("every kind of operation is there", async () => {
    await bind();
    const names = async (work: () => unknown): Promise<string[]> => (await record(work)).map(({ command }) => command);
    const first = await new Product({ title: "first", price: 1 }).insert();
    assert.deepEqual(await names(() => Product.findOne(Product.title.eq("first"))), ["find"]);
    assert.deepEqual(await names(() => Product.find(Product.price.lt(5)).count()), ["aggregate"]);
    assert.deepEqual(await names(() => Product.find(Product.price.lt(5)).distinct("title")), ["distinct"]);
    assert.deepEqual(await names(() => Product.find().aggregate([{ $limit: 1 }]).toList()), ["aggregate"]);
    assert.deepEqual(await names(() => Product.find(Product.price.lt(5)).inc({ price: 1 })), ["update"]);
    assert.deepEqual(await names(() => first.set({ price: 2 })), ["findAndModify"]);
    assert.deepEqual(await names(() => first.delete()), ["delete"]);
    assert.deepEqual(await names(() => at.database.command({ ping: 1 })), ["ping"]);
    assert.ok((await names(bind)).includes("listIndexes"));
  });

  test("a bulk writer's groups are commands with the number of their statements", async () => {
    await bind();
    const [event] = await record(async () => {
      const writer = new BulkWriter();
      for (let i = 0; i < 3; i++) await new Product({ title: "bulk", price: i }).insert({ bulkWriter: writer });
      await writer.commit();
    });
    assert.deepEqual([event!.command, event!.statements, event!.documentsWritten], ["insert", 3, 3]);
  });

  test("a transaction shows its commands as such, and its end with the time on the network", async () => {
    await bind();
    const events = await record(() =>
      transaction(async () => {
        await new Product({ title: "t", price: 1 }).insert();
      }, { client: at.client })
    );
    assert.deepEqual(
      events.map(({ command, inTransaction }) => [command, inTransaction]),
      [["insert", true], ["commitTransaction", true]],
    );
    assert.ok(events[1]!.networkMS! > 0);
    const aborted = await record(async () => {
      await using session = await at.client.startSession();
      await session.startTransaction();
      await session.abort();
    });
    assert.deepEqual(aborted.map(({ command, commands }) => [command, commands]), [["abortTransaction", 0]]);
  });

  test("a change stream's pages are getMores that wait for data", async () => {
    await bind();
    const events = await record(async () => {
      await using stream = await Product.watch([], { maxAwaitTimeMS: 50 }).open();
      await new Product({ title: "watched", price: 1 }).insert();
      await stream.next();
    });
    const pages = events.filter(({ awaitsData }) => awaitsData);
    assert.deepEqual([pages[0]!.command, pages[0]!.model], ["aggregate", "Product"]);
    assert.ok(pages.slice(1).some(({ command, documentsRead }) => command === "getMore" && documentsRead === 1));
  });

  test("a failure carries the stable code, the server's number and the error itself", async () => {
    await bind();
    const product = await new Product({ title: "twice", price: 1 }).insert();
    const [event] = await record(() => assert.rejects(new Product({ id: product.id, title: "b", price: 1 }).insert()));
    assert.deepEqual([event!.errorCode, event!.serverCode], ["server.duplicate_key", 11000]);
    assert.ok(event!.error instanceof Error && event!.durationMS! > 0);
    assert.equal("error" in event!.toJSON(), false);
  });

  test("an aborted operation ends with the signal's reason", async () => {
    const controller = new AbortController();
    const [event] = await record(async () => {
      const { signal } = controller;
      const slow = at.client.database("admin").command({ sleep: 1, millis: 3000, lock: "none" }, { signal });
      controller.abort();
      await assert.rejects(slow);
    });
    assert.deepEqual([event!.command, event!.errorCode], ["sleep", "AbortError"]);
  });

  test("channels publish in the order of TracingChannel, and stores bound to the start reach the rest", async () => {
    const channels = tracingChannel("haricot:command");
    const store = new AsyncLocalStorage<{ name: string }>();
    const seen: string[] = [];
    const kinds = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
    const listeners = kinds.map((kind) => () => void seen.push(`${kind} ${store.getStore()?.name}`));
    kinds.forEach((kind, index) => channels[kind].subscribe(listeners[index]!));
    channels.start.bindStore(store, (event: unknown) => ({ name: (event as CommandEvent).command }));
    try {
      await at.database.command({ ping: 1 });
      assert.deepEqual(seen.splice(0), ["start ping", "end ping", "asyncStart ping", "asyncEnd ping"]);
      await assert.rejects(at.database.command({ noSuchCommand: 1 }));
      assert.deepEqual(seen.map((text) => text.split(" ")[0]), ["start", "end", "error", "asyncStart", "asyncEnd"]);
    } finally {
      channels.start.unbindStore(store);
      kinds.forEach((kind, index) => channels[kind].unsubscribe(listeners[index]!));
    }
  });

  test("nothing of what was stored, sent or looked for is in an event", async () => {
    await bind();
    const secret = "tok3n-of-somebody";
    const events = await record(async () => {
      const product = await new Product({ title: secret, price: 1, secret }).insert();
      await Product.find(Product.secret.eq(secret)).toList();
      await Product.find({ title: { $regex: secret } }).set({ secret });
      await product.set({ title: `${secret}2` });
      await assert.rejects(new Product({ id: product.id, title: secret, price: 1 }).insert());
      await product.delete();
    });
    assert.equal(events.length, 6);
    for (const event of events) assert.ok(!JSON.stringify(event).includes(secret), JSON.stringify(event));
  });
});
