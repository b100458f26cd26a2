import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { BulkWriteError } from "../../src/errors/bulk-write-error.ts";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { decimal128, int64, uuid } from "../../src/schema/bson.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("writes");

class Item extends Document({
  sku: indexed(z.string().min(1), { unique: true }),
  count: z.int().default(0),
  price: z.number().min(0),
  tags: z.array(z.string()).default([]),
  note: z.string().nullish(),
  seen: alias(z.date(), "seen_at").optional(),
  size: z.object({ width: z.number(), unit: alias(z.string(), "u").default("mm") }).optional(),
}) {
  static settings = { name: "items" } satisfies Settings;
  describe(): string {
    return `${this.sku}: ${this.price}`;
  }
}

class Account extends Document({ id: uuid(), balance: decimal128(), visits: int64().default(0n) }) {
  static settings = { name: "accounts" } satisfies Settings;
}

class Sparse extends Document({ a: z.string().nullable(), b: z.string().optional() }) {
  static settings = { name: "sparse", keepNulls: false } satisfies Settings;
}

class Tidy extends Document({ name: z.string().trim().toLowerCase(), slug: z.string().regex(/^[a-z]+$/) }) {
  static settings = { name: "tidy", validateOnSave: true } satisfies Settings;
}

/** What is stored, as the server's own commands see it. */
async function raw(collection: string, filter: object = {}): Promise<Record<string, unknown>[]> {
  const reply = await server.database.command({ find: collection, filter });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch;
}

before(() => init({ database: server.database, documentModels: [Item, Account, Sparse, Tidy] }));

let serial = 0;
const item = (input: Partial<ConstructorParameters<typeof Item>[0]> = {}) =>
  new Item({ sku: `sku${++serial}`, price: 1, ...input });

describe("insert", () => {
  test("stores the document under its stored names and marks it", async () => {
    const made = item({ seen: new Date(5), size: { width: 3 } });
    assert.equal(await made.insert(), made);
    assert.equal(made.isNew, false);
    const [stored] = await raw("items", { sku: made.sku });
    assert.deepEqual(Object.keys(stored!), ["_id", "sku", "count", "price", "tags", "seen_at", "size"]);
    assert.deepEqual(stored!.size, { width: 3, u: "mm" });
    assert.ok(made.id.equals(stored!._id));
    const read = await Item.get(made.id);
    assert.ok(read instanceof Item);
    assert.equal(read.describe(), made.describe());
    assert.deepEqual({ ...read }, { ...made });
  });

  test("a duplicate is told with its key, and the document stays new", async () => {
    const first = await item().insert();
    const second = item({ sku: first.sku });
    await assert.rejects(second.insert(), (error: unknown) => {
      assert.ok(error instanceof DuplicateKeyError);
      assert.deepEqual(error.keyValue, { sku: first.sku });
      assert.equal(error.code, "server.duplicate_key");
      return true;
    });
    assert.equal(second.isNew, true);
  });

  test("what its own model could not read is not written", async () => {
    const made = item();
    made.price = -1;
    await assert.rejects(made.insert(), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.path, "price");
      return true;
    });
    made.price = "3" as never;
    await assert.rejects(made.insert(), ValidationError);
    assert.deepEqual(await raw("items", { sku: made.sku }), []);
  });

  test("insertOne takes documents of the class only", async () => {
    assert.equal((await Item.insertOne(item())).isNew, false);
    await assert.rejects(Item.insertOne({ sku: "x" } as never), InvalidArgument);
  });

  test("ids and values of every declared type survive", async () => {
    const id = "0189a1f0-1111-7222-8333-444455556666";
    await new Account({ id, balance: "12.50", visits: 9007199254740993n }).insert();
    const account = await Account.get(id);
    assert.equal(account?.id, id);
    assert.equal(account?.balance.toString(), new Decimal128("12.50").toString());
    assert.equal(account?.visits, 9007199254740993n);
  });
});

