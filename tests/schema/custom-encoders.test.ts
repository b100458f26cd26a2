import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("encoders");

class Anything {}
class Money extends Anything {
  constructor(readonly cents: number, readonly currency = "EUR") {
    super();
  }
}
class Discount extends Money {}
class Colour {
  constructor(readonly name: string) {}
}
/** A day without a time: BSON has none, so it is stored as midnight in UTC. */
class Day {
  constructor(readonly iso: string) {}
}

const bsonEncoders = [
  { type: Money, encode: ({ cents, currency }: Money) => ({ cents, currency }) },
  { type: Colour, encode: (colour: Colour) => colour.name },
  { type: Day, encode: (day: Day) => new Date(`${day.iso}T00:00:00Z`) },
  { type: Map, encode: (map: Map<string, unknown>) => Object.fromEntries(map) },
  { type: Set, encode: (set: Set<unknown>) => [...set] },
  { type: URL, encode: (url: URL) => url.href },
];

class Item extends Document({
  name: z.string(),
  colour: z.union([z.string(), z.instanceof(Colour)]).optional(),
  price: z.any().optional(),
  prices: z.array(z.any()).default([]),
  inner: z.object({ price: z.any(), deep: z.record(z.string(), z.any()).optional() }).optional(),
  extra: z.any().optional(),
  at: z.date().optional(),
}) {
  static settings = { name: "items", bsonEncoders } satisfies Settings;
}

class Kept extends Document({ name: z.string(), inner: z.looseObject({ a: z.int() }).optional() }) {
  static settings = { name: "kept", bsonEncoders, unknownFields: "keep" } satisfies Settings;
}

