import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { blocks, present, testFiles } from "./extract.mjs";

test("the tests of the examples belong to the pages as they are (else run node tests/docs/extract.mjs)", () => {
  const files = testFiles();
  assert.deepEqual(present().sort(), [...files.keys()].sort());
  for (const [path, text] of files) assert.equal(readFileSync(path, "utf8"), text);
});

test("no example of a page is left out: each block of TypeScript says how it is tested, or why not", () => {
  const left = blocks().filter(({ how }) =>
    !/^(runnable|checked|program=\S+|file=\S+|not-tested="[^"]{10,}")$/.test(how ?? "")
  );
  assert.deepEqual(left, []);
});
