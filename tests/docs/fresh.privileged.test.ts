import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generated, testFile } from "./extract.mjs";

test("the tests of the examples belong to the pages as they are (else run node tests/docs/extract.mjs)", () => {
  assert.equal(readFileSync(generated, "utf8"), testFile());
});
