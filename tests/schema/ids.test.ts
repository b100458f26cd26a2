import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { decimal128, int64, objectId, uuid } from "../../src/schema/bson.ts";
import type { Settings } from "../../src/types/settings.ts";
import { Binary } from "../../src/values/binary.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("ids");

let issued = 0;

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

class ByUuid extends Document({ id: uuid().default(() => crypto.randomUUID()), n: z.int() }) {}
class ByText extends Document({ id: z.string().min(2), n: z.int() }) {}
class ByNumber extends Document({ id: z.int().default(() => ++issued), n: z.int() }) {}
class ByLong extends Document({ id: int64(), n: z.int() }) {}
class ByDecimal extends Document({ id: decimal128(), n: z.int() }) {}
class ByDate extends Document({ id: z.date(), n: z.int() }) {}
class ByObject extends Document({ id: z.object({ shop: z.string(), no: z.int() }), n: z.int() }) {}
class ByPoint extends Document({
  id: z.codec(z.string(), z.instanceof(Point), {
    decode: (text) => new Point(...text.split(",").map(Number) as [number, number]),
    encode: ({ x, y }) => `${x},${y}`,
  }),
  n: z.int(),
}) {}
class Plain extends Document({ n: z.int(), owner: objectId().optional() }) {}

const MODELS = [ByUuid, ByText, ByNumber, ByLong, ByDecimal, ByDate, ByObject, ByPoint, Plain];
before(() => init({ database: server.database, documentModels: MODELS }));

async function storedId(collection: string): Promise<unknown> {
  const reply = await server.database.command({ find: collection, limit: 1 });
  return (reply.cursor as { firstBatch: { _id: unknown }[] }).firstBatch[0]!._id;
}

// deno-lint-ignore no-explicit-any -- the same steps for models of every id type
async function lives(model: any, id: unknown, stored: unknown, input: unknown = id): Promise<void> {
  await model.deleteAll();
  const made = await new model({ id: input, n: 1 }).insert();
  assert.deepEqual(made.id, id);
  assert.deepEqual(await storedId(model.name), stored);
  assert.deepEqual((await model.get(id)).id, id);
  assert.equal((await model.find({ id })).length, 1);
  assert.equal((await model.find(model.id.eq(id))).length, 1);
  assert.equal((await model.find(model.id.in([id]))).length, 1);
  await made.set({ n: 2 });
  made.n = 3;
  await made.save();
  assert.equal((await model.get(id)).n, 3);
  await made.replace();
  await assert.rejects(new model({ id: input, n: 9 }).insert(), DuplicateKeyError);
  assert.equal((await made.delete()).deletedCount, 1);
  const { insertedIds } = await model.insertMany([new model({ id: input, n: 1 })]);
  assert.deepEqual(insertedIds, [id]);
  assert.deepEqual(await model.distinct(model.id), [id]);
}

describe("an id of another type", () => {
  test("a UUID, stored as binary 4", async () => {
    const id = "6b1f9a64-8e33-4d1c-9a3e-6a7b0a8d9c01";
    const bytes = Uint8Array.from(id.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16));
    await lives(ByUuid, id, new Binary(bytes, 4));
    assert.notEqual(new ByUuid({ n: 1 }).id, new ByUuid({ n: 1 }).id);
  });
  test("text", () => lives(ByText, "tony", "tony"));
  test("a number", async () => {
    await lives(ByNumber, 7, 7);
    const first = new ByNumber({ n: 1 }).id;
    assert.equal(new ByNumber({ n: 1 }).id, first + 1);
  });
  test("a bigint", () => lives(ByLong, 2n ** 60n, 2n ** 60n));
  test("a decimal", () => lives(ByDecimal, new Decimal128("1.50"), new Decimal128("1.50")));
  test("a date", () => lives(ByDate, new Date(5), new Date(5)));
  test("an object", () => lives(ByObject, { shop: "a", no: 1 }, { shop: "a", no: 1 }));
  test("a class of one's own, through a codec", () => lives(ByPoint, new Point(1, 2), "1,2", "1,2"));

  test("without a default it is required", () => {
    assert.throws(() => new ByText({ n: 1 } as never), ValidationError);
    assert.throws(() => new ByText({ id: "x", n: 1 }), ValidationError);
  });

  test("is saved under itself, not under an ObjectId", async () => {
    await ByText.deleteAll();
    const made = await new ByText({ id: "new", n: 1 }).save();
    assert.equal(await storedId("ByText"), "new");
    await made.save();
    assert.equal(await ByText.count(), 1);
  });
});

describe("get", () => {
  test("takes what the constructor takes", async () => {
    await lives(ByUuid, "6b1f9a64-8e33-4d1c-9a3e-6a7b0a8d9c02", await uuidBytes("6b1f9a648e334d1c9a3e6a7b0a8d9c02"));
    assert.equal((await ByUuid.get("6B1F9A64-8E33-4D1C-9A3E-6A7B0A8D9C02"))!.n, 1);
    await lives(ByDecimal, new Decimal128("2"), new Decimal128("2"));
    assert.equal((await ByDecimal.get("2" as never))!.n, 1);
    await Plain.deleteAll();
    const { id } = await new Plain({ n: 1 }).insert();
    for (const form of [id, id.toString(), id.toString().toUpperCase(), new ObjectId(id.toString())]) {
      assert.equal((await Plain.get(form))!.n, 1);
    }
  });

  test("refuses what can be no id, and finds nothing for one that is not there", async () => {
    const wrong: [() => unknown, RegExp][] = [
      [() => Plain.get("not an id"), /ObjectId/],
      [() => Plain.get(3 as never), /ObjectId/],
      [() => Plain.get(undefined as never), /id/],
      [() => ByUuid.get("not a uuid"), /UUID/i],
      [() => ByNumber.get("7" as never), /number|integer/],
      [() => ByNumber.get(1.5), /integer/],
      [() => ByText.get("x"), /2/],
    ];
    for (const [call, message] of wrong) {
      await assert.rejects(async () => await call(), (error: unknown) => {
        return error instanceof ValidationError && message.test(error.message);
      });
    }
    assert.equal(await Plain.get(new ObjectId()), null);
    assert.equal(await ByText.get("nobody"), null);
  });
});

describe("ObjectIds in a model", () => {
  test("are taken as text, bytes of the bson package or themselves, and written to JSON as text", () => {
    const text = "65f0c0ffee65f0c0ffee65f0";
    for (const owner of [text, new ObjectId(text)]) {
      const made = new Plain({ n: 1, owner });
      assert.ok(made.owner instanceof ObjectId);
      assert.equal(JSON.parse(JSON.stringify(made)).owner, text);
      assert.ok(Plain.fromJSON(JSON.parse(JSON.stringify(made))).owner!.equals(made.owner));
    }
    for (const owner of ["65f0c0ffee", 3, {}, "z".repeat(24)]) {
      assert.throws(() => new Plain({ n: 1, owner } as never), ValidationError);
    }
  });

  test("are no text in filters", () => {
    assert.throws(() => Plain.find({ owner: "65f0c0ffee65f0c0ffee65f0" } as never), InvalidArgument);
  });

  test("an id given as text is an ObjectId, in the constructor and by assignment of a new document", () => {
    const settings: Settings = Plain.getSettings();
    assert.equal(settings.jsonId, "id");
    const made = new Plain({ id: "65f0c0ffee65f0c0ffee65f0", n: 1 } as never);
    assert.ok(made.id instanceof ObjectId);
  });
});

function uuidBytes(hex: string): Binary {
  return new Binary(Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16)), 4);
}
