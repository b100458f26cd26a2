import assert from "node:assert/strict";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { npmProgram } from "../../tools/lib/project.mjs";
import { testDatabase } from "../support/database.ts";
import { inDeno } from "../support/programs.ts";
import { firstProgram, PRINTED } from "./support/program.ts";
import { publish, type Published } from "./support/published.ts";
import { checkStudio } from "./support/studio.ts";
import { USERS_TSCONFIG, UsersProject } from "./support/users-project.ts";

const tested = testDatabase("packages");

describe("the packages, installed from a registry into an empty folder", () => {
  let published: Published;
  before(async () => {
    published = await publish();
  });
  after(() => published.remove());

  if (!inDeno) {
    describe("bun add haricot", () => {
      let project: UsersProject;
      before(async () => {
        project = new UsersProject(published, {
          "package.json": "{}",
          "tsconfig.json": USERS_TSCONFIG,
          "main.ts": program(),
        });
        await project.run("bun", "add", "haricot");
      });

      test("a program inserts and finds", async () => {
        assert.equal(await project.run("bun", "main.ts"), PRINTED);
      });

      test("the project type-checks, declarations of packages included", async () => {
        assert.equal(await project.run(npmProgram("tsc"), "-p", ".", "--pretty", "false"), "");
      });

      test("the studio serves its page and answers", async () => {
        await checkStudio(project, tested.database.name, ["bun", "x", "--bun", "haricot"]);
      });

      test("a compiled program has the library in itself and runs alone", async () => {
        await project.run("bun", "build", "--compile", "main.ts", "--outfile", "alone/program");
        assert.equal(await withoutPackages(project, () => project.run("./alone/program")), PRINTED);
      });

      test("a bundle has the library beside itself", async () => {
        await project.run("bun", "build", "--target=bun", "--outdir=bundle", "main.ts");
        assert.equal(await withoutPackages(project, () => project.run("bun", "bundle/main.js")), PRINTED);
      });

      test("without the package of the platform the error names it", async () => {
        const packages = join(project.folder, "node_modules/@haricot");
        mkdirSync(join(project.folder, "aside"));
        renameSync(packages, join(project.folder, "aside/@haricot"));
        renameSync(join(project.folder, "aside/@haricot/native"), (mkdirSync(packages), join(packages, "native")));
        const { code, output } = await project.attempt("bun", "main.ts");
        assert.equal(code, 1);
        assert.match(output, /could not be loaded[^]*package @haricot\/[\w-]+\): not installed/);
      });
    });
  }

  describe("a script in a folder without anything", () => {
    if (!inDeno) {
      test("bun installs what it imports", async () => {
        const project = new UsersProject(published, { "script.ts": program() });
        assert.equal(await project.run("bun", "script.ts"), PRINTED);
      });
    } else {
      test("deno takes packages that the script names as npm:", async () => {
        const text = program().replaceAll(/from "(haricot|zod)/g, 'from "npm:$1');
        const project = new UsersProject(published, { "script.ts": text }, {
          // Without a deno.json nobody looks at the .npmrc beside the script.
          NPM_CONFIG_REGISTRY: published.registry.url,
        });
        assert.equal(await project.run("deno", "run", "--quiet", "--no-prompt", "--allow-ffi", "script.ts"), PRINTED);
      });
    }
  });

  if (inDeno) {
    describe("deno add npm:haricot", () => {
      let cached: UsersProject;
      before(async () => {
        cached = await added({ "deno.json": "{}" });
      });

      test("a program with --allow-ffi alone, packages in Deno's own cache", async () => {
        assert.equal(await cached.run("deno", "run", "--quiet", "--no-prompt", "--allow-ffi", "main.ts"), PRINTED);
      });

      test("a program without permission is told which it needs, and is not asked", async () => {
        const { code, output } = await cached.attempt("deno", "run", "--quiet", "--no-prompt", "main.ts");
        assert.equal(code, 1);
        assert.match(output, /LibraryNotFound[^]*--allow-ffi/);
      });

      test("the project type-checks", async () => {
        assert.equal(await cached.run("deno", "check", "--quiet", "main.ts"), "");
      });

      test("a program with the library's folder alone, packages in node_modules", async () => {
        const project = await added({ "package.json": "{}" });
        const run = ["run", "--quiet", "--no-prompt", "--allow-ffi=node_modules"];
        assert.equal(await project.run("deno", ...run, "main.ts"), PRINTED);
      });

      test("the studio serves its page and answers", async () => {
        await checkStudio(cached, tested.database.name, ["deno", "run", "--quiet", "--allow-all", "npm:haricot"]);
      });

      async function added(files: Record<string, string>): Promise<UsersProject> {
        const project = new UsersProject(published, { ...files, "main.ts": program() });
        await project.run("deno", "add", "--quiet", "npm:haricot", "npm:zod");
        return project;
      }
    });
  }
});

function program(): string {
  return firstProgram(tested.database.name);
}

/** Does something while the project has no node_modules. */
async function withoutPackages<T>(project: UsersProject, work: () => Promise<T>): Promise<T> {
  const [there, away] = [join(project.folder, "node_modules"), join(project.folder, "away")];
  renameSync(there, away);
  try {
    return await work();
  } finally {
    renameSync(away, there);
  }
}
