import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { init, InvalidArgument, ObjectId, WriteRules } from "../../../mod.ts";
import { testDatabase } from "../../support/database.ts";
import { Barn, Farm, Gate, newFarm, Plot, Pond, Well } from "./models.ts";

const at = testDatabase("relations_farm_paths");
const [a, b] = [new ObjectId(), new ObjectId()];
before(() => init({ database: at.database, documentModels: [Well, Plot, Gate, Barn, Pond, Farm] }));

describe("a path through a link", () => {
  test("to the id means the reference, in every form of a criterion", () => {
    const same = [
      Farm.find(Farm.gate.id.eq(a)),
      Farm.find({ "gate.id": a } as never),
      Farm.find({ gate: a as never }),
      Farm.find(Farm.gate.eq(a as never)),
    ];
    for (const query of same) assert.deepEqual(query.getFilterQuery(), { "gate.$id": a });
    assert.deepEqual(Farm.find(Farm.gate.id.in([a, b])).getFilterQuery(), { "gate.$id": { $in: [a, b] } });
    assert.deepEqual(
      Farm.find({ $or: [{ "gate.id": a } as never, { "barn.id": { $in: [b] } }] } as never).getFilterQuery(),
      {
        $or: [{ "gate.$id": a }, { "barn.$id": { $in: [b] } }],
      },
    );
    assert.deepEqual(Farm.find(Farm.plots.id.eq(a), Farm.size.gt(1)).getFilterQuery(), {
      $and: [{ "plots.$id": a }, { size: { $gt: 1 } }],
    });
  });

  test("begins a pipeline as it does a find, with and without fetchLinks()", () => {
    const group = { $group: { _id: "$size" } };
    const find = Farm.find(Farm.gate.id.eq(a));
    assert.deepEqual(find.aggregate([group]).getAggregationPipeline(), [{ $match: { "gate.$id": a } }, group]);
    assert.deepEqual(find.fetchLinks().aggregate([group]).getAggregationPipeline()[0], { $match: { "gate.$id": a } });
  });

  test("to anything else needs the documents, and is not sent without them", async () => {
    const query = Farm.find(Farm.gate.height.eq(10));
    await assert.rejects(async () => await query, (error) => {
      assert.ok(error instanceof InvalidArgument);
      assert.match(error.message, /on "gate" looks into the linked Gate.*add fetchLinks\(\)/);
      return true;
    });
    assert.equal((await query.fetchLinks()).length, 0);
  });

  test("is written as it is stored by what it leads to", async () => {
    await newFarm("aliased", 2).insert({ linkRule: WriteRules.WRITE });
    const found = Farm.find(Farm.gate.plot.well.depth.gt(2)).fetchLinks();
    assert.deepEqual(await found.distinct(Farm.gate.plot.well.depth), [3]);
    assert.equal((await found).length, 1);
  });

  test("that the linked class does not have is an error", () => {
    assert.throws(() => Farm.find({ "gate.width": 1 } as never).getFilterQuery(), /gate\.width/);
  });
});

describe("distinct with fetchLinks()", () => {
  test("gives the values of what criteria find, own and linked, whatever is sorted, skipped and limited", async () => {
    await Farm.deleteAll();
    for (const [name, size] of [["x", 10], ["y", 20], ["z", 10]] as const) {
      await newFarm(name, size).insert({ linkRule: WriteRules.WRITE });
    }
    const sorted = async (values: PromiseLike<readonly unknown[]>) => [...await values].sort();
    assert.deepEqual(await sorted(Farm.find(Farm.size.eq(10)).fetchLinks().distinct("name")), ["x", "z"]);
    assert.deepEqual(await sorted(Farm.find(Farm.gate.height.gt(0)).fetchLinks().distinct("size")), [10, 20]);
    assert.deepEqual(await sorted(Farm.find().fetchLinks().sort("name").skip(1).limit(1).distinct("name")), [
      "x",
      "y",
      "z",
    ]);
  });
});
