import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { init, InvalidArgument, Link, or, WriteRules } from "../../../mod.ts";
import { In, Or } from "../../../operators.ts";
import { testDatabase } from "../../support/database.ts";
import { Barn, Farm, Gate, held, newFarm, Plot, Pond, Well } from "./models.ts";

const at = testDatabase("relations_farm_reading");
const farms: Farm[] = [];

before(async () => {
  await init({ database: at.database, documentModels: [Well, Plot, Gate, Barn, Pond, Farm] });
  for (let size = 0; size < 10; size++) {
    farms.push(await newFarm(size === 9 ? "last" : "farm", size).insert({ linkRule: WriteRules.WRITE }));
  }
  const [first, second] = held<Plot[]>(farms[9]!.plots);
  await first!.delete();
  await held<Well>(second!.well).delete();
  await held<Gate>(farms[9]!.gate).delete();
});

describe("lists of documents", () => {
  test("without fetchLinks() hold references, and null where there is none", async () => {
    const [three, four] = await Farm.find(Farm.size.gt(2)).sort("size");
    assert.ok(three!.plots.every((plot) => plot instanceof Link));
    assert.ok(three!.gate instanceof Link);
    assert.deepEqual([three!.ponds, three!.barn], [null, null]);
    assert.ok(four!.ponds!.every((pond) => pond instanceof Link));
    assert.ok(four!.barn instanceof Link);
  });

  test("with fetchLinks() hold the documents of all levels, and null where there is none", async () => {
    const found = await Farm.find(Farm.size.gt(2)).sort("size").fetchLinks();
    assert.equal(found.length, 7);
    const [three, four] = found;
    assert.ok(three!.plots.every((plot) => plot instanceof Plot && (plot.well as unknown) instanceof Well));
    assert.ok(three!.gate instanceof Gate);
    const { plot, wells } = held<{ plot: Plot; wells: unknown[] }>(three!.gate);
    assert.ok(plot instanceof Plot && held<unknown>(plot.well) instanceof Well);
    assert.ok(wells.every((well) => well instanceof Well));
    assert.deepEqual([three!.ponds, three!.barn], [null, null]);
    assert.ok(four!.ponds!.every((pond) => pond instanceof Pond));
    assert.ok(four!.barn instanceof Barn);
  });

  test("what is not there any more stays a reference at its place, on every level", async () => {
    const farm = (await Farm.findMany(Farm.size.eq(9)).fetchLinks())[0]!;
    const [first, second] = held<[unknown, Plot]>(farm.plots);
    assert.ok(first instanceof Link);
    assert.ok(second instanceof Plot && held<unknown>(second.well) instanceof Link);
    assert.ok(held<unknown>(farm.gate) instanceof Link);
    await farm.fetchLink("gate");
    assert.ok(held<unknown>(farm.gate) instanceof Link);
  });

  test("are found by what is in linked documents, single and in lists", async () => {
    assert.equal((await Farm.find(Farm.gate.height.gt(5)).fetchLinks()).length, 3);
    assert.equal((await Farm.find(Farm.plots.x.eq(5)).fetchLinks()).length, 1);
    assert.equal((await Farm.find(Farm.size.gt(5)).limit(3).fetchLinks()).length, 3);
    assert.equal((await Farm.find(Farm.gate.plot.well.depth.eq(3)).fetchLinks()).length, 9);
  });

  test("are counted by it, also through findOne", async () => {
    assert.equal(await Farm.find(Farm.gate.height.gt(5)).fetchLinks().count(), 3);
    assert.equal(await Farm.findOne(Farm.gate.height.gt(5)).fetchLinks().count(), 3);
  });

  test("keep what the model does not declare, and gain nothing of the lookups", async () => {
    const u = { $set: { note: "kept" } };
    await at.database.command({ update: "farms", updates: [{ q: { size: 8 }, u }] });
    const declared = ["name", "size", "plots", "gate", "barn", "ponds"].sort();
    const [plain, kept] = [await Farm.findOne({ size: 7 }).fetchLinks(), await Farm.findOne({ size: 8 }).fetchLinks()];
    const names = (farm: object | null) => Object.keys(farm!).filter((name) => name !== "revisionId").sort();
    assert.deepEqual(names(plain), declared);
    assert.deepEqual(names(kept), [...declared, "note"].sort());
    await kept!.save();
    const [stored] = await at.database.cursorCommand({ find: "farms", filter: { size: 8 } }).toArray();
    assert.deepEqual(Object.keys(stored!).sort(), ["_id", "barn", "gate", "name", "note", "plots", "ponds", "size"]);
  });
});

