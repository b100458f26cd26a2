import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { binary, decimal128, uuid } from "../../src/schema/bson.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { Binary } from "../../src/values/binary.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("codecs");

enum Level {
  Low,
  High,
}
enum Suit {
  Hearts = "h",
  Spades = "s",
}

/** A map with text as keys, stored as a document. */
const map = z.codec(z.record(z.string(), z.int()), z.map(z.string(), z.int()), {
  decode: (record) => new Map(Object.entries(record)),
  encode: (map) => Object.fromEntries(map),
});
const set = z.codec(z.array(z.string()), z.set(z.string()), {
  decode: (list) => new Set(list),
  encode: (set) => [...set],
});
const url = z.codec(z.url(), z.instanceof(URL), { decode: (text) => new URL(text), encode: (url) => url.href });
/** A span of time in milliseconds on the instance, stored in seconds. */
const seconds = z.codec(z.number(), z.number(), { decode: (s) => s * 1000, encode: (ms) => ms / 1000 });
/** A day as text on the instance, stored as midnight in UTC. */
const day = z.codec(z.date(), z.iso.date(), {
  decode: (date) => date.toISOString().slice(0, 10),
  encode: (text) => new Date(`${text}T00:00:00Z`),
});

class Sample extends Document({
  map,
  labels: set,
  url,
  span: seconds,
  day,
  level: z.enum(Level),
  suit: z.enum(Suit),
  bySuit: z.partialRecord(z.enum(Suit), z.int()),
  byUuid: z.record(z.uuid(), z.int()),
  bytes: binary(),
  pattern: z.instanceof(RegExp),
  price: decimal128(),
  key: uuid(),
  nested: z.array(z.object({ map, url })),
}) {}

before(() => init({ database: server.database, documentModels: [Sample] }));

const KEY = "6b1f9a64-8e33-4d1c-9a3e-6a7b0a8d9c01";

/** What the constructor takes of a codec is its stored side. */
function sample(): Sample {
  return new Sample({
    map: { a: 1 },
    labels: ["x", "y"],
    url: "https://example.com/a",
    span: 90,
    day: new Date("2024-02-29T00:00:00Z"),
    level: Level.High,
    suit: Suit.Spades,
    bySuit: { [Suit.Hearts]: 3 },
    byUuid: { [KEY]: 1 },
    bytes: new Uint8Array([1, 2, 255]),
    pattern: /^a.b$/im,
    price: "12.50",
    key: KEY,
    nested: [{ map: { b: 2 }, url: "https://example.com/b" }],
  });
}

async function stored(): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: "Sample", projection: { _id: 0 } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

