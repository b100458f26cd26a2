import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../../tools/lib/project.mjs";

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts")).map((path) => readFileSync(join(root, folder, path), "utf8"));
}

/** Codes in the text of a source file: string literals of the form `area.cause` outside of comments. */
function codesIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const literals = code.matchAll(
    /(?:super\(\s*|Error\(\s*|notice\(\s*|code: |code \?\? |code = )"([a-z]+\.[a-z0-9_]+)"/g,
  );
  return [...literals].map((match) => match[1]!);
}

function guardReasons(): string[] {
  const contract = readFileSync(join(root, "docs/internals/abi.md"), "utf8");
  const list = /`guard` \(with `reason`: ([^)]*)\)/.exec(contract)?.[1] ?? "";
  return [...list.matchAll(/`(\w+)`/g)].map((match) => `guard.${match[1]}`);
}

describe("pages about errors", () => {
  const pages = readdirSync(join(root, "docs/errors")).filter((name) => name.endsWith(".md"));

  test("every code that the sources use has its page", () => {
    const codes = new Set([...sources("src"), ...sources("ffi")].flatMap(codesIn).concat(guardReasons()));
    assert.ok(codes.size > 25, `only ${codes.size} codes were found: the pattern no longer fits the sources`);
    const without = [...codes].filter((code) => !pages.includes(`${code}.md`));
    assert.deepEqual(without, []);
  });

  test("every page says what the error means, why it comes and what to do", () => {
    for (const page of pages) {
      const text = readFileSync(join(root, "docs/errors", page), "utf8");
      assert.match(text, new RegExp(`^# \`${page.slice(0, -3).replace(".", "\\.")}\`\n`), page);
      assert.match(text, /Class: `\w+`/, page);
      assert.match(text, /\n## Why\n\S/, page);
      assert.match(text, /\n## What to do\n\S/, page);
    }
  });
});
