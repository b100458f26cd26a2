import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, Model, type Settings, sum } from "../../mod.ts";
import { clock } from "../../src/cache/clock.ts";
import { testDatabase } from "../support/database.ts";
import { elsewhere } from "../support/elsewhere.ts";

const at = testDatabase("cache");
const LIFETIME = 60_000;

/** Things whose reads are kept. */
class Thing extends Document({
  id: z.int(),
  name: z.string(),
  size: z.number(),
  madeAt: z.date().default(() => new Date(0)),
  tags: z.array(z.string()).default([]),
}) {
  static settings = {
    name: "things",
    useCache: true,
    cacheCapacity: 3,
    cacheExpirationTime: LIFETIME,
  } satisfies Settings;
  #reads = 0;
  seen(): number {
    return ++this.#reads;
  }
}

/** A part of a {@link Thing}. */
class Named extends Model({ name: z.string() }) {}

/** What refers to things. */
class Owner extends Document({ id: z.int(), thing: z.int() }) {
  static settings = { name: "owners", useCache: true } satisfies Settings;
}

describe("kept results", () => {
  const real = clock.now;
  let now = 0;
  /** Renames all things as another process would, which this one can not know of. */
  const rename = (name: string) =>
    elsewhere(at.database, {
      update: "things",
      updates: [{ q: { _id: { $gte: 0 } }, u: { $set: { name } }, multi: true }],
    });
  const names = (found: readonly { name: string }[]) => [...new Set(found.map(({ name }) => name))].join();

  before(async () => {
    await init({ database: at.database, documentModels: [Thing, Owner] });
    clock.now = () => now;
  });
  after(() => void (clock.now = real));
  beforeEach(async () => {
    now = 0;
    await Thing.deleteAll();
    await Thing.insertMany([1, 2, 3].map((id) => new Thing({ id, name: "old", size: id, tags: ["a"] })));
  });

  const reads: [string, () => Promise<string>][] = [
    ["find", async () => names(await Thing.find(Thing.size.gt(0)))],
    ["find, sorted and paged", async () => names(await Thing.find().sort("-size").skip(1).limit(1))],
    ["toList with a length", async () => names(await Thing.find().toList(2))],
    ["firstOrNull", async () => (await Thing.find().sort("size").firstOrNull())?.name ?? ""],
    ["findOne", async () => (await Thing.findOne(Thing.size.gt(0)))?.name ?? ""],
    ["get", async () => (await Thing.get(1))?.name ?? ""],
    ["project", async () => names(await Thing.find().project(Named))],
    ["project by a schema", async () => names(await Thing.find().project(SCHEMA))],
    ["select", async () => names(await Thing.find().select("name"))],
    ["aggregate on the class", async () => names(await Thing.aggregate<{ name: string }>([{ $sort: { size: 1 } }]))],
    ["aggregate on a query", async () => names(await Thing.find({ size: 1 }).aggregate<{ name: string }>([]))],
    ["aggregate, projected", async () => names(await Thing.aggregate([]).project(Named))],
    [
      "a typed pipeline",
      async () => (await Thing.aggregate((p) => p.group((g) => g.name, () => ({ n: sum(1) }))))[0]!._id,
    ],
  ];
  const SCHEMA = z.object({ name: z.string() });
  for (const [name, read] of reads) {
    test(`${name}: the same read gives what it gave before, until this process writes`, async () => {
      assert.equal(await read(), "old");
      await rename("new");
      assert.equal(await read(), "old");
      await Thing.find({ size: 9 }).set({ size: 9 });
      assert.equal(await read(), "new");
    });
  }

  test("loops, counts, values and the like always ask the server", async () => {
    const seen = async () => {
      const found: string[] = [];
      for await (const thing of Thing.find()) found.push(thing.name);
      return [
        [...new Set(found)].join(),
        await Thing.find({ name: "new" }).count(),
        await Thing.find({ name: "new" }).exists(),
        await Thing.distinct("name"),
        await Thing.find({ name: "new" }).sum(Thing.size),
        names(await Thing.find().getCursor().toArray()),
      ];
    };
    assert.deepEqual(await seen(), ["old", 0, false, ["old"], null, "old"]);
    await rename("new");
    assert.deepEqual(await seen(), ["new", 3, true, ["new"], 6, "new"]);
  });

  test("nothing found is kept as well", async () => {
    assert.equal(await Thing.findOne({ name: "new" }), null);
    assert.deepEqual(await Thing.find({ name: "new" }), []);
    await rename("new");
    assert.equal(await Thing.findOne({ name: "new" }), null);
    assert.deepEqual(await Thing.find({ name: "new" }), []);
  });

  test("ignoreCache reads anew and keeps nothing", async () => {
    await Thing.find();
    await rename("new");
    assert.equal(names(await Thing.find().ignoreCache()), "new");
    assert.equal((await Thing.findOne().ignoreCache())?.name, "new");
    assert.equal(names(await Thing.aggregate<{ name: string }>([]).ignoreCache()), "new");
    assert.equal(names(await Thing.find()), "old");
  });

  test("a result is as old as the settings say at most", async () => {
    const read = async () => names(await Thing.find());
    assert.equal(await read(), "old");
    await rename("new");
    now = LIFETIME - 1;
    assert.equal(await read(), "old");
    now = LIFETIME;
    assert.equal(await read(), "new");
    await rename("newer");
    now = 2 * LIFETIME - 1;
    assert.equal(await read(), "new");
    now = 2 * LIFETIME;
    assert.equal(await read(), "newer");
  });

  test("as many results are kept as the settings say: the least recently used one goes", async () => {
    const read = async (size: number) => (await Thing.findOne({ size }))?.name;
    for (const size of [1, 2, 3]) await read(size);
    await rename("new");
    assert.equal(await read(1), "old");
    assert.equal(await read(4), undefined);
    assert.deepEqual([await read(1), await read(3)], ["old", "old"]);
    assert.equal(await read(2), "new");
  });

  test("every hit makes instances of its own", async () => {
    const [first] = await Thing.find({ size: 1 });
    first!.tags.push("changed");
    first!.name = "changed";
    first!.madeAt.setFullYear(1999);
    assert.equal(first!.seen(), 1);
    assert.equal(first!.seen(), 2);
    await rename("new");
    const [second] = await Thing.find({ size: 1 });
    assert.ok(second instanceof Thing);
    assert.notEqual(second, first);
    assert.deepEqual([second.name, second.tags, second.madeAt], ["old", ["a"], new Date(0)]);
    assert.equal(second.seen(), 1);
    assert.equal(second.isNew, false);
    const rows = () => Thing.aggregate<{ tags: string[] }>([{ $match: { size: 1 } }]);
    (await rows())[0]!.tags.push("changed");
    assert.deepEqual((await rows())[0]!.tags, ["a"]);
  });

  test("reads that differ in anything that shapes the result are kept apart", async () => {
    const filters: object[] = [
      { madeAt: new Date(0) },
      { $expr: { $eq: ["$name", "old"] } },
      { $expr: { $eq: ["old", "$name"] } },
      { _id: 1 },
      { _id: 1n },
      { _id: 1.5 },
      { size: 0 },
      { size: -0 },
    ];
    const results = async () => {
      const found: number[] = [];
      for (const filter of filters) found.push((await Thing.find(filter)).length);
      return found;
    };
    const expected = [3, 3, 3, 1, 1, 0, 0, 0];
    assert.deepEqual(await results(), expected);
    assert.deepEqual(await results(), expected);
    assert.equal((await Thing.find().sort("size"))[0]!.id, 1);
    assert.equal((await Thing.find().sort("-size"))[0]!.id, 3);
    assert.equal((await Thing.find({ name: "OLD" })).length, 0);
    assert.equal((await Thing.find({ name: "OLD" }).options({ collation: { locale: "en", strength: 2 } })).length, 3);
    const low = (value: number) => Thing.find({ $expr: { $gt: ["$size", "$$low"] } }).options({ let: { low: value } });
    assert.deepEqual([(await low(1)).length, (await low(2)).length], [2, 1]);
    assert.ok((await Thing.findOne({ size: 1 })) instanceof Thing);
    assert.ok((await Thing.findOne({ size: 1 }).project(Named)) instanceof Named);
    assert.deepEqual(Object.keys((await Thing.find({ size: 1 }).select("name"))[0]!), ["id", "name"]);
    assert.deepEqual(Object.keys((await Thing.find({ size: 1 }).select("tags"))[0]!), ["id", "tags"]);
    const [raw] = await Thing.aggregate<object>([{ $match: { size: 1 } }]);
    const [typed] = await Thing.aggregate((p) => p.match({ size: 1 }));
    const rest = { name: "old", size: 1, madeAt: new Date(0), tags: ["a"] };
    assert.deepEqual([raw, typed], [{ _id: 1, ...rest }, { id: 1, ...rest }]);
  });

  test("comments and time limits, which shape no result, do not keep reads apart", async () => {
    await Thing.find().options({ comment: "one", batchSize: 2 });
    await rename("new");
    assert.equal(names(await Thing.find().options({ comment: "two", maxTimeMS: 10_000 })), "old");
  });

  test("the same class of another database has results of its own", async () => {
    const [one, other] = ["one", "other"].map((name) => at.client.database(`${at.database.name}_${name}`));
    const thing = { _id: 1, name: "one", size: 1, madeAt: new Date(0), tags: [] };
    try {
      await elsewhere(one!, { insert: "things", documents: [thing] });
      await init({ database: one!, documentModels: [Thing] });
      assert.equal(names(await Thing.find()), "one");
      await init({ database: other!, documentModels: [Thing] });
      assert.deepEqual(await Thing.find(), []);
    } finally {
      await one!.command({ dropDatabase: 1 });
      await init({ database: at.database, documentModels: [Thing] });
    }
    assert.equal((await Thing.find()).length, 3);
  });

  test("what a failed read would have given is not kept", async () => {
    const broken = { insert: "things", documents: [{ _id: 7, name: 7, size: 7 }] };
    await elsewhere(at.database, broken);
    await assert.rejects(async () => await Thing.find({ size: 7 }), /string/);
    await elsewhere(at.database, {
      update: "things",
      updates: [{ q: { _id: 7 }, u: { $set: { name: "x", madeAt: new Date(), tags: [] } } }],
    });
    assert.equal(names(await Thing.find({ size: 7 })), "x");
  });

  test("a large result comes from memory in the order of the server", async () => {
    await Thing.insertMany(Array.from({ length: 3000 }, (_, n) => new Thing({ id: 10 + n, name: `n${n}`, size: 100 })));
    const query = Thing.find({ size: 100 }).sort("id");
    const first = await query;
    await rename("new");
    const second = await query;
    assert.deepEqual(second.map(({ id, name }) => [id, name]), first.map(({ id, name }) => [id, name]));
    assert.equal(second.length, 3000);
  });

  test("an aborted signal ends a read from memory too", async () => {
    await Thing.find();
    const reason = new Error("enough");
    await assert.rejects(async () => await Thing.find().signal(AbortSignal.abort(reason)), reason);
  });

  test("what a pipeline joins counts: a write there drops the result", async () => {
    await Owner.deleteAll();
    await new Owner({ id: 1, thing: 1 }).insert();
    const stages: Record<string, object[]> = {
      lookup: [{ $lookup: { from: "things", localField: "thing", foreignField: "_id", as: "all" } }],
      graph: [{
        $graphLookup: { from: "things", startWith: "$thing", connectFromField: "x", connectToField: "_id", as: "all" },
      }],
      nested: [{
        $facet: {
          all: [
            { $lookup: { from: "things", localField: "thing", foreignField: "_id", as: "all" } },
            { $unwind: "$all" },
            { $replaceWith: "$all" },
          ],
        },
      }],
      union: [{ $unionWith: { coll: "things" } }, { $group: { _id: null, all: { $push: { name: "$name" } } } }],
    };
    for (const [kind, pipeline] of Object.entries(stages)) {
      const read = async () => JSON.stringify((await Owner.aggregate<{ all: object[] }>(pipeline))[0]!.all);
      const before = await read();
      await rename(kind);
      assert.equal(await read(), before, kind);
      await Thing.find({ size: 9 }).delete();
      assert.match(await read(), new RegExp(`"${kind}"`), kind);
    }
  });
});
