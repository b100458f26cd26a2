import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import {
  binary,
  Decimal128,
  decimal128,
  Document,
  int64,
  Model,
  ObjectId,
  objectId,
  type Settings,
  timestamp,
  ValidationError,
} from "../../mod.ts";
import { Everything, id, input } from "./everything.ts";

/** What an instance of `Everything` is made of again: the transform of one field runs one way. */
function again(document: Everything): unknown {
  return { ...JSON.parse(JSON.stringify(document)), length: "four" };
}

function refusal(run: () => unknown): ValidationError {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error("this should have been refused");
}

describe("fromJSON", () => {
  test("gives back what toJSON wrote, as an instance of the class", () => {
    const document = new Everything(input);
    const copy = Everything.fromJSON(again(document));
    assert.ok(copy instanceof Everything);
    assert.deepEqual({ ...copy }, { ...document });
    assert.deepEqual(copy.id, id);
    assert.equal(copy.isNew, true);
    assert.deepEqual(copy.toJSON(), document.toJSON());
  });

  test("takes what the constructor takes as well", () => {
    assert.deepEqual({ ...Everything.fromJSON(input) }, { ...new Everything(input) });
  });

  test("takes the id under both names", () => {
    class Tool extends Document({ name: z.string() }) {
      static settings = { jsonId: "_id", unknownFields: "reject" } satisfies Settings;
    }
    const text = id.toString();
    for (const json of [{ id: text, name: "a" }, { _id: text, name: "a" }]) {
      assert.deepEqual(Tool.fromJSON(json).id, id);
    }
    assert.deepEqual(Tool.fromJSON(JSON.parse(JSON.stringify(new Tool({ id, name: "a" })))).id, id);
  });

  test("a decimal survives with all of its digits", () => {
    class Price extends Document({ amount: decimal128() }) {}
    const amount = new Decimal128("1234567890.123456789012345678901234");
    assert.deepEqual(Price.fromJSON(JSON.parse(JSON.stringify(new Price({ amount })))).amount, amount);
    assert.match(refusal(() => Price.fromJSON({ amount: 1.5 })).issues[0]!.message, /Decimal128/);
  });

  test("defaults, transforms and refinements run once, those that may not run twice included", () => {
    let runs = 0;
    class Counted extends Document({
      name: z.string().transform((text) => {
        runs++;
        return { text };
      }).pipe(z.object({ text: z.string() })),
      at: z.date().default(() => new Date(5)),
    }) {}
    const made = Counted.fromJSON({ name: "a" });
    assert.deepEqual([made.name, made.at, runs], [{ text: "a" }, new Date(5), 1]);
  });

  test("field initialisers, private members and constructors with work of their own run as for `new`", () => {
    class Visit extends Document({ at: z.date(), place: z.string() }) {
      #seen = 1;
      doubled = this.place + this.place;
      readonly made = new Side({ n: 1 });
      get seen(): number {
        return this.#seen;
      }
    }
    class Side extends Model({ n: z.int() }) {}
    class Slugged extends Document({ name: z.string(), slug: z.string().optional() }) {
      constructor(input: { name: string }) {
        super({ ...input, slug: input.name.toLowerCase() });
      }
    }
    const visit = Visit.fromJSON({ at: "2026-01-31T12:00:00+01:00", place: "x" });
    assert.deepEqual([visit.at, visit.seen, visit.doubled, visit.made.n], [
      new Date("2026-01-31T11:00:00Z"),
      1,
      "xx",
      1,
    ]);
    assert.equal(Slugged.fromJSON({ name: "Tony" }).slug, "tony");
  });

  test("unknown fields are stripped, kept or refused as by the constructor", () => {
    const shape = { name: z.string() };
    class Kept extends Document(shape) {
      static settings = { unknownFields: "keep" } satisfies Settings;
    }
    class Strict extends Document(shape) {
      static settings = { unknownFields: "reject" } satisfies Settings;
    }
    class Stripped extends Document(shape) {}
    const json = { name: "a", more: { x: 1 } };
    assert.deepEqual((Kept.fromJSON(json) as unknown as { more: unknown }).more, { x: 1 });
    assert.equal("more" in Stripped.fromJSON(json), false);
    assert.match(refusal(() => Strict.fromJSON(json)).message, /more/);
  });

  test("recursive shapes", () => {
    class Comment extends Document({
      at: z.date(),
      get replies() {
        return z.array(reply).default([]);
      },
    }) {}
    const reply = z.object({
      at: z.date(),
      get replies(): z.ZodOptional<z.ZodArray<typeof reply>> {
        return z.array(reply).optional();
      },
    });
    const json = { at: "2026-01-01T00:00:00Z", replies: [{ at: "2026-01-02T00:00:00Z", replies: [] }] };
    assert.deepEqual(Comment.fromJSON(json).replies[0]!.at, new Date("2026-01-02T00:00:00Z"));
  });

  test("projections take JSON too", () => {
    class Order extends Model({ at: z.date(), by: objectId() }) {}
    const order = Order.fromJSON({ at: "2026-01-31T12:00:00Z", by: id.toString() });
    assert.ok(order instanceof Order && order.by instanceof ObjectId);
  });
});

