import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
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
import { init } from "../../mod.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { testDatabase } from "../support/database.ts";
import { Shop } from "./models.ts";

const at = testDatabase("operators_filters");

/** Three shops: a in the centre, b a few kilometres off, c far away; c lacks most fields. */
before(async () => {
  await init({ database: at.database, documentModels: [Shop] });
  const placed = (longitude: number, latitude: number) => ({
    type: "Point" as const,
    coordinates: [longitude, latitude],
  });
  await Shop.insertMany([
    new Shop({
      name: "a",
      title: "Dark Café",
      stars: 1,
      rating: 0.5,
      flags: 0b101,
      visits: 2n ** 40n,
      mask: Uint8Array.of(1),
      place: placed(0, 0),
      corner: [1, 1],
      opened: new Date(0),
      tags: ["x", "y"],
      scores: [1, 9],
      items: [{ sku: "s", n: 1 }, { sku: "t", n: 5 }],
      prices: { eur: 1 },
      owner: { name: "ann" },
    }),
    new Shop({
      name: "b",
      title: "light",
      stars: 4,
      rating: 4,
      flags: 0b100,
      place: placed(0.05, 0),
      corner: [5, 5],
      tags: ["x"],
      scores: [4],
      items: [{ sku: "s", n: 5 }],
      prices: { eur: 5, usd: 6 },
      owner: { name: "light" },
    }),
    new Shop({ name: "c", stars: 5, flags: 0, place: placed(40, 40) }),
  ]);
  await at.database.command({
    createIndexes: "shops",
    indexes: [
      { key: { loc: "2dsphere" }, name: "loc" },
      { key: { corner: "2d" }, name: "corner" },
      { key: { t: "text" }, name: "t" },
    ],
  });
});

async function found(...criteria: Criterion<Shop>[]): Promise<string> {
  return (await Shop.find(...criteria)).map(({ name }) => name).sort().join("");
}

const ring = [[[-1, -1], [-1, 1], [1, 1], [1, -1], [-1, -1]]];

const CASES: [string, Criterion<Shop>, string][] = [
  ["Eq", Eq("owner.name", "ann"), "a"],
  // To the server two missing values are equal.
  ["Eq of two fields", Eq(Shop.title, Shop.owner.name), "bc"],
  ["NE", NE("title", "light"), "ac"],
  ["GT", GT(Shop.stars, 4), "c"],
  ["GTE", GTE(Shop.stars, 4), "bc"],
  ["LT", LT(Shop.stars, 4), "a"],
  ["LTE", LTE(Shop.stars, 4), "ab"],
  ["In", In(Shop.stars, [1, 5]), "ac"],
  ["NotIn", NotIn(Shop.stars, [1, 5]), "b"],
  ["And", And({ stars: { $gt: 1 } }, Exists(Shop.title)), "b"],
  ["Or", Or({ stars: 1 }, GT(Shop.stars, 4)), "ac"],
  ["Nor", Nor({ stars: 1 }, { stars: 4 }), "c"],
  ["Not", Not(GT(Shop.stars, 1)), "a"],
  ["Not of several conditions", Not({ stars: 1, title: "Dark Café" }), "bc"],
  ["Exists", Exists("opened"), "a"],
  ["Type", Type(Shop.rating, "double"), "a"],
  ["Type of several", Type("rating", ["int", 1]), "ab"],
  ["Expr", Expr({ $gt: [Shop.stars, { $add: [Shop.rating, 0.1] }] }), "ac"],
  ["JsonSchema", JsonSchema({ required: ["t"] }), "ab"],
  ["Mod", Mod(Shop.stars, 4, 1), "ac"],
  ["RegEx", RegEx(Shop.title, /^dark/i), "a"],
  ["Text", Text("dark"), "a"],
  ["Text without accents", Text("cafe"), "a"],
  ["Text with accents", Text("cafe", { diacriticSensitive: true }), ""],
  ["Text with case", Text("dark", { caseSensitive: true }), ""],
  ["All", All(Shop.tags, ["x", "y"]), "a"],
  ["ElemMatch", ElemMatch(Shop.items, { sku: "s", n: 5 }), "b"],
  ["ElemMatch of values", ElemMatch(Shop.scores, { $gt: 2, $lt: 8 }), "b"],
  ["Size", Size("items", 2), "a"],
  ["BitsAllSet", BitsAllSet(Shop.flags, 0b101), "a"],
  ["BitsAllSet of int64", BitsAllSet(Shop.visits, 2n ** 40n), "a"],
  ["BitsAllClear", BitsAllClear(Shop.flags, [0, 1]), "bc"],
  ["BitsAnySet", BitsAnySet(Shop.flags, 0b001), "a"],
  ["BitsAnyClear", BitsAnyClear(Shop.flags, 0b101), "bc"],
  ["Bits of bytes", BitsAllSet(Shop.mask, [0]), "a"],
  ["GeoIntersects", GeoIntersects(Shop.place, "LineString", [[0.05, -1], [0.05, 1]]), "b"],
  ["GeoWithin", GeoWithin(Shop.place, GeoWithinTypes.Polygon, ring), "ab"],
  ["GeoWithin of several areas", GeoWithin("place", GeoWithinTypes.MultiPolygon, [ring]), "ab"],
  ["Box", Box(Shop.corner, [0, 0], [2, 2]), "a"],
  ["Near", Near(Shop.place, 0, 0, { maxDistance: 10_000 }), "ab"],
  ["Near not nearer than", Near(Shop.place, 0, 0, { maxDistance: 10_000, minDistance: 1000 }), "b"],
  ["NearSphere at a distance of 0", NearSphere(Shop.place, 0, 0, { maxDistance: 0 }), "a"],
  ["a key of a record", Shop.prices.at("eur").gt(3), "b"],
  ["a key of a record in a plain filter", { "prices.usd": { $gt: 3 } }, "b"],
  ["a position in a list", Shop.items.at(1).n.eq(5), "a"],
];

describe("operators find what the server's do", () => {
  for (const [name, criterion, expected] of CASES) {
    test(name, async () => assert.equal(await found(criterion), expected));
  }

  test("near gives the nearest first", async () => {
    assert.deepEqual((await Shop.find(Near(Shop.place, 39, 39))).map(({ name }) => name), ["c", "b", "a"]);
  });

  test("Where runs only where the call allows it", async () => {
    await assert.rejects(async () => await Shop.find(Where("this.stars > 4")), InvalidArgument);
    const allowed = Shop.find(Where("this.stars > 4")).options({ allowServerJavaScript: true });
    assert.deepEqual((await allowed).map(({ name }) => name), ["c"]);
  });
});
