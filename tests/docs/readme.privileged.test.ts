import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TESTS } from "./readme-claims.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = readFileSync(join(root, "README.md"), "utf8");

/** Rows of the table of what works: what it is, and its state in Bun and in Deno. */
function rows(): string[][] {
  const [, section = ""] = /^## What works$([\s\S]*?)^## /m.exec(text) ?? [];
  return section.split("\n").filter((line) => /^\| [^-\s]/.test(line)).map((line) =>
    line.split("|").slice(1, 4).map((cell) => cell.trim())
  );
}

const working = rows().filter(([, ...states]) => states.includes("yes")).map(([claim]) => claim!);

describe("README.md", () => {
  for (const claim of working) {
    test(`has tests for: ${claim}`, () => {
      const tests = Object.entries(TESTS).filter(([words]) => claim.startsWith(words)).flatMap(([, names]) => names);
      assert.notDeepEqual(tests, [], "tests/docs/readme-claims.ts names no test");
      const files = (name: string): string[] =>
        name.endsWith(".ts") ? [name] : [name, `${name}.test.ts`, `${name}.privileged.test.ts`];
      const missing = tests.filter((name) => !files(name).some((file) => existsSync(join(root, "tests", file))));
      assert.deepEqual(missing, []);
    });
  }

  test("has a table that is found", () => assert.ok(working.length > 10));

  test("wants the versions of the runtimes that the package wants, and names those of the tests", () => {
    const { engines, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const atLeast = (runtime: string): string => engines[runtime].replace(">=", "");
    assert.match(
      text,
      new RegExp(`Bun\\]\\(\\S+\\) ${atLeast("bun")}[^]{0,10}Deno\\]\\(\\S+\\) ${atLeast("deno")},? or newer`),
    );
    assert.ok(text.includes(`Bun ${devDependencies.bun} and Deno ${devDependencies.deno}`));
  });
});
