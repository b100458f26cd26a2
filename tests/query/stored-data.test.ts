import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Decimal128, decimal128, Document, init, ObjectId, objectId, ValidationError } from "../../mod.ts";
import { insert } from "../support/insert.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("stored_data");
const id = new ObjectId();

class Label extends Document({ text: z.string().regex(/^[a-z]+$/), size: z.int(), n: z.int().default(0) }) {
  static settings = { name: "labels" };
}

/** A document whose text Zod refuses, and one whose size the engine refuses. */
const wrong = { text: { text: "UPPER", size: 1 }, size: { text: "lower", size: "big" } };

before(() => init({ database: server.database, documentModels: [Label] }));

for (const [field, document] of Object.entries(wrong)) {
  describe(`stored data with a wrong ${field} is told with model, path and id`, () => {
    before(async () => {
      await Label.deleteAll();
      await insert(server.database, "labels", [{ _id: id, ...document }]);
    });

    const told = (model: string) => (error: unknown): boolean => {
      assert.ok(error instanceof ValidationError, String(error));
      assert.equal(error.model, model);
      assert.equal(error.path, field);
      assert.equal(String(error.id), String(id));
      assert.ok(error.message.includes(`${model}.${field}`) && error.message.includes(String(id)), error.message);
      return true;
    };

    test("by find", () => assert.rejects(async () => await Label.find(), told("Label")));
    test("by select", () => assert.rejects(async () => await Label.find().select(field as "text"), told("Label")));
    test("by an update of an instance", async () => {
      const label = new Label({ id, text: "x", size: 1 });
      await assert.rejects(label.set({ n: 1 }), told("Label"));
      assert.equal(label.text, "x");
    });
    test("by a projection with the id", async () => {
      const schema = z.object({ id: objectId(), text: z.string().regex(/^[a-z]+$/), size: z.int() });
      await assert.rejects(async () => await Label.find().project(schema), told("projection"));
    });
    test("by an aggregation", async () => {
      await assert.rejects(async () => await Label.aggregate((p) => p.limit(1)), told("Label"));
    });
  });
}

test("select takes whole fields only: it gives no parts", () => {
  class Address extends Document({ at: z.object({ city: z.string() }) }) {}
  assert.throws(() => Address.find().select("at.city" as "at"), /select\("at\.city"\)/);
});

describe("get", () => {
  class Price extends Document({ id: decimal128(), n: z.int() }) {}
  const day = z.codec(z.string(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });
  class Day extends Document({ id: day, n: z.int() }) {}
  before(() => init({ database: server.database, documentModels: [Price, Day] }));

  test("takes what the constructor takes for an id", async () => {
    await new Price({ id: "1.50", n: 1 }).insert();
    await new Day({ id: "2020-01-01T00:00:00.000Z", n: 2 }).insert();
    assert.equal((await Price.get("1.50" as never))?.n, 1);
    assert.equal((await Price.get(new Decimal128("1.50")))?.n, 1);
    assert.equal((await Day.get("2020-01-01T00:00:00.000Z" as never))?.n, 2);
    assert.equal((await Day.get(new Date("2020-01-01T00:00:00.000Z")))?.n, 2);
  });

  test("refuses what can be no id of the model", () => {
    for (const wrong of ["x", 3, undefined, null]) assert.throws(() => Price.get(wrong as never), ValidationError);
    assert.throws(() => Label.get("x"), /24 hexadecimal digits, found a string of 1 character\b/);
  });
});

class Stock extends Document({ pieces: z.int().nonnegative(), shelves: z.array(z.string()).max(1).default([]) }) {}

describe("bounds and updates", () => {
  before(() => init({ database: server.database, documentModels: [Stock] }));

  test("values of an update keep them, or nothing is sent", async () => {
    assert.throws(() => Stock.findAll().set({ pieces: -1 }), ValidationError);
    assert.throws(() => Stock.findAll().set({ shelves: ["a", "b"] }), ValidationError);
  });

  test("what the server computes is told when it is read, and kept by a criterion", async () => {
    const { id } = await new Stock({ pieces: 2, shelves: ["a"] }).insert();
    const enough = Stock.findOne({ id }, Stock.pieces.gte(3));
    assert.deepEqual(await enough.inc({ pieces: -3 }), { matchedCount: 0, modifiedCount: 0 });
    await Stock.findOne({ id }).inc({ pieces: -3 });
    await assert.rejects(
      async () => await Stock.find(),
      /Stock\.pieces does not fit its schema: expected minimum 0/,
    );
    await Stock.findOne({ id }).inc({ pieces: 3 });
    await Stock.findOne({ id }).push({ shelves: "b" });
    assert.match((await Stock.inspectCollection()).errors[0]!.error.message, /Stock\.shelves does not fit/);
  });
});
