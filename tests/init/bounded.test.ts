import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { eachBounded } from "../../src/document/bounded.ts";

describe("work on many items", () => {
  test("is done for all of them, so many at a time", async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await eachBounded(Array.from({ length: 20 }, (_, n) => n), 3, async (n) => {
      most = Math.max(most, ++running);
      for (let turns = n % 3; turns >= 0; turns--) await turn();
      running--;
      done.push(n);
    });
    assert.equal(most, 3);
    assert.deepEqual(done.sort((a, b) => a - b), Array.from({ length: 20 }, (_, n) => n));
  });

  test("ends with the first failure, when what was begun has ended, and begins nothing more", async () => {
    const begun: number[] = [];
    let ended = 0;
    const work = eachBounded([0, 1, 2, 3, 4, 5], 2, async (n) => {
      begun.push(n);
      await turn();
      if (n === 1) throw new Error("the first");
      await turn();
      ended++;
      if (n === 2) throw new Error("a later one");
    });
    await assert.rejects(work, /the first/);
    assert.ok(begun.length <= 3, String(begun));
    assert.equal(ended, begun.length - 1);
  });

  test("of nothing is nothing", () => eachBounded([], 5, () => Promise.reject(new Error("never"))));
});
