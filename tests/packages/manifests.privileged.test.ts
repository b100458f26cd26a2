import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { allFilesBelow } from "../../tools/lib/pack/files.mjs";
import { haricotManifest, project } from "../../tools/lib/pack/manifests.mjs";
import { writePackages } from "../../tools/lib/pack/packages.mjs";
import { currentTarget, TARGETS } from "../../tools/lib/pack/targets.mjs";
import { npmProgram, root } from "../../tools/lib/project.mjs";
import { library } from "../support/environment.ts";
import { command } from "./support/command.ts";

describe("the packages as they are written", () => {
  let folder = "";
  let packages: readonly string[] = [];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "haricot-manifests-"));
    packages = await writePackages({ folder, target: currentTarget(), library });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const manifest = (path: string): Record<string, any> => JSON.parse(readFileSync(join(path, "package.json"), "utf8"));

  test("publint finds nothing, suggestions included", async () => {
    for (const path of packages) {
      const { code, output } = await command(npmProgram("publint"), [path, "--strict"], { cwd: folder });
      assert.equal(code, 0, output);
      assert.match(output, /All good!/);
    }
  });

  test("types and code of every entry point are found alike by the ways of ES modules", async () => {
    for (const path of packages.slice(1)) {
      const args = ["--pack", path, "--profile", "esm-only", "--format", "ascii"];
      const { code, output } = await command(npmProgram("attw"), args, { cwd: folder });
      assert.equal(code, 0, output);
    }
  });

  test("none runs a script when it is installed", () => {
    for (const path of packages) assert.equal(manifest(path)["scripts"], undefined);
  });

  test("all have one version, and name each other in exactly it", () => {
    const [platform, loader, haricot] = packages.map(manifest);
    assert.equal(haricot!["dependencies"]["@haricot/native"], project.version);
    assert.equal(loader!["optionalDependencies"][platform!["name"]], project.version);
    assert.deepEqual([platform, loader, haricot].map((one) => one!["version"]), Array(3).fill(project.version));
  });

  test("haricot has code, declarations and a map for each module, the sources in the maps, and nothing of the tests", () => {
    const files = allFilesBelow(packages[2]!);
    const page = allFilesBelow(join(root, "studio/page")).map((path) => `studio/page/${path}`);
    assert.ok(page.includes("studio/page/index.html"));
    assert.deepEqual(files.filter((path) => path.startsWith("studio/page/")), page);
    const modules = files.filter((path) => path.endsWith(".js"));
    assert.ok(modules.includes("mod.js") && modules.includes("operators.js"));
    for (const path of modules) {
      assert.ok(files.includes(path.replace(/js$/, "d.ts")) && files.includes(`${path}.map`), path);
    }
    assert.deepEqual(files.filter((path) => /^(tests|tools|bench|native)\//.test(path)), []);
    const map = JSON.parse(readFileSync(join(packages[2]!, "mod.js.map"), "utf8"));
    assert.equal(map.sourcesContent[0], readFileSync(join(root, "mod.ts"), "utf8"));
  });
});

test("the loader names the library of every platform that gets a package, and no other", () => {
  const source = readFileSync(join(root, "native/mod.ts"), "utf8");
  const named = [...source.matchAll(/require\("(.+)"\)/g)].map(([, path]) => path);
  assert.deepEqual(named, Object.entries(TARGETS).map(([name, { file }]) => `@haricot/${name}/${file}`));
});

describe("what a module brings along", () => {
  /** Packages among the dependencies and what is installed besides that an entry imports, at once or later. */
  async function packagesOf(entry: string): Promise<string[]> {
    const { code, printed } = await command(npmProgram("deno"), ["info", "--json", entry], { cwd: root });
    assert.equal(code, 0);
    const { modules } = JSON.parse(printed) as {
      modules: { local?: string; dependencies?: { specifier: string }[] }[];
    };
    const own = modules.filter(({ local }) => local !== undefined && !local.includes("/node_modules/"));
    const imported = new Set(own.flatMap(({ dependencies = [] }) => dependencies.map(({ specifier }) => specifier)));
    return [...Object.keys(project.dependencies), "fast-check"].filter((name) =>
      [...imported].some((specifier) => specifier === name || specifier.startsWith(`${name}/`))
    );
  }

  test("a program that uses models loads Zod and nothing else, not even what the command and tests need", async () => {
    for (const entry of ["mod.ts", "operators.ts", "migrations.ts"]) {
      assert.deepEqual(await packagesOf(entry), ["zod"], entry);
    }
  });

  test("fast-check is loaded by tests that make documents", async () => {
    assert.deepEqual(await packagesOf("testing.ts"), ["zod", "fast-check"]);
  });

  test("what only a part of the API needs is installed by those who use that part", () => {
    const { peerDependencies, peerDependenciesMeta } = haricotManifest() as unknown as Record<string, object>;
    const optional = Object.keys(peerDependencies!).filter((name) => name !== "zod");
    assert.deepEqual(Object.keys(peerDependenciesMeta!), optional);
    assert.ok(optional.includes("fast-check"));
  });
});
