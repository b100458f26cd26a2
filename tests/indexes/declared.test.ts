import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { declaredIndexes } from "../../src/indexes/declared-indexes.ts";
import { isSameIndex } from "../../src/indexes/index-identity.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import { type ModelClassLike, modelOf } from "../../src/schema/model.ts";
import { uuid } from "../../src/schema/bson.ts";
import type { IndexDescription } from "../../src/types/indexes.ts";
import type { Settings } from "../../src/types/settings.ts";
import { Binary } from "../../src/values/binary.ts";

function declared(model: unknown): IndexDescription[] {
  return declaredIndexes(modelOf(model as ModelClassLike)).map(({ index }) => index);
}

/** The indexes of a model that declares these. */
function of(indexes: unknown[], shape: Record<string, z.ZodType> = {}): IndexDescription[] {
  class Sample extends Document({
    name: z.string(),
    price: alias(z.number(), "p"),
    address: alias(z.object({ city: alias(z.string(), "c") }), "addr"),
    parts: z.array(z.object({ zip: z.string() })),
    details: z.record(z.string(), z.any()),
    tenant: uuid(),
    ...shape,
  }) {
    static settings = { indexes } as unknown as Settings;
  }
  return declared(Sample);
}

class City extends Document({
  name: indexed(z.string(), { unique: true }),
  rank: indexed(alias(z.int(), "position"), { direction: -1 }).optional(),
  mayor: z.object({ name: indexed(z.string()) }).optional(),
  parts: z.array(z.object({ zip: indexed(z.string(), { sparse: true }) })).default([]),
  founded: z.date().optional(),
}) {
  static settings = {
    indexes: [
      "founded",
      ["name", this.rank.desc()],
      ["mayor.name", "text"],
      { keys: ["founded", ["rank", -1]], sparse: true, name: "by_age" },
    ],
  } satisfies Settings;
}

describe("declared indexes", () => {
  test("come from fields at every level and from settings, in stored names", () => {
    assert.deepEqual(declared(City), [
      { name: "name_1", key: { name: 1 }, unique: true },
      { name: "position_-1", key: { position: -1 } },
      { name: "mayor.name_1", key: { "mayor.name": 1 } },
      { name: "parts.zip_1", key: { "parts.zip": 1 }, sparse: true },
      { name: "founded_1", key: { founded: 1 } },
      { name: "name_1_position_-1", key: { name: 1, position: -1 } },
      { name: "mayor.name_text", key: { "mayor.name": "text" } },
      { name: "by_age", key: { founded: 1, position: -1 }, sparse: true },
    ]);
  });

  test("a recursive model ends", () => {
    const Part = z.object({
      code: indexed(z.string()),
      get parts() {
        return z.array(Part);
      },
    });
    class Machine extends Document({ root: Part }) {}
    const names = declared(Machine).map(({ name }) => name);
    assert.ok(names.includes("root.code_1"));
    assert.ok(names.length < 5);
  });

  test("every kind and option: names of the model become stored names, values stored values", () => {
    const tenant = "6b1f9a64-8e33-4d1c-9a3e-6a7b0a8d9c01";
    const bytes = Uint8Array.from(tenant.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16));
    assert.deepEqual(
      of([
        { keys: ["price", "address.city"], unique: true, partialFilterExpression: { price: { $gt: 5 }, tenant } },
        {
          keys: [["name", "text"], ["address.city", "text"]],
          weights: { "address.city": 5 },
          default_language: "french",
        },
        { keys: "$**", wildcardProjection: { price: 0, "address.city": 0 } },
        "details.$**",
        [["parts.zip", "hashed"]],
        { keys: ["address", "2dsphere"], hidden: true },
        { keys: [["parts", "2d"], "price"], bits: 20, min: 0, max: 10 },
        { keys: "tenant", expireAfterSeconds: 60, collation: { locale: "en" }, sparse: undefined },
      ]),
      [
        {
          name: "p_1_addr.c_1",
          key: { p: 1, "addr.c": 1 },
          unique: true,
          partialFilterExpression: { p: { $gt: 5 }, tenant: new Binary(bytes, 4) },
        },
        {
          name: "name_text_addr.c_text",
          key: { name: "text", "addr.c": "text" },
          weights: { "addr.c": 5 },
          default_language: "french",
        },
        { name: "$**_1", key: { "$**": 1 }, wildcardProjection: { p: 0, "addr.c": 0 } },
        { name: "details.$**_1", key: { "details.$**": 1 } },
        { name: "parts.zip_hashed", key: { "parts.zip": "hashed" } },
        { name: "addr_2dsphere", key: { addr: "2dsphere" }, hidden: true },
        { name: "parts_2d_p_1", key: { parts: "2d", p: 1 }, bits: 20, min: 0, max: 10 },
        { name: "tenant_1", key: { tenant: 1 }, expireAfterSeconds: 60, collation: { locale: "en" } },
      ],
    );
  });

  test("a partial filter may be an expression", () => {
    class Offer extends Document({ price: alias(z.number(), "p") }) {
      static settings: Settings = { indexes: [{ keys: "price", partialFilterExpression: this.price.gt(5) }] };
    }
    assert.deepEqual(declared(Offer)[0]!.partialFilterExpression, { p: { $gt: 5 } });
  });

  test("what is not usable is named", () => {
    const refused: [unknown, RegExp][] = [
      ["nam", /no field "nam".*known here: id, name/],
      [[], /one key or a list of keys/],
      [3, /one key or a list of keys/],
      [["name", 3], /a key is "name".*found 3/],
      [[["name", "sideways"]], /a key is "name"/],
      [["name", "name"], /"name" stands twice/],
      [{ keys: "name", uniqe: true }, /no option "uniqe"\. There are: name, unique/],
      [{ keys: "name", unique: "yes" }, /option "unique" takes a boolean/],
      [{ keys: "name", expireAfterSeconds: "60" }, /option "expireAfterSeconds" takes a number/],
      [{ keys: "name", collation: null }, /option "collation" takes an object/],
      [{ keys: "name", name: "" }, /option "name" takes a text/],
      [{ keys: "name", partialFilterExpression: { nam: 1 } }, /no field "nam"/],
      [{ keys: [["name", "text"]], weights: { title: 1 } }, /no field "title"/],
    ];
    for (const [declaration, message] of refused) {
      assert.throws(() => of([declaration]), (error: unknown) => {
        assert.ok(error instanceof InvalidArgument, String(error));
        assert.match(error.message, message);
        assert.match(error.message, /Sample/);
        return true;
      });
    }
  });

  test("a name that may be a field or a kind has to be told apart", () => {
    assert.throws(() => of([["name", "text"]], { text: z.string() }), /two fields or one of the kind "text"/);
    assert.deepEqual(of([[["name", "text"]]], { text: z.string() })[0]!.key, { name: "text" });
    assert.deepEqual(of([[["name", 1], ["text", 1]]], { text: z.string() })[0]!.key, { name: 1, text: 1 });
  });

  test("two different indexes of one name are refused, the same one twice counts once", () => {
    assert.throws(() => of([{ keys: "name", name: "x" }, { keys: "price", name: "x" }]), /two different .*called "x"/);
    assert.throws(() => of(["name", { keys: "name", unique: true }]), /two different .*called "name_1"/);
    assert.equal(of(["name", ["name"], { keys: "name" }]).length, 1);
  });

  test("order and direction tell indexes apart", () => {
    assert.deepEqual(of([["name", "price"], ["price", "name"], [["name", -1]], "name"]).map(({ name }) => name), [
      "name_1_p_1",
      "p_1_name_1",
      "name_-1",
      "name_1",
    ]);
  });
});

