import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judge } from "../../bench/runner/targets.mjs";
import { verify } from "../../bench/runner/verify.mjs";

const people = [{ name: "Ana", email: "a@b.c", age: 30 }, { name: "Bruno", email: "b@b.c", age: 40 }];
const right = { count: 2, sum: 30 + 3 + 5 + 40 + 5 + 5 };
const seed = (stored: object[]) => ({ documents: () => people, written: () => Promise.resolve(stored) });
const task = (name: string) => ({ task: name, shape: "small", documents: 2, operations: 2, samples: 0 });

describe("a benchmark's result is refused", () => {
  test("when a find gives fewer documents than there are", async () => {
    await verify(task("find"), right, seed([]));
    await assert.rejects(verify(task("find"), { ...right, count: 1 }, seed([])), /number of documents is 1, not 2/);
  });

  test("when a find gives other values than are stored", async () => {
    await assert.rejects(verify(task("find"), { ...right, sum: 1 }, seed([])), /the checksum is 1, not 88/);
  });

  test("when an insert has stored nothing, whatever it says", async () => {
    await verify(task("insert"), { count: 2, sum: 0 }, seed(people));
    await assert.rejects(verify(task("insert"), { count: 2, sum: 0 }, seed([])), /stored documents is 0, not 2/);
  });

  test("when an update has changed nothing, whatever it says", async () => {
    await verify(task("update-one"), { count: 2, sum: 0 }, seed([{ age: 0 }, { age: 1 }]));
    await assert.rejects(verify(task("update-one"), { count: 2, sum: 0 }, seed(people)), /sum of the updated field/);
  });
});

describe("a result of a task about what models add is refused", () => {
  const four = Array.from({ length: 4 }, (_, n) => ({ name: "Ana", email: "a@b.c", age: 30 + n }));
  const stored = (list: object[]) => ({ documents: () => four, written: () => Promise.resolve(list) });
  const feature = (name: string, model: string) => ({ ...task(name), model, documents: 4, operations: 4, samples: 1 });
  const aged = (...ages: number[]) => ages.map((age) => ({ name: "Ana", email: "a@b.c", age }));

  test("when the actions of an insert have not run", async () => {
    const twice = [...four, ...four];
    const grown = twice.map((one) => ({ ...one, age: one.age + 1 }));
    await verify(feature("insert", "watched"), { count: 8, sum: 0 }, stored(grown));
    await assert.rejects(verify(feature("insert", "watched"), { count: 8, sum: 0 }, stored(twice)), /checksum/);
  });

  test("when a changed field was not saved, or another one was", async () => {
    const saved = aged(1000, 1001, 1002, 1003);
    await verify(feature("save-changes", "tracked"), { count: 4, sum: 0 }, stored(saved));
    const refused = (list: object[], why: RegExp) =>
      assert.rejects(verify(feature("save-changes", "tracked"), { count: 4, sum: 0 }, stored(list)), why);
    await refused(four, /sum of the changed field/);
    await refused(saved.map((one) => ({ ...one, name: "" })), /the other fields/);
  });

  test("when a bulk has left something out", async () => {
    const done = aged(30, 1, 2, 3);
    await verify(feature("bulk", "small"), { count: 4, sum: 0 }, stored(done));
    await assert.rejects(verify(feature("bulk", "small"), { count: 3, sum: 0 }, stored(done)), /number of writes/);
    await assert.rejects(verify(feature("bulk", "small"), { count: 4, sum: 0 }, stored(done.slice(1))), /stored/);
    await assert.rejects(verify(feature("bulk", "small"), { count: 4, sum: 0 }, stored(four)), /written field/);
  });

  test("when an aggregation gives other rows", async () => {
    const sum = 4 * 8 + 126;
    await verify(feature("aggregate", "small"), { count: 4, sum }, stored([]));
    await assert.rejects(verify(feature("aggregate", "small"), { count: 4, sum: 0 }, stored([])), /checksum/);
  });
});

describe("a target", () => {
  const against = (driver: number) => {
    const results = {
      "find:small": { "haricot-bun": { median: 1, figures: {} }, "driver-bun": { median: driver, figures: {} } },
    };
    const labels = { "driver-bun": "official driver, Bun" };
    const lines = judge({ results, tasks: [{ id: "find:small", label: "find 1000" }] }, labels);
    return lines.filter((line) => line.met !== null);
  };

  test("is met or missed by the ratio of the medians", () => {
    assert.deepEqual(against(3).map((line) => line.met), [true]);
    assert.deepEqual(against(2.9).map((line) => [line.found, line.met]), [["2.90", false]]);
  });
});
