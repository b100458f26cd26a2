import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/lib/project.mjs";

/** What a file and all that it imports need besides files of the project, by the file that imports it. */
function packagesOf(path: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const names = [
    ...readFileSync(path, "utf8").matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";/gm),
  ];
  return names.map(([, from, alone]) => (from ?? alone)!).flatMap((name) => {
    if (name.startsWith("node:")) return [];
    return name.startsWith(".") ? packagesOf(join(dirname(path), name), seen) : [`${relative(root, path)}: ${name}`];
  });
}

test("the commands of package.json start on a fresh clone: what they load at once is there before packages are installed", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const files = new Set(Object.values(scripts).map((command) => command.split(" ")[1]!));
  assert.ok(files.has("tools/test.mjs"));
  assert.deepEqual([...files].flatMap((file) => packagesOf(join(root, file))), []);
});