describe("insertMany", () => {
  test("gives the ids in order; an empty list does nothing", async () => {
    const documents = [item(), item(), item()];
    const { insertedIds } = await Item.insertMany(documents);
    assert.deepEqual(insertedIds, documents.map(({ id }) => id));
    assert.ok(documents.every(({ isNew }) => !isNew));
    assert.deepEqual(await Item.insertMany([]), { insertedIds: [] });
  });

  test("in order it stops at the first failure, and only the stored ones are marked", async () => {
    const first = item();
    const documents = [first, item({ sku: first.sku }), item()];
    await assert.rejects(Item.insertMany(documents), (error: unknown) => {
      assert.ok(error instanceof BulkWriteError);
      assert.deepEqual(error.errors.map(({ index }) => index), [1]);
      return true;
    });
    assert.deepEqual(documents.map(({ isNew }) => isNew), [false, true, true]);
  });

  test("without order all others are stored and every failure is listed", async () => {
    const first = item();
    const documents = [first, item({ sku: first.sku }), item(), item({ sku: first.sku })];
    await assert.rejects(Item.insertMany(documents, { ordered: false }), (error: unknown) => {
      assert.ok(error instanceof BulkWriteError);
      assert.deepEqual(error.errors.map(({ index }) => index), [1, 3]);
      return true;
    });
    assert.deepEqual(documents.map(({ isNew }) => isNew), [false, true, false, true]);
  });
});

describe("save", () => {
  test("inserts what is not there and keeps stored fields that the model does not know", async () => {
    const made = await item({ note: "x" }).save();
    assert.equal(made.isNew, false);
    await server.database.command({ update: "items", updates: [{ q: { _id: made.id }, u: { $set: { foreign: 1 } } }] });
    made.price = 9;
    made.note = undefined;
    await made.save();
    const [stored] = await raw("items", { _id: made.id });
    assert.equal(stored!.price, 9);
    assert.equal(stored!.foreign, 1);
    assert.equal("note" in stored!, false);
  });

  test("nulls are stored, or removed with keepNulls: false", async () => {
    const kept = await item({ note: null }).save();
    assert.equal((await raw("items", { _id: kept.id }))[0]!.note, null);
    const sparse = await new Sparse({ a: "x", b: "y" }).insert();
    sparse.a = null;
    await sparse.save();
    assert.deepEqual(Object.keys((await raw("sparse", { _id: sparse.id }))[0]!), ["_id", "b"]);
    assert.equal((await Sparse.get(sparse.id))?.a, null);
  });
});

describe("replace and delete", () => {
  test("replace drops what the instance does not have", async () => {
    const made = await item({ note: "x" }).insert();
    await server.database.command({ update: "items", updates: [{ q: { _id: made.id }, u: { $set: { foreign: 1 } } }] });
    made.note = undefined;
    assert.equal(await made.replace(), made);
    assert.deepEqual(Object.keys((await raw("items", { _id: made.id }))[0]!), ["_id", "sku", "count", "price", "tags"]);
  });

  test("replace of a document that is not there is DocumentNotFound, and stores nothing", async () => {
    const made = item();
    await assert.rejects(made.replace(), DocumentNotFound);
    assert.equal(made.isNew, true);
    assert.deepEqual(await raw("items", { _id: made.id }), []);
  });

  test("delete removes the document, which is new again", async () => {
    const made = await item().insert();
    assert.deepEqual(await made.delete(), { deletedCount: 1 });
    assert.equal(made.isNew, true);
    assert.deepEqual(await made.delete(), { deletedCount: 0 });
    await made.insert();
    assert.equal(made.isNew, false);
  });
});

