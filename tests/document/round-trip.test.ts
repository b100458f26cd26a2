import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { binary, decimal128, double, int64, objectId, uuid } from "../../src/schema/bson.ts";
import { alias } from "../../src/schema/metadata.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { readBack } from "./frames.ts";

/** A schema, and inputs that fit it. */
interface Sample {
  schema: z.ZodType;
  input: fc.Arbitrary<unknown>;
}

const text = fc.string({ unit: "binary" });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const isoDate = z.codec(z.iso.datetime(), z.date(), { decode: (t) => new Date(t), encode: (d) => d.toISOString() });
const day = fc.date({
  noInvalidDate: true,
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T00:00:00Z"),
});

const leaves: Sample[] = [
  { schema: z.string(), input: text },
  { schema: z.string().trim().min(1), input: text.filter((t) => t.trim() !== "") },
  { schema: z.enum(["a", "b"]), input: fc.constantFrom("a", "b") },
  { schema: z.number(), input: number },
  { schema: z.int(), input: fc.maxSafeInteger() },
  { schema: double(), input: number },
  { schema: z.boolean(), input: fc.boolean() },
  { schema: z.date(), input: fc.date({ noInvalidDate: true }) },
  { schema: z.bigint().max(2n ** 63n - 1n), input: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { schema: int64(), input: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { schema: objectId(), input: fc.constant(0).map(() => new ObjectId()) },
  { schema: decimal128(), input: fc.integer().map((n) => new Decimal128(`${n}.5`)) },
  { schema: uuid(), input: fc.uuid() },
  { schema: binary(), input: fc.uint8Array() },
  { schema: isoDate, input: day.map((d) => d.toISOString()) },
  { schema: z.string().transform((t) => t.length), input: text },
  {
    schema: z.union([z.string(), z.int32(), z.date()]),
    input: fc.oneof(text, fc.integer(), fc.date({ noInvalidDate: true })),
  },
  {
    schema: z.union([z.object({ at: isoDate }), uuid()]),
    input: fc.oneof(day.map((d) => ({ at: d.toISOString() })), fc.uuid()),
  },
  {
    schema: z.tuple([z.string(), z.bigint()]),
    input: fc.tuple(text, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  },
];

/** Lists have no gaps: `undefined` among the entries is refused. */
const isThere = (value: unknown): boolean => value !== undefined;

/** Members that are `undefined` are not stored. */
function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => isThere(member)).map(([key, member]) => [key, stored(member)]),
  );
}

function wrapped({ schema, input }: Sample): fc.Arbitrary<Sample> {
  return fc.constantFrom<Sample>(
    { schema, input },
    { schema: schema.optional(), input: fc.option(input, { nil: undefined }) },
    { schema: schema.nullable(), input: fc.option(input) },
    { schema: alias(schema, "stored").nullish(), input: fc.option(input) },
    { schema: z.array(schema), input: fc.array(input.filter(isThere), { maxLength: 20 }) },
    {
      schema: z.array(schema.nullable()).default([]),
      input: fc.array(fc.option(input.filter(isThere)), { maxLength: 20 }),
    },
    { schema: z.record(z.string(), schema), input: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), input) },
    {
      schema: z.object({ inner: schema, other: alias(schema, "o").optional() }),
      input: fc.record({ inner: input, other: input }, { requiredKeys: ["inner"] }),
    },
  );
}

const sample = fc.constantFrom(...leaves).chain(wrapped);
const twice = sample.chain((one) => fc.oneof(fc.constant(one), wrapped(one)));

test("what a model takes is what it reads back, for any mix of schemas", () => {
  fc.assert(
    fc.property(
      fc.array(twice, { minLength: 1, maxLength: 6 }).chain((samples) =>
        fc.tuple(
          fc.constant(samples),
          fc.array(fc.tuple(...samples.map(({ input }) => input)), { minLength: 1, maxLength: 5 }),
        )
      ),
      ([samples, rows]) => {
        const shape = Object.fromEntries(samples.map(({ schema }, i) => [`f${i}`, alias(schema, `s${i}`)]));
        // Names that the compiler does not know: no class statement can extend such a base.
        const Sample = Document(shape) as unknown as new (input: object) => { id: ObjectId };
        const made = rows.map((row) => new Sample(Object.fromEntries(row.map((value, i) => [`f${i}`, value]))));
        const read = readBack(Sample, made);
        read.forEach((document, i) => {
          assert.deepEqual({ ...document }, stored({ ...made[i] }));
          assert.ok(document.id.equals(made[i]!.id));
        });
      },
    ),
    { numRuns: 150 },
  );
});
