import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { typeTestCounts } from "./counts.mjs";
import { fileFromNpm } from "./from-npm.mjs";
import { writePackages } from "./pack/packages.mjs";
import { currentTarget } from "./pack/targets.mjs";
import { filesBelow, root } from "./project.mjs";
import { run } from "./run.mjs";

/** Older compilers that users of Haricot may have; the newest one is that of package.json. */
export const TYPESCRIPT_VERSIONS = ["5.8.3", "5.9.3", "6.0.3"];

/** How users' projects find the declarations. */
const RESOLUTIONS = { bundler: { module: "Preserve", moduleResolution: "bundler" }, nodenext: { module: "NodeNext" } };

const STRICT = {
  target: "ESNext",
  lib: ["ESNext", "DOM"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  // The declarations of packages are checked as well.
  skipLibCheck: false,
};

/** The entry points as the type tests import them, and as users do. */
const ENTRIES = [
  [/"\.\.\/\.\.\/mod\.ts"/g, '"haricot"'],
  [/"\.\.\/\.\.\/(\w+)\.ts"/g, '"haricot/$1"'],
];

/**
 * Checks the type tests as a project of somebody who installed the packages: with the published declarations, by a compiler of another version.
 *
 * @param {import("./steps.mjs").Steps} steps
 */
export async function checkWithTypescript(steps, version, { library }) {
  const compiler = await fileFromNpm("typescript", version, "typescript", "bin/tsc");
  const folder = mkdtempSync(join(tmpdir(), "haricot-types-"));
  try {
    await writeProject(folder, library);
    const texts = typeTests().map((path) => readFileSync(join(root, path), "utf8"));
    for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
      const options = { compilerOptions: { ...STRICT, ...resolution }, include: ["tests"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
      await steps.step("types", `type tests by TypeScript ${version}, ${name}`, async () => {
        const args = [compiler, "-p", ".", "--pretty", "false"];
        const { code, output } = await run(process.execPath, args, { cwd: folder });
        return { code, counts: typeTestCounts(texts, output) };
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function typeTests() {
  const models = "tests/operators/models.ts";
  return [...filesBelow("tests/types", ".ts").filter((path) => !path.includes("budget")), models];
}

async function writeProject(folder, library) {
  const packages = await writePackages({ folder: join(folder, "dist"), target: currentTarget(), library });
  const [, loader, haricot] = packages;
  const modules = join(folder, "node_modules");
  cpSync(haricot, join(modules, "haricot"), { recursive: true });
  cpSync(loader, join(modules, "@haricot/native"), { recursive: true });
  symlinkSync(join(root, "node_modules/zod"), join(modules, "zod"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const path of typeTests()) {
    const text = ENTRIES.reduce(
      (from, [pattern, to]) => from.replaceAll(pattern, to),
      readFileSync(join(root, path), "utf8"),
    );
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
