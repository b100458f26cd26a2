import assert from "node:assert/strict";
import { before, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Settings } from "../../src/types/settings.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("unknown");

class Stripped extends Document({ a: z.string(), inner: z.object({ b: z.int() }).optional() }) {}
class Kept extends Document({ a: z.string(), inner: z.looseObject({ b: z.int() }).optional() }) {
  static settings = { unknownFields: "keep" } satisfies Settings;
}
class Rejected extends Document({ a: z.string() }) {
  static settings = { unknownFields: "reject" } satisfies Settings;
}
class Dollars extends Document({ rules: z.record(z.string(), z.any()) }) {
  static settings = { allowDollarKeys: true } satisfies Settings;
}
class NoDollars extends Document({ rules: z.record(z.string(), z.any()) }) {}

before(() => init({ database: server.database, documentModels: [Stripped, Kept, Rejected, Dollars, NoDollars] }));

async function stored(collection: string): Promise<ObjectId> {
  const _id = new ObjectId();
  await server.database.command({
    insert: collection,
    documents: [{ _id, a: "x", inner: { b: 1, c: 2 }, more: [1, { d: 2 }] }],
  });
  return _id;
}

async function raw(collection: string, _id: ObjectId): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, filter: { _id } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

test("stripped: not on the instance, gone with replace, alive with save", async () => {
  const id = await stored("Stripped");
  const document = (await Stripped.get(id))!;
  assert.deepEqual({ ...document }, { a: "x", inner: { b: 1 } });
  await document.save();
  assert.deepEqual((await raw("Stripped", id)).more, [1, { d: 2 }]);
  await document.replace();
  assert.deepEqual(Object.keys(await raw("Stripped", id)), ["_id", "a", "inner"]);
});

test("kept: on the instance at every level, in JSON, and written back", async () => {
  const id = await stored("Kept");
  const document = (await Kept.get(id))!;
  assert.deepEqual({ ...document }, { a: "x", inner: { b: 1, c: 2 }, more: [1, { d: 2 }] });
  assert.deepEqual(document.toJSON().more, [1, { d: 2 }]);
  await document.replace();
  assert.deepEqual((await raw("Kept", id)).inner, { b: 1, c: 2 });
  await document.set({ a: "y" });
  assert.deepEqual({ ...document }, { a: "y", inner: { b: 1, c: 2 }, more: [1, { d: 2 }] });
});

test("rejected: a document with unknown fields can not be read", async () => {
  const id = await stored("Rejected");
  await assert.rejects(async () => await Rejected.get(id), ValidationError);
});

test("keys that start with $ need allowDollarKeys", async () => {
  const rules = { $gt: 1, nested: { $where: "x" } };
  const made = await new Dollars({ rules }).insert();
  assert.deepEqual((await Dollars.get(made.id))?.rules, rules);
  await assert.rejects(new NoDollars({ rules }).insert(), (error: unknown) => {
    return error instanceof InvalidArgument || error instanceof ValidationError;
  });
  assert.equal(await NoDollars.count(), 0);
});
