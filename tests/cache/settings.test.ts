import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../mod.ts";
import { collectionsRead } from "../../src/cache/collections-read.ts";
import { LeastRecentlyUsed } from "../../src/cache/least-recently-used.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { modelOf } from "../../src/schema/model.ts";

describe("the settings of kept results", () => {
  test("by default nothing is kept; else 32 results for ten minutes", () => {
    class Plain extends Document({ x: z.int() }) {}
    const { useCache, cacheCapacity, cacheExpirationTime } = modelOf(Plain).settings;
    assert.deepEqual([useCache, cacheCapacity, cacheExpirationTime], [false, 32, 600_000]);
  });

  for (
    const wrong of [{ cacheCapacity: 0 }, { cacheCapacity: 1.5 }, { cacheCapacity: "3" }, { cacheExpirationTime: 0 }, {
      cacheExpirationTime: NaN,
    }, { useCache: 1 }]
  ) {
    test(`${JSON.stringify(wrong)} is refused`, () => {
      class Wrong extends Document({ x: z.int() }) {
        static settings = wrong;
      }
      assert.throws(
        () => modelOf(Wrong).settings,
        (error) => error instanceof InvalidArgument && error.message.includes(Object.keys(wrong)[0]!),
      );
    });
  }
});

describe("LeastRecentlyUsed", () => {
  test("keeps no more than its capacity, and forgets what was used longest ago", () => {
    const kept = new LeastRecentlyUsed<number>(2, 1000);
    kept.set("a", 1);
    kept.set("b", 2);
    kept.get("a");
    kept.set("c", 3);
    assert.deepEqual([kept.get("a"), kept.get("b"), kept.get("c"), kept.size], [1, undefined, 3, 2]);
    kept.set("c", 4);
    assert.deepEqual([kept.get("a"), kept.get("c"), kept.size], [1, 4, 2]);
    kept.delete("a");
    assert.deepEqual([kept.get("a"), kept.size], [undefined, 1]);
  });
});

describe("collectionsRead", () => {
  test("finds joins at any depth, and takes no field of a document for one", () => {
    const pipeline = [
      { $match: { from: "no", coll: "no" } },
      { $lookup: { from: "a", pipeline: [{ $unionWith: "b" }, { $unionWith: { coll: "c", pipeline: [] } }], as: "x" } },
      { $project: { from: 1 } },
      { $facet: { one: [{ $graphLookup: { from: "d" } }] } },
    ];
    assert.deepEqual([...collectionsRead("shop", { aggregate: "own", pipeline })].sort(), ["a", "b", "c", "d", "own"]);
    assert.deepEqual([...collectionsRead("shop", { find: "own", filter: {} })], ["own"]);
  });
});
