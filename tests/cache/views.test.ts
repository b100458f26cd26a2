import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, type Settings, View, type ViewSettings } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { elsewhere } from "../support/elsewhere.ts";

const at = testDatabase("cache_views");

class Sale extends Document({ id: z.int(), region: z.string(), amount: z.int() }) {
  static settings = { name: "sales" } satisfies Settings;
}

class Region extends Document({ id: z.string(), chief: z.string() }) {
  static settings = { name: "regions" } satisfies Settings;
}

/** What was sold where, with who is in charge. */
class Turnover extends View({ id: z.string(), amount: z.int() }) {
  static settings = {
    source: Sale,
    pipeline: [
      { $group: { _id: "$region", amount: { $sum: "$amount" } } },
      { $lookup: { from: "regions", localField: "_id", foreignField: "_id", as: "region" } },
    ],
    useCache: true,
  } satisfies ViewSettings;
}

/** A view of a view. */
class Best extends View({ id: z.string(), amount: z.int() }) {
  static settings = {
    source: Turnover,
    pipeline: [{ $sort: { amount: -1 } }, { $limit: 1 }],
    useCache: true,
  } satisfies ViewSettings;
}

const best = async () => (await Best.find())[0]?.amount;
const all = async () => (await Turnover.find().sort("id")).map(({ amount }) => amount);

describe("kept results of views", () => {
  beforeEach(async () => {
    await init({ database: at.database, documentModels: [Sale, Region, Turnover, Best] });
    await Sale.deleteAll();
    await new Sale({ id: 1, region: "north", amount: 5 }).insert();
  });

  test("are given again", async () => {
    assert.deepEqual([await best(), await all()], [5, [5]]);
    await elsewhere(at.database, { update: "sales", updates: [{ q: { _id: 1 }, u: { $set: { amount: 6 } } }] });
    assert.deepEqual([await best(), await all()], [5, [5]]);
  });

  test("are dropped by a write to what the view is computed from, through several views as well", async () => {
    assert.deepEqual([await best(), await all()], [5, [5]]);
    await new Sale({ id: 2, region: "north", amount: 2 }).insert();
    assert.deepEqual([await best(), await all()], [7, [7]]);
  });

  test("are dropped by a write to what the pipeline joins", async () => {
    assert.deepEqual([await best(), await all()], [5, [5]]);
    await elsewhere(at.database, { update: "sales", updates: [{ q: { _id: 1 }, u: { $set: { amount: 6 } } }] });
    await new Region({ id: `north ${Math.random()}`, chief: "x" }).insert();
    assert.deepEqual([await best(), await all()], [6, [6]]);
  });

  test("in another database are dropped by writes there", async () => {
    const name = `${at.database.name}_b`;
    try {
      const [Sales, Turnovers] = [Sale.using(name), Turnover.using(name)];
      const { pipeline } = Turnover.settings;
      await at.client.database(name).command({ create: "Turnover", viewOn: "sales", pipeline });
      assert.equal((await Turnovers.find()).length, 0);
      await new Sales({ id: 1, region: "west", amount: 1 }).insert();
      assert.equal((await Turnovers.find()).length, 1);
    } finally {
      await at.client.database(name).command({ dropDatabase: 1 });
    }
  });
});