describe("values that BSON has no form of its own for", () => {
  test("are stored as the other side of their codec, and read as they were", async () => {
    await Sample.deleteAll();
    const made = await sample().insert();
    assert.deepEqual(made.map, new Map([["a", 1]]));
    assert.deepEqual(made.day, "2024-02-29");
    assert.equal(made.span, 90_000);
    const bytes = Uint8Array.from(KEY.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16));
    assert.deepEqual(await stored(), {
      map: { a: 1 },
      labels: ["x", "y"],
      url: "https://example.com/a",
      span: 90,
      day: new Date("2024-02-29T00:00:00Z"),
      level: 1,
      suit: "s",
      bySuit: { h: 3 },
      byUuid: { [KEY]: 1 },
      bytes: new Uint8Array([1, 2, 255]),
      pattern: /^a.b$/im,
      price: new Decimal128("12.50"),
      key: new Binary(bytes, 4),
      nested: [{ map: { b: 2 }, url: "https://example.com/b" }],
    });
    const read = (await Sample.get(made.id))!;
    assert.deepEqual({ ...read }, { ...made });
    assert.ok(read.nested[0]!.url instanceof URL);
    assert.ok(read.nested[0]!.map instanceof Map);
  });

  test("are found and changed as instances hold them", async () => {
    await Sample.deleteAll();
    const made = await sample().insert();
    for (
      const query of [
        Sample.find({ day: "2024-02-29" }),
        Sample.find(Sample.day.gte("2024-02-29")),
        Sample.find({ span: 90_000 }),
        Sample.find({ suit: Suit.Spades, level: Level.High }),
        Sample.find({ key: KEY, price: new Decimal128("12.50") }),
        Sample.find(Sample.fields.url.eq(new URL("https://example.com/a") as never)),
      ]
    ) {
      assert.equal(await query.count(), 1, JSON.stringify(query.getFilterQuery()));
    }
    await made.set({ day: "2025-01-01", map: new Map([["z", 9]]), url: new URL("https://example.com/z") } as never);
    assert.equal(made.day, "2025-01-01");
    const { day, map, url } = await stored();
    assert.deepEqual([day, map, url], [new Date("2025-01-01T00:00:00Z"), { z: 9 }, "https://example.com/z"]);
  });

  test("survive JSON", () => {
    const made = sample();
    const { pattern: _, id, ...json } = JSON.parse(JSON.stringify(made));
    assert.equal(json.price, "12.50");
    assert.equal(json.bytes, "AQL/");
    assert.deepEqual(json.nested, [{ map: { b: 2 }, url: "https://example.com/b" }]);
    const again = Sample.fromJSON({ ...json, id, pattern: made.pattern });
    assert.deepEqual({ ...again }, { ...made });
  });

  test("an invalid one is refused, coming in and going out", async () => {
    assert.throws(() => new Sample({ ...sample(), url: "nowhere" } as never), ValidationError);
    const made = sample();
    made.map.set("a", 1.5);
    await assert.rejects(made.insert(), ValidationError);
    await Sample.deleteAll();
    await (await sample().insert()).save();
    await server.database.command({ update: "Sample", updates: [{ q: {}, u: { $set: { url: "nowhere" } } }] });
    await assert.rejects(async () => await Sample.findAll(), (error: unknown) => {
      return error instanceof ValidationError && error.path === "url";
    });
  });
});

test("patterns keep what a RegExp says, and are a BSONRegExp where it could not", async () => {
  class Rule extends Document({ pattern: z.any() }) {}
  await init({ database: server.database, documentModels: [Rule] });
  await Rule.insertMany([
    new Rule({ pattern: /x.y/s }),
    new Rule({ pattern: new BSONRegExp("a b", "x") }),
    new Rule({ pattern: new Uint8Array([7]) }),
    new Rule({ pattern: new Binary(new Uint8Array([8]), 128) }),
  ]);
  const [pattern, extended, bytes, other] = (await Rule.findAll()).map(({ pattern }) => pattern);
  assert.deepEqual(pattern, /x.y/s);
  assert.deepEqual(extended, new BSONRegExp("a b", "x"));
  assert.deepEqual(bytes, new Uint8Array([7]));
  assert.deepEqual(other, new Binary(new Uint8Array([8]), 128));
});

describe("bytes and decimals", () => {
  class File
    extends Document({ bytes: binary(), list: z.array(binary()).default([]), price: decimal128().optional() }) {}
  before(() => init({ database: server.database, documentModels: [File] }));

  test("bytes are taken in every form, stored as binary 0, and survive JSON", async () => {
    const bytes = new Uint8Array([0, 1, 254]);
    for (const form of [bytes, bytes.slice().buffer, new Binary(bytes, 0)]) {
      const made = await new File({ bytes: form, list: [form] }).insert();
      assert.deepEqual(made.bytes, bytes);
      const read = (await File.get(made.id))!;
      assert.deepEqual([read.bytes, read.list], [bytes, [bytes]]);
      assert.deepEqual(File.fromJSON(JSON.parse(JSON.stringify(read))).bytes, bytes);
      assert.equal(await File.find({ bytes, id: made.id }).count(), 1);
    }
    assert.throws(() => new File({ bytes: new Binary(bytes, 5) }), ValidationError);
    assert.throws(() => new File({ bytes: "AAE=" as never }), ValidationError);
  });

  test("decimals keep their digits through storage and JSON", async () => {
    const price = "0.100000000000000000000000000000001";
    const made = await new File({ bytes: new Uint8Array(), price }).insert();
    const read = (await File.get(made.id))!;
    assert.equal(String(read.price), price);
    assert.equal(JSON.parse(JSON.stringify(read)).price, price);
    assert.equal(String(File.fromJSON(JSON.parse(JSON.stringify(read))).price), price);
    assert.throws(() => new File({ bytes: new Uint8Array(), price: 0.1 as never }), ValidationError);
  });
});
