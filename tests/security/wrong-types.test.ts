import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  Binary,
  binary,
  BSONRegExp,
  Decimal128,
  decimal128,
  Document,
  double,
  init,
  int64,
  ObjectId,
  objectId,
  Timestamp,
  timestamp,
  uuid,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { untyped } from "./models.ts";
import { refused } from "./refused.ts";

const at = testDatabase("security_types");

class Foreign {
  secret = "hunter2";
}

/** Values of every type that JavaScript has. */
const VALUES: Record<string, unknown> = {
  text: "hunter2",
  empty: "",
  digits: "5",
  integer: 5,
  fraction: 5.5,
  notANumber: NaN,
  infinite: Infinity,
  bigint: 5n,
  hugeBigint: 2n ** 64n,
  yes: true,
  nothing: null,
  object: {},
  operators: { $gt: "" },
  list: [],
  lists: [["x"]],
  date: new Date(5),
  noDate: new Date(NaN),
  objectId: new ObjectId(),
  fakeObjectId: JSON.parse('{"_bsontype":"ObjectId","id":"x"}'),
  decimal: new Decimal128("5"),
  timestamp: new Timestamp(1, 2),
  bytes: new Uint8Array([1]),
  otherBinary: new Binary(new Uint8Array([1]), 0x80),
  words: new Uint16Array([1]),
  buffer: new ArrayBuffer(1),
  regExp: /x/,
  storedRegExp: new BSONRegExp("x", "i"),
  map: new Map([["a", 1]]),
  set: new Set([1]),
  function: () => "hunter2",
  symbol: Symbol("hunter2"),
  class: Foreign,
  instance: new Foreign(),
  boxed: new String("hunter2"),
  promise: Promise.resolve("hunter2"),
  error: new Error("hunter2"),
};

const someUuid = "0189a1f0-1111-7222-8333-444455556666";

/** A schema, a value that fits, and names of the other values that fit. */
const KINDS: Record<string, [z.ZodType, unknown, string[]]> = {
  string: [z.string(), "x", ["text", "empty", "digits"]],
  limited: [z.string().min(2).max(3), "xx", []],
  enum: [z.enum(["a", "b"]), "a", []],
  literal: [z.literal(3), 3, []],
  number: [z.number(), 1.5, ["integer", "fraction"]],
  ranged: [z.number().min(6), 6, []],
  int: [z.int(), 1, ["integer"]],
  double: [double(), 1, ["integer", "fraction"]],
  long: [int64(), 1n, ["bigint"]],
  bigint: [z.bigint(), 1n, ["bigint"]],
  boolean: [z.boolean(), true, ["yes"]],
  date: [z.date(), new Date(1), ["date"]],
  objectId: [objectId(), new ObjectId(), ["objectId"]],
  decimal: [decimal128(), new Decimal128("1"), ["decimal"]],
  binary: [binary(), new Uint8Array([2]), ["bytes"]],
  uuid: [uuid(), someUuid, []],
  timestamp: [timestamp(), new Timestamp(3, 4), ["timestamp"]],
  array: [z.array(z.int()), [1], ["list"]],
  few: [z.array(z.int()).min(1), [1], []],
  tuple: [z.tuple([z.string(), z.int()]), ["x", 1], []],
  object: [z.object({ a: z.string() }), { a: "x" }, []],
  record: [z.record(z.string(), z.int()), { a: 1 }, ["object"]],
  union: [z.union([z.int(), z.array(uuid())]), 1, ["integer", "list"]],
  choice: [z.discriminatedUnion("is", [z.object({ is: z.literal("x") }), z.object({ is: z.literal("y") })]), {
    is: "x",
  }, []],
};

/** What constructors convert by declaration: text for kinds that JSON lacks, and plain integers. */
const CONVERTED: Record<string, string[]> = {
  decimal: ["digits"],
  long: ["integer"],
  bigint: ["hugeBigint"],
  binary: ["buffer"],
};

/** What is a number of BSON all the same: the schema library refuses these, storage has them. */
const STORABLE: Record<string, string[]> = {
  number: ["notANumber", "infinite"],
  double: ["notANumber", "infinite"],
  ranged: ["infinite"],
};

const shape = Object.fromEntries(Object.entries(KINDS).map(([kind, [schema]]) => [`${kind}Field`, schema]));
class Typed extends untyped(Document)(shape) {
  static settings = { name: "typed" };
}
const Types = untyped(Typed);
const fitting = (): Record<string, unknown> =>
  Object.fromEntries(Object.entries(KINDS).map(([kind, [, value]]) => [`${kind}Field`, value]));

before(() => init({ database: at.database, documentModels: [Types] }));

for (const [kind, [, , fits]] of Object.entries(KINDS)) {
  describe(`a field of kind ${kind}`, () => {
    const field = `${kind}Field`;
    const path = new RegExp(`^${field}(\\.|$)`);
    const expected = { code: /^(validation|guard)\./, model: "Typed", path };

    for (const [name, value] of Object.entries(VALUES)) {
      if (fits.includes(name)) continue;

      test(`refuses the value "${name}" wherever it comes from`, async () => {
        if (!CONVERTED[kind]?.includes(name)) {
          await refusedWithoutContents(() => new Types({ ...fitting(), [field]: value }), expected);
        }
        if (STORABLE[kind]?.includes(name)) return;
        const stored = await new Types(fitting()).insert();
        const fresh = () => Object.assign(new Types(fitting()), { [field]: value });
        const calls = [
          () => fresh().insert(),
          () => fresh().save(),
          () => Types.insertMany([new Types(fitting()), fresh()]),
          () => Object.assign(stored, { [field]: value }).save(),
          () => Object.assign(stored, { [field]: value }).replace(),
          () => stored.set({ [field]: value }),
          () => Types.find({ id: stored.id }).set({ [field]: value }),
          () => Types.find({ id: stored.id }).update({ $set: { [field]: value } }),
          () => Types.find({ id: stored.id }).update(Types.fields[field].to(value)),
          () => Types.findOne({ id: stored.id }).replaceOne(fresh()),
        ];
        for (const call of calls) await refusedWithoutContents(call, expected);
        const read = await Typed.get(stored.id);
        assert.deepEqual(untyped(read)[field], fitting()[field], "the stored value is as it was");
        await Typed.deleteAll();
      });
    }
  });
}

async function refusedWithoutContents(call: () => unknown, expected: Parameters<typeof refused>[1]): Promise<void> {
  const error = await refused(call, expected);
  assert.equal(error.constructor.name === "ValidationError" || error.code.startsWith("guard."), true, error.code);
  assert.ok(!error.message.includes("hunter2"), `the message repeats the value: ${error.message}`);
}