async function stored(collection = "items"): Promise<Record<string, unknown>> {
  const reply = await server.database.command({ find: collection, projection: { _id: 0, name: 0 } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

before(() => init({ database: server.database, documentModels: [Item, Kept] }));
beforeEach(async () => {
  await Item.deleteAll();
  await Kept.deleteAll();
});

describe("encoders of a model", () => {
  test("are applied to documents at every level", async () => {
    await new Item({
      name: "a",
      colour: new Colour("red"),
      price: new Money(5),
      prices: [new Money(1), 2, [new Money(3, "USD")]],
      inner: { price: new Money(4), deep: { x: { y: [new Colour("blue")] } } },
      extra: new Map<string, unknown>([["day", 1]]),
    }).insert();
    assert.deepEqual(await stored(), {
      colour: "red",
      price: { cents: 5, currency: "EUR" },
      prices: [{ cents: 1, currency: "EUR" }, 2, [{ cents: 3, currency: "USD" }]],
      inner: { price: { cents: 4, currency: "EUR" }, deep: { x: { y: ["blue"] } } },
      extra: { day: 1 },
    });
  });

  test("leave the instance as it is, and what is read is what the schema makes of what is stored", async () => {
    const price = new Money(5);
    const made = await new Item({ name: "a", price, colour: new Colour("red") }).insert();
    assert.equal(made.price, price);
    const read = (await Item.get(made.id))!;
    assert.deepEqual(read.price, { cents: 5, currency: "EUR" });
    assert.equal(read.colour, "red");
  });

  test("know dates without a time, sets and addresses", async () => {
    await new Item({
      name: "a",
      price: new Day("2024-02-29"),
      extra: [new Set(["x", "y"]), new URL("https://example.com/a b")],
    }).insert();
    assert.deepEqual(await stored(), {
      price: new Date("2024-02-29T00:00:00Z"),
      prices: [],
      extra: [["x", "y"], "https://example.com/a%20b"],
    });
  });

  test("are applied to every other write", async () => {
    const made = await new Item({ name: "a", price: 1 }).insert();
    made.price = new Money(2);
    await made.save();
    assert.deepEqual((await stored()).price, { cents: 2, currency: "EUR" });
    made.price = new Money(3);
    await made.replace();
    assert.deepEqual((await stored()).price, { cents: 3, currency: "EUR" });
    await Item.insertMany([new Item({ name: "b", price: new Money(9) })]);
    assert.equal(await Item.find({ "price.cents": 9 } as never).count(), 1);
  });

  test("are applied to updates of any form", async () => {
    const made = await new Item({ name: "a", inner: { price: 0 } }).insert();
    await made.set({ price: new Money(1) });
    await Item.find({ name: "a" }).set({ colour: new Colour("green"), inner: { price: new Money(2) } });
    await Item.findOne({ name: "a" }).update(Item.prices.push(new Money(3)), Item.extra.at("deep").to(new Money(4)));
    assert.deepEqual(await stored(), {
      price: { cents: 1, currency: "EUR" },
      colour: "green",
      inner: { price: { cents: 2, currency: "EUR" } },
      prices: [{ cents: 3, currency: "EUR" }],
      extra: { deep: { cents: 4, currency: "EUR" } },
    });
  });

  test("are applied to filters, also where a field is of another type", async () => {
    await new Item({ name: "red", price: new Money(5), extra: { day: new Day("2024-01-01") } }).insert();
    await new Item({ name: "blue", price: new Money(6) }).insert();
    const money = new Money(5);
    for (
      const query of [
        Item.find({ price: money }),
        Item.find(Item.price.eq(money)),
        Item.find(Item.price.in([money, new Money(7)])),
        Item.find({ name: new Colour("red") } as never),
        Item.find(Item.extra.at("day").eq(new Day("2024-01-01"))),
        Item.find({ "extra.day": { $gte: new Day("2024-01-01") } } as never),
        Item.find({ $or: [{ price: money }, { price: new Money(1) }] }),
      ]
    ) {
      assert.deepEqual((await query).map(({ name }) => name), ["red"]);
    }
    assert.deepEqual(Item.find({ colour: new Colour("red") }).getFilterQuery(), { colour: "red" });
    assert.deepEqual(Item.find(Item.price.eq(money)).getFilterQuery(), {
      price: { $eq: { cents: 5, currency: "EUR" } },
    });
  });

  test("are applied to unknown fields that are kept", async () => {
    const made = new Kept({ name: "a", inner: { a: 1, price: new Money(1) }, price: new Money(2) } as never);
    await made.insert();
    const expected = { inner: { a: 1, price: { cents: 1, currency: "EUR" } }, price: { cents: 2, currency: "EUR" } };
    assert.deepEqual(await stored("kept"), expected);
    await made.set({ inner: { a: 2, price: new Money(3) } });
    assert.deepEqual(((await stored("kept")).inner as { price: unknown }).price, { cents: 3, currency: "EUR" });
  });

  test("the value's own class comes first, then the order of the list", async () => {
    class Ordered extends Document({ name: z.string(), values: z.array(z.any()) }) {
      static settings = {
        bsonEncoders: [
          { type: Anything, encode: () => "anything" },
          { type: Money, encode: () => "money" },
          { type: Discount, encode: () => "discount" },
        ],
      } satisfies Settings;
    }
    await init({ database: server.database, documentModels: [Ordered] });
    class Voucher extends Discount {}
    await new Ordered({ name: "a", values: [new Discount(1), new Money(1), new Voucher(1), 3] }).insert();
    assert.deepEqual(await stored("Ordered"), { values: ["discount", "money", "anything", 3] });
  });

  test("stand behind the field's own type: what it could not read is not written", async () => {
    class Logged extends Document({ at: z.date(), name: z.string() }) {
      static settings = {
        bsonEncoders: [{ type: Date, encode: (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000) }],
      } satisfies Settings;
    }
    class Texts extends Document({ at: z.date(), name: z.string() }) {
      static settings = {
        bsonEncoders: [{ type: Date, encode: (date: Date) => date.toISOString() }],
      } satisfies Settings;
    }
    await init({ database: server.database, documentModels: [Logged, Texts] });
    const at = new Date(1_700_000_000_123);
    await new Logged({ at, name: "x" }).insert();
    assert.deepEqual(await stored("Logged"), { at: new Date(1_700_000_000_000) });
    assert.equal(await Logged.find({ at }).count(), 1);
    await assert.rejects(new Texts({ at, name: "x" }).insert(), ValidationError);
    await assert.rejects(async () => await Texts.find().set({ at }), ValidationError);
  });

  test("values of a class without one are an error that names the place", async () => {
    class Unknown {}
    await assert.rejects(new Item({ name: "a", prices: [new Unknown()] }).insert(), (error: unknown) => {
      return error instanceof ValidationError && error.path === "prices.0";
    });
    await assert.rejects(async () => await Item.find({ price: new Unknown() }), InvalidArgument);
  });

  test("a value that contains itself is an error", async () => {
    const circle: unknown[] = [];
    circle.push(circle);
    await assert.rejects(new Item({ name: "a", price: circle }).insert());
  });

  test("what is no list of encoders is refused", () => {
    for (const wrong of [{}, [Money], [{ type: Money }], [{ type: "Money", encode: String }], [null]]) {
      class Wrong extends Document({ name: z.string() }) {
        static settings = { bsonEncoders: wrong } as unknown as Settings;
      }
      assert.throws(() => Wrong.getSettings(), /Wrong: settings.bsonEncoders can not be used: .*\{ type, encode \}/);
    }
  });
});
