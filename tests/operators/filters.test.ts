import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { and, Code, not, or } from "../../mod.ts";
import {
  All,
  And,
  BitsAllClear,
  BitsAllSet,
  BitsAnyClear,
  BitsAnySet,
  Box,
  ElemMatch,
  Eq,
  Exists,
  Expr,
  GeoIntersects,
  GeoWithin,
  GeoWithinTypes,
  GT,
  GTE,
  In,
  JsonSchema,
  LT,
  LTE,
  Mod,
  NE,
  Near,
  NearSphere,
  Nor,
  Not,
  NotIn,
  Or,
  RegEx,
  Size,
  Text,
  Type,
  Where,
} from "../../operators.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { Shop } from "./models.ts";

function filter(...criteria: Criterion<Shop>[]): Record<string, unknown> {
  return Shop.find(...criteria).getFilterQuery();
}

/** The same condition as a method of a field, as an operator on a field, and as an operator on a name. */
type Forms = [expected: object, ...forms: Criterion<Shop>[]];

const point = { $geometry: { type: "Point", coordinates: [1, 2] } };
const ring = [[[0, 0], [3, 6], [6, 1], [0, 0]]];
const area = { $geometry: { type: "Polygon", coordinates: ring } };

const FORMS: Record<string, Forms> = {
  Eq: [{ t: "a" }, Shop.title.eq("a"), Eq(Shop.title, "a"), Eq("title", "a")],
  NE: [{ t: { $ne: "a" } }, Shop.title.ne("a"), NE(Shop.title, "a"), NE("title", "a")],
  GT: [{ stars: { $gt: 1 } }, Shop.stars.gt(1), GT(Shop.stars, 1), GT("stars", 1)],
  GTE: [{ stars: { $gte: 1 } }, Shop.stars.gte(1), GTE(Shop.stars, 1), GTE("stars", 1)],
  LT: [{ stars: { $lt: 1 } }, Shop.stars.lt(1), LT(Shop.stars, 1), LT("stars", 1)],
  LTE: [{ stars: { $lte: 1 } }, Shop.stars.lte(1), LTE(Shop.stars, 1), LTE("stars", 1)],
  In: [{ t: { $in: ["a", "b"] } }, Shop.title.in(["a", "b"]), In(Shop.title, ["a", "b"]), In("title", ["a", "b"])],
  NotIn: [{ t: { $nin: ["a"] } }, Shop.title.notIn(["a"]), NotIn(Shop.title, ["a"]), NotIn("title", ["a"])],
  "Eq with another field": [
    { $expr: { $eq: ["$t", "$name"] } },
    Shop.title.eq(Shop.fields.name),
    Eq(Shop.title, Shop.fields.name),
    Eq("title", Shop.fields.name),
  ],
  Exists: [{ t: { $exists: true } }, Shop.title.exists(), Exists(Shop.title), Exists("title")],
  "Exists not": [
    { t: { $exists: false } },
    Shop.title.exists(false),
    Exists(Shop.title, false),
    Exists("title", false),
  ],
  Type: [{ t: { $type: "string" } }, Shop.title.type("string"), Type(Shop.title, "string"), Type("title", "string")],
  "Type of several": [
    { t: { $type: ["string", 10] } },
    Shop.title.type("string", 10),
    Type(Shop.title, ["string", 10]),
    Type("title", ["string", 10]),
  ],
  Mod: [{ stars: { $mod: [4, 1] } }, Shop.stars.mod(4, 1), Mod(Shop.stars, 4, 1), Mod("stars", 4, 1)],
  RegEx: [
    { t: { $regex: "^a", $options: "i" } },
    Shop.title.regex("^a", "i"),
    RegEx(Shop.title, "^a", "i"),
    RegEx("title", /^a/i),
  ],
  "RegEx without options": [{ t: { $regex: "^a" } }, Shop.title.regex(/^a/), RegEx(Shop.title, "^a")],
  All: [{ tags: { $all: ["a", "b"] } }, Shop.tags.all(["a", "b"]), All(Shop.tags, ["a", "b"]), All("tags", ["a", "b"])],
  Size: [{ list: { $size: 2 } }, Shop.items.size(2), Size(Shop.items, 2), Size("items", 2)],
  ElemMatch: [
    { list: { $elemMatch: { sku: "a", count: { $gt: 1 } } } },
    Shop.items.elemMatch({ sku: "a", n: { $gt: 1 } }),
    ElemMatch(Shop.items, { sku: "a", n: { $gt: 1 } }),
    ElemMatch("items", { sku: "a", n: { $gt: 1 } }),
  ],
  "ElemMatch of values": [
    { scores: { $elemMatch: { $gt: 1, $lt: 5 } } },
    Shop.scores.elemMatch({ $gt: 1, $lt: 5 }),
    ElemMatch(Shop.scores, { $gt: 1, $lt: 5 }),
    ElemMatch("scores", { $gt: 1, $lt: 5 }),
  ],
  "ElemMatch with an expression": [
    { list: { $elemMatch: { count: 1 } } },
    Shop.items.elemMatch((item) => item.n.eq(1)),
    ElemMatch(Shop.items, (item) => item.n.eq(1)),
    ElemMatch("items", Eq("n", 1)),
  ],
  BitsAllClear: [
    { flags: { $bitsAllClear: 5 } },
    Shop.flags.bitsAllClear(5),
    BitsAllClear(Shop.flags, 5),
    BitsAllClear("flags", 5),
  ],
  BitsAllSet: [
    { flags: { $bitsAllSet: [0, 2] } },
    Shop.flags.bitsAllSet([0, 2]),
    BitsAllSet(Shop.flags, [0, 2]),
    BitsAllSet("flags", [0, 2]),
  ],
  BitsAnyClear: [
    { mask: { $bitsAnyClear: Uint8Array.of(1) } },
    Shop.mask.bitsAnyClear(Uint8Array.of(1)),
    BitsAnyClear(Shop.mask, Uint8Array.of(1)),
    BitsAnyClear("mask", Uint8Array.of(1)),
  ],
  BitsAnySet: [
    { visits: { $bitsAnySet: 2n ** 40n } },
    Shop.visits.bitsAnySet(2n ** 40n),
    BitsAnySet(Shop.visits, 2n ** 40n),
    BitsAnySet("visits", 2n ** 40n),
  ],
  GeoIntersects: [
    { loc: { $geoIntersects: area } },
    Shop.place.geoIntersects("Polygon", ring),
    GeoIntersects(Shop.place, "Polygon", ring),
    GeoIntersects("place", "Polygon", ring),
  ],
  GeoWithin: [
    { loc: { $geoWithin: area } },
    Shop.place.geoWithin("Polygon", ring),
    GeoWithin(Shop.place, GeoWithinTypes.Polygon, ring),
    GeoWithin("place", GeoWithinTypes.Polygon, ring),
  ],
  Box: [
    { corner: { $geoWithin: { $box: [[0, 0], [100, 200]] } } },
    Shop.corner.geoWithinBox([0, 0], [100, 200]),
    Box(Shop.corner, [0, 0], [100, 200]),
    Box("corner", [0, 0], [100, 200]),
  ],
  Near: [{ loc: { $near: point } }, Shop.place.near(1, 2), Near(Shop.place, 1, 2), Near("place", 1, 2)],
  "Near with distances": [
    { loc: { $near: { ...point, $maxDistance: 300, $minDistance: 100 } } },
    Shop.place.near(1, 2, { maxDistance: 300, minDistance: 100 }),
    Near(Shop.place, 1, 2, { maxDistance: 300, minDistance: 100 }),
  ],
  NearSphere: [
    { loc: { $nearSphere: { ...point, $minDistance: 100 } } },
    Shop.place.nearSphere(1, 2, { minDistance: 100 }),
    NearSphere(Shop.place, 1, 2, { minDistance: 100 }),
    NearSphere("place", 1, 2, { minDistance: 100 }),
  ],
  "a distance of 0": [
    { loc: { $nearSphere: { ...point, $maxDistance: 0, $minDistance: 0 } } },
    Shop.place.nearSphere(1, 2, { maxDistance: 0, minDistance: 0 }),
    NearSphere(Shop.place, 1, 2, { maxDistance: 0, minDistance: 0 }),
  ],
  And: [
    { $and: [{ t: "a" }, { stars: { $gt: 1 } }] },
    and(Shop.title.eq("a"), Shop.stars.gt(1)),
    And(Shop.title.eq("a"), Shop.stars.gt(1)),
    And({ title: "a" }, { stars: { $gt: 1 } }),
  ],
  Or: [
    { $or: [{ t: "a" }, { stars: { $gt: 1 } }] },
    or(Shop.title.eq("a"), Shop.stars.gt(1)),
    Or(Shop.title.eq("a"), { stars: { $gt: 1 } }),
    Or(Eq("title", "a"), GT("stars", 1)),
  ],
  Nor: [{ $nor: [{ t: "a" }] }, Nor(Shop.title.eq("a")), Nor({ title: "a" })],
  Not: [{ t: { $not: { $gt: "a" } } }, not(Shop.title.gt("a")), Not(GT("title", "a")), Not({ title: { $gt: "a" } })],
};

