import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { TESTED_SERVERS } from "../../cli/doctor/server-version.ts";
import { MONGOD_VERSIONS, USUAL_MONGOD } from "../../tools/lib/mongod-wheel.mjs";
import { project } from "../../tools/lib/pack/manifests.mjs";
import { root } from "../../tools/lib/project.mjs";
import { oldestVersion } from "../../tools/lib/runtime-binary.mjs";
import { TYPESCRIPT_VERSIONS } from "../../tools/lib/typescript-project.mjs";

const page = readFileSync(join(root, "docs/compatibility.md"), "utf8");
const [tables = "", runs = ""] = page.split("## The last runs");
const cells = (text: string): string[][] =>
  text.split("\n").filter((line) => line.startsWith("|") && !/^\| ?-/.test(line)).map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
const rows = cells(tables).filter(([, , tested]) => tested !== "test");

const targets = spawnSync("node", [join(root, "tools/test-compat.mjs"), "--list"], { encoding: "utf8" }).stdout.trim()
  .split("\n");

describe("the compatibility table", () => {
  test("names a test in every row, or says that there is none", () => {
    assert.ok(rows.length > 20);
    for (const [what = "", , tested = ""] of rows) assert.match(tested, /`(?:npm |tests\/)|not tested/, what);
  });

  test("claims nothing that was not tested", () => {
    for (const [what = "", works = "", tested] of rows) {
      assert.ok(!(works.startsWith("yes") && tested === "not tested"), what);
    }
  });

  test("names tests and commands that there are", () => {
    for (const [, path = ""] of page.matchAll(/`(tests\/[^`]+)`/g)) assert.ok(existsSync(join(root, path)), path);
    for (const [, script = "", name = ""] of page.matchAll(/`npm (?:run )?([\w:]+)(?: -- ([^`]+))?`/g)) {
      assert.ok(Object.hasOwn(project.scripts, script), script);
      if (script === "test:compat" && name !== "NAME") assert.ok(targets.includes(name), name);
    }
  });

  test("has a row for each target of test:compat, and what came of it", () => {
    for (const target of targets) {
      assert.ok(tables.includes(`\`npm run test:compat -- ${target}\``), target);
      assert.ok(cells(runs).some(([name]) => name === target), `${target} in the last runs`);
    }
  });

  test("has the versions that are installed, and the oldest of package.json", () => {
    const named = rows.map(([what]) => what!);
    const { bun, deno, typescript } = project.devDependencies;
    assert.ok(named.includes(`Bun ${bun}`) && named.includes(`Bun ${oldestVersion("bun")}, the oldest`));
    assert.ok(named.includes(`Deno ${deno}`) && named.includes(`Deno ${oldestVersion("deno")}, the oldest`));
    for (const version of [USUAL_MONGOD, ...MONGOD_VERSIONS, typescript, ...TYPESCRIPT_VERSIONS]) {
      assert.ok(named.includes(version), version);
    }
  });

  test("has the servers between which the doctor raises no eyebrow as working ones", () => {
    for (const release of Object.values(TESTED_SERVERS)) {
      assert.ok(rows.some(([what, works]) => what!.startsWith(`${release}.`) && works!.startsWith("yes")), release);
    }
  });
});
