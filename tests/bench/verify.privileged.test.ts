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
