import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { DeleteRules, DocumentWasNotSaved, init, Link, WriteRules } from "../../../mod.ts";
import { testDatabase } from "../../support/database.ts";
import { Barn, Farm, Gate, held, newFarm, Plot, Pond, Well } from "./models.ts";

const at = testDatabase("relations_farm_writing");
const models = [Well, Plot, Gate, Barn, Pond, Farm];
const WRITE = { linkRule: WriteRules.WRITE };
const counts = () => Promise.all(models.map((model) => (model as typeof Well).count()));

before(() => init({ database: at.database, documentModels: models }));
beforeEach(async () => {
  for (const model of models) await (model as typeof Well).deleteAll();
});

describe("insert", () => {
  test("without a rule stores nothing when something linked is not stored", async () => {
    await assert.rejects(newFarm("a").insert(), DocumentWasNotSaved);
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0, 0]);
  });

  test("with WRITE stores each document of four levels once", async () => {
    await newFarm("a").insert(WRITE);
    assert.deepEqual(await counts(), [5, 3, 1, 1, 2, 1]);
  });

  test("with WRITE takes references among the documents, and leaves what they lead to alone", async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((depth) => new Well({ depth }).insert()));
    const plot = await new Plot({ x: 1, y: 1, well: Well.linkFromId(one!.id) }).insert();
    const wells = [two!, three!].map(({ id }) => Well.linkFromId(id));
    const gate = await new Gate({ height: 2, plot: Plot.linkFromId(plot.id), wells }).insert();
    const farm = new Farm({ name: "by reference", plots: [new Plot({ x: 2, y: 2 })], gate: Gate.linkFromId(gate.id) });
    await farm.insert(WRITE);
    assert.deepEqual(await counts(), [3, 2, 1, 0, 0, 1]);
    const json = JSON.parse(JSON.stringify(farm));
    assert.deepEqual(json.gate, { id: String(gate.id), collection: "Gate" });
    assert.equal(json.plots[0].x, 2);
    assert.deepEqual((await Farm.get(farm.id))!.gate.id, gate.id);
  });

  test("documents that join a list later are stored by save, those before them saved again", async () => {
    const old = await new Plot({ x: 1, y: 1 }).insert();
    const farm = await new Farm({ name: "grows", plots: [old], gate: new Gate({ height: 1 }) }).insert(WRITE);
    const added = [new Plot({ x: 2, y: 2 }), new Plot({ x: 3, y: 3 })];
    assert.deepEqual(added.map(({ isNew }) => isNew), [true, true]);
    held<Plot[]>(farm.plots).push(...added);
    await farm.save(WRITE);
    assert.deepEqual(added.map(({ isNew }) => isNew), [false, false]);
    assert.ok(held<Plot[]>(farm.plots).every((plot) => plot instanceof Plot));
    assert.deepEqual((await Farm.get(farm.id))!.plots.map(({ id }) => id), [old, ...added].map(({ id }) => id));
  });

  test("a document that is not stored has its links fetched all the same", async () => {
    const farm = newFarm("never stored");
    await farm.fetchAllLinks();
    assert.equal(held<Gate>(farm.gate).height, 0);
    assert.equal(farm.isNew, true);
    const stored = await new Gate({ height: 8 }).insert();
    const other = new Farm({ name: "half", plots: [], gate: Gate.linkFromId(stored.id) });
    assert.equal((await other.fetchLink("gate")).height, 8);
    assert.deepEqual(await counts(), [0, 0, 1, 0, 0, 0]);
  });
});

for (const method of ["replace", "save"] as const) {
  describe(method, () => {
    test("without a rule leaves linked documents as they are stored", async () => {
      const farm = await newFarm("a").insert(WRITE);
      held<Gate>(farm.gate).height = 100;
      await farm[method]();
      assert.equal((await Farm.get(farm.id).fetchLinks())!.gate.height, 0);
      await farm[method]({ linkRule: WriteRules.DO_NOTHING });
      assert.equal((await Farm.get(farm.id).fetchLinks())!.gate.height, 0);
    });

    test("with WRITE stores what was changed, and new documents with their own links", async () => {
      const farm = await newFarm("a").insert(WRITE);
      held<Gate>(farm.gate).height = 100;
      const plot = new Plot({ x: 100, y: 100, well: new Well({ depth: 100 }) });
      farm.plots = [plot] as never;
      await farm[method](WRITE);
      assert.equal(plot.isNew, false);
      const stored = (await Farm.get(farm.id).fetchLinks())!;
      assert.equal(stored.gate.height, 100);
      assert.deepEqual(stored.plots.map((one) => [one.x, one.id, held<Well>(one.well).depth]), [[100, plot.id, 100]]);
    });
  });
}

describe("delete", () => {
  test("without a rule leaves what is linked", async () => {
    const farm = await newFarm("a").insert(WRITE);
    await farm.delete();
    await (await newFarm("b").insert(WRITE)).delete({ linkRule: DeleteRules.DO_NOTHING });
    assert.deepEqual(await counts(), [10, 6, 2, 2, 4, 0]);
  });

  test("with DELETE_LINKS deletes all four levels", async () => {
    const farm = await newFarm("a").insert(WRITE);
    await newFarm("b").insert(WRITE);
    await farm.delete({ linkRule: DeleteRules.DELETE_LINKS });
    assert.deepEqual(await counts(), [5, 3, 1, 1, 2, 1]);
  });

  test("with DELETE_LINKS deletes what a query has fetched, and not what stayed a reference", async () => {
    await newFarm("a").insert(WRITE);
    const [farm] = await Farm.find().fetchLinks("gate");
    assert.ok(held<unknown[]>(farm!.plots).every((plot) => plot instanceof Link));
    await farm!.delete({ linkRule: DeleteRules.DELETE_LINKS });
    assert.deepEqual(await counts(), [5, 3, 0, 1, 2, 0]);
  });
});

describe("writes of queries that fetch links", () => {
  const three = () => Promise.all([4, 10, 15].map((size) => newFarm(`farm ${size}`, size).insert(WRITE)));

  test("delete the documents that were found, and none that they link to", async () => {
    await three();
    const { deletedCount } = await Farm.find(Farm.size.gt(5)).fetchLinks().delete();
    assert.equal(deletedCount, 2);
    assert.deepEqual((await Farm.findAll()).map(({ size }) => size), [4]);
    assert.equal(await Gate.count(), 3);
  });

  test("update them, by criteria from before and after", async () => {
    await three();
    const result = await Farm.find(Farm.size.gt(5)).fetchLinks().find(Farm.size.lt(12)).update({
      $set: { name: "updated" },
    });
    assert.equal(result.modifiedCount, 1);
    assert.deepEqual((await Farm.find({ name: "updated" })).map(({ size }) => size), [10]);
  });
});