describe("which declaration counts", () => {
  test("settings replace the index of a field with the same keys, not one with others", () => {
    class Book extends Document({ isbn: indexed(z.string()), title: indexed(z.string()) }) {
      static settings: Settings = { indexes: [{ keys: "isbn", unique: true }, [["title", -1]]] };
    }
    assert.deepEqual(declared(Book), [
      { name: "title_1", key: { title: 1 } },
      { name: "isbn_1", key: { isbn: 1 }, unique: true },
      { name: "title_-1", key: { title: -1 } },
    ]);
  });

  class Base extends Document({ a: indexed(z.string()), b: z.string() }) {
    static settings: Settings = { name: "base", indexes: ["b", ["a", "b"]] };
  }

  test("a child has the indexes of inherited fields, and of settings its own only", () => {
    class Child extends Base {
      static override settings: Settings = { name: "child", indexes: [["b", "a"]] };
    }
    assert.deepEqual(declared(Child).map(({ name }) => name), ["a_1", "b_1_a_1"]);
  });

  test("mergeIndexes adds those of all parents, and its own win over the same keys", () => {
    class Child extends Base {
      static override settings: Settings = {
        name: "child",
        mergeIndexes: true,
        indexes: [{ keys: "b", sparse: true }],
      };
    }
    class Grandchild extends Child {
      static override settings: Settings = { name: "grandchild", indexes: [["b", "a"]] };
    }
    assert.deepEqual(declared(Child).map(({ name, sparse }) => [name, sparse]), [
      ["a_1", undefined],
      ["a_1_b_1", undefined],
      ["b_1", true],
    ]);
    assert.deepEqual(declared(Grandchild).map(({ name }) => name), ["a_1", "a_1_b_1", "b_1", "b_1_a_1"]);
  });
});

test("a projection of a wildcard index is the same as servers before 6.0 list it: nested, in another order, with the id left out", () => {
  const index = (wildcardProjection: Record<string, unknown>) =>
    ({ key: { "$**": 1 }, name: "w", wildcardProjection }) as IndexDescription;
  const declared = index({ a: 1, "b.c": 1, "b.d": true });
  assert.ok(isSameIndex(declared, index({ _id: false, b: { d: true, c: true }, a: true })));
  assert.ok(isSameIndex(declared, declared));
  assert.ok(!isSameIndex(declared, index({ _id: true, b: { d: true, c: true }, a: true })));
  assert.ok(!isSameIndex(declared, index({ b: { d: true }, a: true })));
  assert.ok(!isSameIndex(index({ a: 0 }), index({ a: true })));
});
