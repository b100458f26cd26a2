import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { present, testFiles } from "./extract.mjs";

test("the tests of the examples belong to the pages as they are (else run node tests/docs/extract.mjs)", () => {
  const files = testFiles();
  assert.deepEqual(present().sort(), [...files.keys()].sort());
  for (const [path, text] of files) assert.equal(readFileSync(path, "utf8"), text);
});