describe("operators in filters", () => {
  for (const [name, [expected, ...forms]] of Object.entries(FORMS)) {
    test(`${name}: every form gives the filter of the server`, () => {
      for (const form of forms) assert.deepEqual(filter(form), expected);
    });
  }

  test("and, or of a single criterion is the criterion; not of a value is one of its equality", () => {
    for (const join of [And, Or]) assert.deepEqual(filter(join({ title: "a" })), { t: "a" });
    assert.deepEqual(filter(Not({ title: "a" })), { t: { $not: { $eq: "a" } } });
    assert.deepEqual(filter(Not(Shop.title.eq("a"))), { t: { $not: { $eq: "a" } } });
    assert.deepEqual(filter(Not({ title: /a/ })), { t: { $not: /a/ } });
  });

  test("the opposite of several conditions, or of a joining operator, is a nor", () => {
    assert.deepEqual(filter(Not({ title: "a", stars: 1 })), { $nor: [{ t: "a", stars: 1 }] });
    assert.deepEqual(filter(Not(Or({ title: "a" }, { stars: 1 }))), { $nor: [{ $or: [{ t: "a" }, { stars: 1 }] }] });
    assert.deepEqual(filter(not(Shop.stars.gt(Shop.rating))), { $nor: [{ $expr: { $gt: ["$stars", "$rating"] } }] });
  });

  test("what matches nothing certain is refused: nothing to join", () => {
    for (const join of [And, Or, Nor]) assert.throws(() => join(), /at least one criterion/);
    assert.throws(() => And("title" as never), /takes expressions/);
  });

  test("operators nest in plain filters and in each other", () => {
    assert.deepEqual(filter({ $or: [{ title: "a" }, Not(Eq("owner.name", "x"))] }), {
      $or: [{ t: "a" }, { "o.n": { $not: { $eq: "x" } } }],
    });
    assert.deepEqual(filter(And(Or(Eq("items.n", 1), Size("tags", 0)), Nor(Exists("opened")))), {
      $and: [{ $or: [{ "list.count": 1 }, { tags: { $size: 0 } }] }, { $nor: [{ opened_at: { $exists: true } }] }],
    });
  });

  test("Text belongs to no field; accents and case are ignored unless it says otherwise", () => {
    assert.deepEqual(filter(Text("dark")), {
      $text: { $search: "dark", $caseSensitive: false, $diacriticSensitive: false },
    });
    assert.deepEqual(filter(Text("dark", { language: "en", caseSensitive: true, diacriticSensitive: true })), {
      $text: { $search: "dark", $language: "en", $caseSensitive: true, $diacriticSensitive: true },
    });
    assert.deepEqual(filter(Text("dark", { diacriticSensitive: null })), {
      $text: { $search: "dark", $caseSensitive: false },
    });
    assert.throws(() => Text(undefined as never), InvalidArgument);
  });

  test("Expr takes fields as expressions at any depth; Where and JsonSchema go as given", () => {
    assert.deepEqual(filter(Expr({ $gt: [{ $add: [Shop.stars, 5] }, Shop.owner.name] })), {
      $expr: { $gt: [{ $add: ["$stars", 5] }, "$o.n"] },
    });
    assert.deepEqual(filter({ $expr: { $eq: [Shop.title, "$name"] } }), { $expr: { $eq: ["$t", "$name"] } });
    assert.deepEqual(filter(JsonSchema({ required: ["t"] })), { $jsonSchema: { required: ["t"] } });
    assert.deepEqual(filter(Where("this.t === 'a'")), { $where: "this.t === 'a'" });
    assert.deepEqual(filter(Where(new Code("true"))), { $where: new Code("true") });
    assert.throws(() => Expr("x" as never), InvalidArgument);
    assert.throws(() => Expr({ $gt: [Shop.items.at(0).n, 1] }), /list positions/);
    assert.throws(() => JsonSchema(undefined as never), InvalidArgument);
    assert.throws(() => Where((() => true) as never), /text of a function/);
  });

  test("a name that the model has not is refused where it is used", () => {
    assert.throws(() => filter(Eq("titel", "a")), /no field "titel"/);
    assert.throws(() => filter(And({ t: "a" })), /the model calls it "title"/);
    assert.throws(() => Eq(5 as never, 1), /takes a field first/);
  });

  test("operands that can not be right are refused with the field's name", () => {
    const wrong: [() => unknown, RegExp][] = [
      [() => Shop.title.exists("no" as never), /t: exists\(\.\.\.\) takes true or false/],
      [() => Shop.title.type(), /names or numbers of BSON types/],
      [() => Shop.stars.mod(1.5, 0), /cut off fractions/],
      [() => Shop.items.size(-1), /integer from 0/],
      [() => Shop.flags.bitsAllSet(-1), /a mask/],
      [() => Shop.flags.bitsAllSet([0.5]), /positions of bits/],
      [() => Shop.place.near(10, 95), /latitude.*longitude comes first/],
      [() => Shop.place.near(1, NaN), /latitude/],
      [() => Shop.place.near(1, 2, { maxDistance: -1 }), /maxDistance is a number of metres/],
      [() => Shop.place.geoWithin("Polygon", [["a"]] as never), /finite number/],
      [() => Shop.place.geoIntersects(undefined as never, []), /type of a geometry/],
      [() => Shop.corner.geoWithinBox([0, 0, 0] as never, [1, 1]), /two numbers/],
      [() => Shop.title.in("a" as never), /list of values/],
      [() => filter({ stars: { $gt: Shop.rating } as never }), /Shop\.stars\.gt/],
    ];
    for (const [call, message] of wrong) {
      assert.throws(call, (error) => error instanceof InvalidArgument && message.test(error.message), String(message));
    }
  });
});
