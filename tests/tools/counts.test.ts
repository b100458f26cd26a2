import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cargoCounts, cargoNotRun, junitCounts, junitNotRun, typeTestCounts } from "../../tools/lib/counts.mjs";

describe("counts of the test run", () => {
  test("a JUnit report is counted by its cases, whatever its totals say", () => {
    const xml = `<testsuites tests="9"><testsuite name="a > b">
      <testcase name="one" time="0.1" />
      <testcase name="two &gt; x" time="0.1"><failure message="no">stack</failure></testcase>
      <testcase name="three"><skipped /></testcase>
      <testcase name="four"></testcase>
    </testsuite></testsuites>`;
    assert.deepEqual(junitCounts(xml), { passed: 2, failed: 1, notRun: 1 });
  });

  test("a group that Deno lists beside its cases is no test", () => {
    const xml = `<testcase name="group"><failure message="1 step failed"/></testcase>
      <testcase name="group &gt; inner"></testcase><testcase name="group &gt; inner &gt; one"></testcase>
      <testcase name="group &gt; two"><failure message="no"/></testcase>`;
    assert.deepEqual(junitCounts(xml), { passed: 1, failed: 1, notRun: 0 });
  });

  test("no report is no passed test", () => {
    assert.deepEqual(junitCounts(""), { passed: 0, failed: 0, notRun: 0 });
  });

  test("the binaries of cargo test add up", () => {
    const output =
      "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n...\ntest result: FAILED. 2 passed; 4 failed; 0 ignored;";
    assert.deepEqual(cargoCounts(output), { passed: 5, failed: 4, notRun: 1 });
  });

  test("what did not run is named with its reason", () => {
    const output = "test a::b ... ok\ntest faults::kill ... ignored, takes a minute\ntest c ... ignored\n";
    assert.deepEqual(cargoNotRun(output), ["faults::kill (takes a minute)", "c (no reason given)"]);
    const xml = `<testcase name="one"></testcase><testcase name="two"><skipped message="no server" /></testcase>`;
    assert.deepEqual(junitNotRun(xml), ["two (no server)"]);
    const named =
      `<testcase name="three [not run: no browser]"><skipped /></testcase><testcase name="four"><skipped /></testcase>`;
    assert.deepEqual(junitNotRun(named), ["three [not run: no browser]", "four (no reason given)"]);
  });

  test("an error of the compiler in a type test is a failed assertion", () => {
    const sources = ["is<Equal<A, B>>();\n// @ts-expect-error wrong\nf();", "is<Equal<C, D>>();"];
    assert.deepEqual(typeTestCounts(sources, ""), { passed: 3, failed: 0, notRun: 0 });
    const output = "tests/types/a.ts(1,1): error TS2344: no\nsrc/b.ts(1,1): error TS1: elsewhere";
    assert.deepEqual(typeTestCounts(sources, output), { passed: 2, failed: 1, notRun: 0 });
  });
});
