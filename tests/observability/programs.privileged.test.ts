import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { library } from "../support/environment.ts";
import { inDeno, type Outcome, runProgram } from "../support/programs.ts";

const run = (name: string, options: { env?: Record<string, string>; permissions?: string[] } = {}): Promise<Outcome> =>
  runProgram(new URL(`programs/${name}.ts`, import.meta.url), options);

describe("programs that are watched", () => {
  test("the runtime reports a subscriber's error as an uncaught one and calls the others", async () => {
    const { output, code } = await run("throwing-subscriber");
    assert.deepEqual(output.split("\n").filter(Boolean), ["the other one", "published", "uncaught: of a subscriber"]);
    assert.equal(code, 0);
  });

  test("a log or listener that throws does not break the operation and is not swallowed", async () => {
    const { output, code } = await run("throwing-log");
    const lines = output.split("\n");
    assert.ok(lines.includes("ok: 1") && lines.includes("uncaught: of the log"), output);
    assert.ok(lines.includes("uncaught: of the listener"), output);
    assert.equal(code, 0);
  });

  const permissions = [`--allow-ffi=${library}`, "--allow-env=HARICOT_LOG"];

  test("HARICOT_LOG=on writes a line for each command to stderr, without values and without colours", async () => {
    const { errors, output, code } = await run("log-of-environment", { env: { HARICOT_LOG: "on" }, permissions });
    const lines = errors.split("\n").filter((line) => line.includes(" haricot "));
    assert.equal(lines.length, 2, errors);
    assert.match(lines[0]!, /^\d\d:\d\d:\d\d\.\d{3} haricot find seeing_environment\.things [\d.]+ ms, 0 read, /);
    assert.match(lines[0]!, /\{ filter: \{ token: \? \} \}$/);
    assert.match(lines[1]!, / FAILED noSuchCommand seeing_environment server\.error \(59\), /);
    assert.ok(!errors.includes("s3cr3t") && !errors.includes("\u001b"));
    assert.deepEqual([output, code], ["", 0]);
  });

  test("HARICOT_LOG=json,slow=60000 leaves only failures, as JSON", async () => {
    const { errors } = await run("log-of-environment", { env: { HARICOT_LOG: "json,slow=60000" }, permissions });
    const lines = errors.split("\n").filter((line) => line.startsWith("{"));
    assert.equal(lines.length, 1, errors);
    const event = JSON.parse(lines[0]!) as Record<string, unknown>;
    assert.deepEqual([event["command"], event["errorCode"], event["serverCode"]], [
      "noSuchCommand",
      "server.error",
      59,
    ]);
  });

  test("words that HARICOT_LOG does not know are an error that says so", async () => {
    const { output } = await run("log-of-environment", { env: { HARICOT_LOG: "verbose" }, permissions });
    assert.equal(output.trim(), "log.options");
  });

  if (inDeno) {
    test("without permission to read the variable nothing is asked, logged or broken", async () => {
      const { errors, output, code } = await run("log-of-environment", { env: { HARICOT_LOG: "on" } });
      assert.deepEqual([errors.trim(), output, code], ["", "", 0]);
    });
  }
});
