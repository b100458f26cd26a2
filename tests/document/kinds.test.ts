import assert from "node:assert/strict";
import { before, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { binary, decimal128, double, int64, objectId, timestamp, uuid } from "../../src/schema/bson.ts";
import { alias } from "../../src/schema/metadata.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("kinds");

const Branch = z.object({
  label: z.string(),
  get branches(): z.ZodDefault<z.ZodArray<typeof Branch>> {
    return z.array(Branch).default([]);
  },
});

class Everything extends Document({
  text: z.string(),
  email: z.email(),
  choice: z.enum(["a", "b"]),
  one: z.literal(3),
  number: z.number(),
  int: z.int(),
  double: double(),
  long: int64(),
  flag: z.boolean(),
  date: z.date(),
  oid: objectId(),
  decimal: decimal128(),
  bytes: binary(),
  uuid: uuid(),
  stamp: timestamp(),
  list: z.array(z.number().nullable()),
  record: z.record(z.string(), z.object({ n: z.int() })),
  tuple: z.tuple([z.string(), z.bigint()]),
  union: z.union([z.string(), z.array(uuid())]),
  kind: z.discriminatedUnion("is", [
    z.object({ is: z.literal("x"), at: alias(z.date(), "a") }),
    z.object({ is: z.literal("y") }),
  ]),
  codec: z.codec(z.iso.datetime(), z.date(), { decode: (t) => new Date(t), encode: (d) => d.toISOString() }),
  transformed: z.string().transform((t) => t.length),
  branch: Branch,
  anything: z.any(),
  none: z.string().nullable(),
  absent: z.string().optional(),
}) {}

const make = () =>
  new Everything({
    text: "tëxt 🦆",
    email: "a@b.example.com",
    choice: "a",
    one: 3,
    number: 0.5,
    int: 2 ** 40,
    double: 3,
    long: 2n ** 62n,
    flag: true,
    date: new Date(86400000),
    oid: new ObjectId().toString(),
    decimal: "1.10",
    bytes: new Uint8Array([0, 255]),
    uuid: "0189A1F0-1111-7222-8333-444455556666",
    stamp: new Timestamp(7, 8),
    list: [1, null, 2.5],
    record: { constructor: { n: 1 }, "ä": { n: 2 } },
    tuple: ["x", 5n],
    union: ["0189a1f0-1111-7222-8333-444455556666"],
    kind: { is: "x", at: new Date(1) },
    codec: "2024-01-02T03:04:05.000Z",
    transformed: "four",
    branch: { label: "root", branches: [{ label: "leaf" }] },
    anything: { nested: [1, "x", null, { deep: new Date(2) }] },
    none: null,
  });

before(() => init({ database: server.database, documentModels: [Everything] }));

test("every kind is stored as its BSON type and comes back as it was", async () => {
  const made = await make().insert();
  const [read] = await Everything.find(Everything.id.eq(made.id));
  assert.deepEqual({ ...read }, { ...made });
  const types: Record<string, string> = {
    text: "string",
    number: "double",
    int: "long",
    double: "double",
    long: "long",
    date: "date",
    oid: "objectId",
    decimal: "decimal",
    bytes: "binData",
    uuid: "binData",
    stamp: "timestamp",
    codec: "string",
    transformed: "int",
    none: "null",
    "kind.a": "date",
    "branch.branches.label": "string",
  };
  for (const [path, type] of Object.entries(types)) {
    const reply = await server.database.command({
      count: "Everything",
      query: { _id: made.id, [path]: { $type: type } },
    });
    assert.equal(reply.n, 1, `${path} is not stored as ${type}`);
  }
});

test("replace and save write the same as insert", async () => {
  const made = await make().insert();
  await made.replace();
  assert.deepEqual({ ...(await Everything.get(made.id)) }, { ...made });
  await made.save();
  assert.deepEqual({ ...(await Everything.get(made.id)) }, { ...made });
});

test("filters find by stored forms", async () => {
  const made = await make().insert();
  for (
    const criterion of [
      Everything.uuid.eq(made.uuid),
      Everything.codec.eq(made.codec),
      Everything.decimal.eq(new Decimal128("1.10")),
      Everything.long.eq(made.long),
      Everything.branch.branches.label.eq("leaf"),
    ]
  ) {
    assert.equal(await Everything.find(Everything.id.eq(made.id), criterion).count(), 1);
  }
});

test("a stored value that a check in JavaScript refuses is told with path and id", async () => {
  const made = await make().insert();
  await server.database.command({
    update: "Everything",
    updates: [{ q: { _id: made.id }, u: { $set: { email: "nobody" } } }],
  });
  await assert.rejects(async () => await Everything.get(made.id), (error: unknown) => {
    assert.ok(error instanceof ValidationError);
    assert.equal(error.path, "email");
    assert.ok(made.id.equals(error.id));
    return true;
  });
});
