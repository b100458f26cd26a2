import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inDeno, runProgram, runProgramOften } from "../support/programs.ts";

// Workers read their module from the disk, which takes a permission in Deno.
const withWorkers = { permissions: ["--allow-ffi", "--allow-read"] };

describe("hostile exits with operations in flight", () => {
  test("50 times process.exit: the exit code is the program's, no crash", async () => {
    for (const outcome of await runProgramOften(50, "hostile-exit", { args: ["exit"] })) {
      assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 7, signal: null }, outcome.errors);
      assert.match(outcome.output, /in flight/);
    }
  });

  test("50 times an uncaught error: the runtime reports it, no crash", async () => {
    for (const outcome of await runProgramOften(50, "hostile-exit", { args: ["throw"] })) {
      assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 1, signal: null }, outcome.errors);
      assert.match(outcome.errors, /nobody catches this/);
    }
  });

  test("50 times worker.terminate: the process lives, other engines go on", async () => {
    const outcome = await runProgram("terminate-workers", withWorkers);
    assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 0, signal: null }, outcome.errors);
    assert.match(outcome.output, /50 workers terminated/);
  });

  test("50 clients closed: every operation settles, those in flight with ClientClosed", async () => {
    const outcome = await runProgram("close-clients");
    assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 0, signal: null }, outcome.errors);
    assert.deepEqual(JSON.parse(outcome.output), { closed: true, others: [] });
  });
});

describe("what keeps a process alive", () => {
  test("an open client does not", async () => {
    const outcome = await runProgram("open-client");
    assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 0, signal: null }, outcome.errors);
    assert.match(outcome.output, /ok 1/);
  });

  test("a pending query does", async () => {
    const outcome = await runProgram("pending-query");
    assert.deepEqual({ code: outcome.code, signal: outcome.signal }, { code: 0, signal: null }, outcome.errors);
    assert.match(outcome.output, /answered 1/);
  });
});

test("engines in several workers work side by side", async () => {
  const outcome = await runProgram("engines-in-workers", withWorkers);
  assert.equal(outcome.signal, null, outcome.errors);
  const sum = 3000 * 2999 / 2;
  assert.deepEqual(
    JSON.parse(outcome.output),
    [sum, sum, sum, sum, sum],
    `${inDeno ? "Deno" : "Bun"}: ${outcome.errors}`,
  );
});
