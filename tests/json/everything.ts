// A model that holds every kind of value that JSON has no form of its own for, at several depths.
import { z } from "zod";
import {
  alias,
  binary,
  Decimal128,
  decimal128,
  Document,
  double,
  int64,
  ObjectId,
  objectId,
  Timestamp,
  timestamp,
  uuid,
} from "../../mod.ts";

export const id = new ObjectId("65a1b2c3d4e5f60718293a4b");
export const other = new ObjectId("00000000000000000000000f");

const part = z.object({
  at: z.date(),
  owner: objectId(),
  price: alias(decimal128(), "part_price"),
  count: int64(),
  raw: binary(),
});

/** Instances hold a Map, storage and JSON a list of pairs. */
export const pairs = z.codec(z.array(z.tuple([z.string(), z.date()])), z.map(z.string(), z.date()), {
  decode: (list) => new Map(list),
  encode: (map) => [...map],
});

/** Instances hold a Date, storage and JSON whole seconds. */
export const seconds = z.codec(z.int(), z.date(), {
  decode: (n) => new Date(n * 1000),
  encode: (date) => date.getTime() / 1000,
});

export class Everything extends Document({
  name: z.string().trim(),
  createdAt: alias(z.date(), "created_at"),
  seen: z.date().nullable(),
  owner: objectId(),
  key: uuid(),
  price: decimal128(),
  big: int64(),
  bigger: z.bigint(),
  ratio: double(),
  raw: binary(),
  plainBytes: z.instanceof(Uint8Array),
  clock: timestamp(),
  part,
  parts: z.array(part),
  byName: z.record(z.string(), z.date()),
  pair: z.tuple([z.date(), objectId()]),
  either: z.discriminatedUnion("is", [
    z.object({ is: z.literal("a"), at: z.date() }),
    z.object({ is: z.literal("b"), n: z.bigint() }),
  ]),
  literal: z.literal([5n, "x"]),
  length: z.string().transform((text) => text.length).pipe(z.int()),
  since: seconds,
  times: pairs.optional(),
  nested: z.object({ deep: z.array(z.object({ since: seconds, big: z.bigint() })) }),
  coerced: z.coerce.date(),
  note: z.string().optional(),
  tags: z.array(z.string()).default([]),
  any: z.any(),
}) {}

export type Input = ConstructorParameters<typeof Everything>[0];

const onePart = {
  at: new Date(1),
  owner: other,
  price: new Decimal128("1.50"),
  count: 2n ** 62n,
  raw: new Uint8Array([0, 255, 7]),
};

export const input: Input = {
  id,
  name: " a ",
  createdAt: new Date("2026-01-31T12:00:00.123Z"),
  seen: null,
  owner: other,
  key: "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
  price: new Decimal128("0.1000000000000000000000000000000001"),
  big: -9007199254740993n,
  bigger: 1n,
  ratio: 3,
  raw: new Uint8Array([251, 255, 254]),
  plainBytes: new Uint8Array(0),
  clock: new Timestamp(4294967295, 1),
  part: onePart,
  parts: [onePart, { ...onePart, raw: new Uint8Array(0) }],
  byName: { "first day": new Date(0), __proto___: new Date(9) },
  pair: [new Date("+100000-01-01T00:00:00.000Z"), other],
  either: { is: "b", n: 7n },
  literal: 5n,
  length: "four",
  since: 1_700_000_000,
  times: [["noon", new Date(43_200_000)]],
  nested: { deep: [{ since: 60, big: 3n }] },
  coerced: new Date(77),
  any: { x: [1, "2", null, { y: true }] },
};