describe("one document", () => {
  test("by findOne and by get", async () => {
    const { id } = farms[2]!;
    for (const farm of [await Farm.findOne(Farm.size.eq(2)), await Farm.get(id)]) {
      assert.ok(farm!.gate instanceof Link && farm!.plots.every((plot) => plot instanceof Link));
    }
    for (const farm of [await Farm.findOne(Farm.size.eq(2)).fetchLinks(), await Farm.get(id).fetchLinks()]) {
      assert.ok(farm!.gate instanceof Gate && farm!.plots.every((plot) => plot instanceof Plot));
    }
  });

  test("fetches all links, or one after another, with the links behind them", async () => {
    const all = await (await Farm.get(farms[2]!.id))!.fetchAllLinks();
    assert.ok(all.gate instanceof Gate && held<unknown>(held<Plot>(all.gate.plot).well) instanceof Well);
    const farm = (await Farm.get(farms[2]!.id))!;
    await farm.fetchLink("gate", { fetchLinks: true });
    assert.ok(held<unknown[]>(held<Gate>(farm.gate).wells).every((well) => well instanceof Well));
    assert.ok(farm.plots.every((plot) => plot instanceof Link));
    await farm.fetchLink("plots", { fetchLinks: true });
    assert.ok(held<Plot[]>(farm.plots).every(({ well }) => held<unknown>(well) instanceof Well));
  });

  test("of a list that is fetched in part: the rest comes, in its order", async () => {
    const wells = await Promise.all([60, 61, 62, 63, 64].map((depth) => new Well({ depth }).insert()));
    const gate = (await Gate.get((await new Gate({ height: 50, wells }).insert()).id))!;
    const fetched = await gate.wells[4]!.fetch();
    held<Well[]>(gate.wells)[4] = fetched;
    await gate.fetchAllLinks();
    const depths = held<Well[]>(gate.wells).map((well) => well instanceof Well ? well.depth : well);
    assert.deepEqual(depths, [60, 61, 62, 63, 64]);
    assert.equal(held<Well[]>(gate.wells)[4], fetched);
  });
});

describe("criteria on ids of links", () => {
  const gates = () => farms.slice(0, 3).map((farm) => held<Gate>(farm.gate).id);

  test("find the same with and without fetchLinks()", async () => {
    const [id] = gates();
    assert.ok(id);
    assert.equal((await Farm.find(Farm.gate.id.eq(id))).length, 1);
    assert.equal((await Farm.find(Farm.gate.id.eq(id)).fetchLinks()).length, 1);
    assert.equal((await Farm.findOne(Farm.gate.id.eq(id)))!.size, 0);
    assert.equal((await Farm.findOne(Farm.gate.id.eq(id)).fetchLinks())!.size, 0);
  });

  test("combined, with operators as objects and as methods", async () => {
    const [one, two, three] = gates();
    const objects = Or(Farm.gate.id.eq(one!), In(Farm.gate.id, [two!, three!]));
    const methods = or(Farm.gate.id.eq(one!), Farm.gate.id.in([two!, three!]));
    for (const criterion of [objects, methods]) {
      assert.equal((await Farm.find(criterion)).length, 3);
      assert.equal((await Farm.find(criterion).fetchLinks()).length, 3);
    }
  });

  test("work through several links with fetchLinks() only", async () => {
    const { id } = held<Plot>(held<Gate>(farms[1]!.gate).plot);
    assert.equal((await Farm.findOne(Farm.gate.plot.id.eq(id)).fetchLinks())!.size, 1);
    await assert.rejects(async () => await Farm.findOne(Farm.gate.plot.id.eq(id)), InvalidArgument);
  });
});

describe("aggregations", () => {
  const group = { $group: { _id: "$size", count: { $sum: 1 } } };

  test("begin with the criteria, on the reference itself where no links are fetched", async () => {
    const { id } = held<Gate>(farms[0]!.gate);
    const plain = Farm.find(Farm.gate.id.eq(id)).aggregate([group]);
    const [match, ...others] = plain.getAggregationPipeline();
    assert.match(JSON.stringify(match), /^\{"\$match":\{"gate\.\$id":"\w+"\}\}$/);
    assert.deepEqual(others, [group]);
    assert.deepEqual(await plain, [{ _id: 0, count: 1 }]);
    const fetching = Farm.find(Farm.gate.id.eq(id)).fetchLinks().aggregate([group]);
    const stages = fetching.getAggregationPipeline();
    assert.deepEqual(stages[0], match);
    assert.ok(stages.some((stage) => "$lookup" in stage));
    assert.deepEqual(stages.at(-1), group);
    assert.deepEqual(await fetching, [{ _id: 0, count: 1 }]);
  });

  test("count what a criterion on a linked document finds", async () => {
    const counted = await Farm.find(Farm.gate.height.lt(4)).fetchLinks("gate").aggregate([{ $count: "count" }]);
    assert.deepEqual(counted, [{ count: 4 }]);
  });

  test("projections reach into linked documents", async () => {
    const Short = z.object({ name: z.string(), gate: z.object({ height: z.int() }) });
    const short = await Farm.findOne(Farm.size.eq(3)).fetchLinks().project(Short);
    assert.deepEqual(short, { name: "farm", gate: { height: 3 } });
  });
});
