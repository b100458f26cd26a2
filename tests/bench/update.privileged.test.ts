import assert from "node:assert/strict";
import { test } from "node:test";
import { updated } from "../../bench/runner/update.mjs";

const server = { version: "6.0.5", kind: "standalone" };
const machine = { date: "2026-11-23", machine: { cores: 2 }, versions: { bun: "1.4.5" }, rounds: 5 };
const run = (results: Record<string, number>, failures: unknown[] = []) => ({
  ...machine,
  runs: [{ server, tasks: Object.keys(results).map((id) => ({ id })), results, failures }],
});

test("figures of a partial run stand in place of those of the same tasks, and new tasks behind the others", () => {
  const { runs } = updated(run({ find: 1, insert: 2 }), run({ insert: 3, fetch: 4 }));
  assert.deepEqual(runs[0]?.results, { find: 1, insert: 3, fetch: 4 });
  assert.deepEqual(runs[0]?.tasks.map(({ id }: { id: string }) => id), ["find", "insert", "fetch"]);
});

test("figures that were not made in the same way stand in no table together", () => {
  const partial = run({ find: 3 });
  assert.throws(() => updated(run({ find: 1 }), { ...partial, rounds: 2 }), /another rounds/);
  assert.throws(() => updated(run({ find: 1 }), { ...partial, machine: { cores: 4 } }), /another machine/);
  assert.throws(() => updated(run({ find: 1 }), run({ find: 3 }, [{ task: "find" }])), /failures/);
});