describe("instance updates", () => {
  test("change the stored document and refresh the instance", async () => {
    const made = await item({ tags: ["a"], note: "x" }).insert();
    await server.database.command({ update: "items", updates: [{ q: { _id: made.id }, u: { $set: { count: 10 } } }] });
    assert.equal(await made.set({ price: 4 }, Item.size.width.to(7)), made);
    assert.equal(made.count, 10);
    assert.deepEqual(made.size, { width: 7, unit: "mm" });
    await made.inc({ count: 2 });
    await made.push({ tags: "b" });
    await made.unset("note");
    await made.currentDate({ seen: true });
    await made.update(Item.price.mul(2));
    assert.equal(made.count, 12);
    assert.deepEqual(made.tags, ["a", "b"]);
    assert.equal(made.note, undefined);
    assert.ok(made.seen instanceof Date);
    assert.equal(made.price, 8);
    assert.deepEqual({ ...(await Item.get(made.id)) }, { ...made });
  });

  test("of a vanished document is DocumentNotFound, and the instance stays as it is", async () => {
    const made = await item().insert();
    await server.database.command({ delete: "items", deletes: [{ q: { _id: made.id }, limit: 1 }] });
    await assert.rejects(made.set({ price: 5 }), (error: unknown) => {
      assert.ok(error instanceof DocumentNotFound);
      assert.equal(error.id, made.id);
      return true;
    });
    assert.equal(made.price, 1);
  });

  test("refuse values that the model could not read, and calls without changes", async () => {
    const made = await item().insert();
    await assert.rejects(made.set({ price: "5" as never }), ValidationError);
    await assert.rejects(made.set(), InvalidArgument);
    await assert.rejects(made.set({ nowhere: 1 } as never), InvalidArgument);
  });

  test("take options behind the changes", async () => {
    const made = await item().insert();
    const session = await server.client.startSession();
    await session.startTransaction();
    await made.set({ price: 5 }, { session });
    assert.equal((await raw("items", { _id: made.id }))[0]!.price, 1);
    await session.abort();
    await session.end();
    assert.equal((await raw("items", { _id: made.id }))[0]!.price, 1);
  });
});

describe("calls", () => {
  test("a session joins inserts and saves to a transaction", async () => {
    const session = await server.client.startSession();
    await session.startTransaction();
    const made = await item().insert({ session });
    await made.save({ session });
    assert.equal((await raw("items", { _id: made.id })).length, 0);
    await session.commit();
    await session.end();
    assert.equal((await raw("items", { _id: made.id })).length, 1);
  });

  test("an aborted signal rejects with its reason", async () => {
    const made = item();
    await assert.rejects(made.insert({ signal: AbortSignal.abort(new Error("enough")) }), /enough/);
    assert.equal(made.isNew, true);
  });

  test("server options reach the server", async () => {
    await assert.rejects(item().insert({ writeConcern: { w: 50, wtimeout: 50 } }));
    const made = item();
    await made.insert({ comment: "from a test", bypassDocumentValidation: true, writeConcern: { w: 1 } });
    assert.equal(made.isNew, false);
  });

  test("validateOnSave runs the schema with its coercions", async () => {
    const tidy = new Tidy({ name: "A", slug: "a" });
    tidy.name = "  Loud ";
    await tidy.insert();
    assert.equal(tidy.name, "loud");
    tidy.slug = "No!";
    await assert.rejects(tidy.save(), ValidationError);
    assert.equal((await Tidy.get(tidy.id))?.slug, "a");
  });

  test("get converts text to the id's type and refuses what can not be one", async () => {
    const made = await item().insert();
    assert.ok((await Item.get(made.id.toString()))?.id.equals(made.id));
    assert.equal(await Item.get(new ObjectId()), null);
    await assert.rejects(async () => await Item.get("nonsense"), ValidationError);
  });
});

describe("reading what others wrote", () => {
  test("a stored value of another kind is a ValidationError with model, path and id", async () => {
    const _id = new ObjectId();
    await server.database.command({
      insert: "items",
      documents: [{ _id, sku: `foreign${++serial}`, count: 1, price: "3", tags: [] }],
    });
    await assert.rejects(async () => await Item.get(_id), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.model, "Item");
      assert.equal(error.path, "price");
      return true;
    });
    await server.database.command({ delete: "items", deletes: [{ q: { _id }, limit: 1 }] });
  });

  test("absent fields get their defaults", async () => {
    const _id = new ObjectId();
    await server.database.command({
      insert: "items",
      documents: [{ _id, sku: `old${++serial}`, price: 3, other: true }],
    });
    const read = await Item.get(_id);
    assert.deepEqual({ ...read }, { sku: read!.sku, count: 0, price: 3, tags: [] });
  });
});
