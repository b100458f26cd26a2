import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../../tools/lib/project.mjs";
import { testDatabase } from "../support/database.ts";
import { uri } from "../support/environment.ts";
import { inDeno } from "../support/programs.ts";
import { command, type Ended } from "./support/command.ts";
import { JsrRegistry } from "./support/jsr-registry.ts";
import { firstProgram, PRINTED } from "./support/program.ts";
import { publish, type Published } from "./support/published.ts";
import { madeDocuments } from "./support/testing-program.ts";
import { UsersProject } from "./support/users-project.ts";

const NAME = "@haricot/haricot";
const tested = testDatabase("jsr");

test("both configurations of the package name the same version and the same entry points", () => {
  const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, name), "utf8"));
  const [jsr, npm] = [read("jsr.json"), read("package.json")];
  assert.deepEqual([jsr["version"], jsr["license"]], [npm["version"], npm["license"]]);
  // The command is started from the npm package, also in Deno.
  const { "./cli": _, ...modules } = npm["exports"] as Record<string, string>;
  assert.deepEqual(jsr["exports"], modules);
  const { zod } = npm["dependencies"] as Record<string, string>;
  const { "fast-check": fastCheck, "@opentelemetry/api": telemetry } = npm["devDependencies"] as Record<string, string>;
  assert.deepEqual(jsr["imports"], {
    zod: `npm:zod@^${zod}`,
    "@opentelemetry/api": `npm:@opentelemetry/api@^${telemetry}`,
    "fast-check": `npm:fast-check@^${fastCheck}`,
    "./native/mod.ts": `npm:@haricot/native@${npm["version"]}`,
  });
});

if (inDeno) {
  describe("the package on JSR", () => {
    let published: Published;
    let jsr: JsrRegistry;
    before(async () => {
      published = await publish();
      jsr = await JsrRegistry.open(join(published.folder, "jsr"));
    });
    after(async () => {
      await jsr.close();
      await published.remove();
    });

    function denoPublish(...options: string[]): Promise<Ended> {
      const project = new UsersProject(published, {});
      const args = ["publish", "--config", "jsr.json", "--allow-dirty", ...options];
      const env = { ...project.env, NPM_CONFIG_REGISTRY: published.registry.url, JSR_URL: jsr.url };
      return command("deno", args, { cwd: root, env });
    }

    test("deno publish finds nothing wrong with it, slow types included", async () => {
      const { code, output } = await denoPublish("--dry-run");
      assert.equal(code, 0, output);
      assert.match(output, /Checking for slow types/);
      // Migrations are files of the user: their names are known when they run.
      const warnings = [...output.matchAll(/^warning.*\n.*?([\w-]+\.ts)/gim)].map(([, file]) => file);
      assert.deepEqual(warnings, ["load-migrations.ts"]);
    });

    describe("published", () => {
      let project: UsersProject;
      before(async () => {
        const { code, output } = await denoPublish("--token", "anyone", "--no-provenance");
        assert.equal(code, 0, output);
        project = new UsersProject(
          published,
          { "deno.json": "{}", "main.ts": firstProgram(tested.database.name, NAME) },
          { JSR_URL: jsr.url },
        );
        await project.run("deno", "add", "--quiet", `jsr:${NAME}`, "npm:zod");
      });

      test("it has the modules and nothing of tests and tools", () => {
        const others = jsr.files.filter((path) => !/^(src|ffi)\/.*\.ts$/.test(path));
        const entries = ["migrations.ts", "mod.ts", "opentelemetry.ts", "operators.ts", "testing.ts"];
        assert.deepEqual(others, ["LICENSE", "README.md", "jsr.json", ...entries]);
      });

      test("a program with --allow-ffi alone inserts and finds; the library comes from npm", async () => {
        assert.equal(await project.run("deno", "run", "--quiet", "--no-prompt", "--allow-ffi", "main.ts"), PRINTED);
      });

      test("its entry for tests makes documents with fast-check, which comes from npm without being asked for", async () => {
        project.write("teas.ts", madeDocuments(uri, NAME));
        assert.equal(await project.run("deno", "run", "--quiet", "--no-prompt", "--allow-ffi", "teas.ts"), "3 true\n");
        assert.equal(await project.run("deno", "check", "--quiet", "teas.ts"), "");
      });

      test("the project type-checks", async () => {
        assert.equal(await project.run("deno", "check", "--quiet", "main.ts"), "");
      });
    });
  });
}