describe("what fromJSON refuses", () => {
  class Item extends Document({
    at: z.date().min(new Date("2020-01-01")),
    raw: binary().optional(),
    big: int64().optional(),
    clock: timestamp().optional(),
    list: z.array(z.object({ owner: objectId() })).default([]),
  }) {}
  const at = "2026-01-31T12:00:00Z";

  const dates = [
    "yesterday",
    "2026-01-31",
    "2026-01-31T12:00:00",
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-31T25:00:00Z",
    "",
    1_700_000_000,
  ];
  for (const text of dates) {
    test(`a date written as ${JSON.stringify(text)}`, () => {
      const { issues, path } = refusal(() => Item.fromJSON({ at: text }));
      assert.deepEqual([path, issues.length], ["at", 1]);
      assert.match(issues[0]!.message, typeof text === "string" ? /ISO 8601/ : /expected date/);
    });
  }

  for (const text of ["2026-01-31T12:00Z", "2024-02-29T00:00:00.123456-11:30", "+100000-01-01T00:00:00.000Z"]) {
    test(`but not a date written as ${text}`, () => {
      assert.deepEqual(Item.fromJSON({ at: text }).at, new Date(text));
    });
  }

  test("bounds of what was read", () => {
    assert.equal(refusal(() => Item.fromJSON({ at: "2019-12-31T00:00:00Z" })).path, "at");
  });

  test("bytes that are no base64, integers that are none, clocks out of range", () => {
    for (const raw of ["a", "AA", "AAA", "A=AA", "AP8H\n", "AP_H", [1, 2]]) {
      assert.equal(refusal(() => Item.fromJSON({ at, raw })).path, "raw");
    }
    for (const big of ["1.5", "0x10", "", " 1", 1.5, 2 ** 53, "9223372036854775808"]) {
      assert.equal(refusal(() => Item.fromJSON({ at, big })).path, "big", String(big));
    }
    assert.equal(Item.fromJSON({ at, big: 2 ** 53 - 1 }).big, 9007199254740991n);
    assert.equal(Item.fromJSON({ at, big: "-9223372036854775808" }).big, -(2n ** 63n));
    assert.equal(refusal(() => Item.fromJSON({ at, clock: { $timestamp: { t: -1, i: 0 } } })).path, "clock");
    assert.equal(refusal(() => Item.fromJSON({ at, clock: { $timestamp: null } })).path, "clock");
  });

  test("several findings are told at once, each with its path", () => {
    const { issues } = refusal(() => Item.fromJSON({ list: [{ owner: id.toString() }, { owner: "x" }, {}] }));
    assert.deepEqual(issues.map(({ path }) => path), [["at"], ["list", 1, "owner"], ["list", 2, "owner"]]);
  });

  for (const json of [null, undefined, 3, "{}", []]) {
    test(`${JSON.stringify(json)} in the place of an object`, () => {
      assert.match(refusal(() => Item.fromJSON(json)).message, /expected object/);
    });
  }
});
