import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { npmProgram, root } from "../../tools/lib/project.mjs";
import { run } from "../../tools/lib/run.mjs";
import { exampleModules } from "./docstrings/examples.mjs";

/** An example may declare what it does not go on to use. */
const PROJECT = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    noUnusedLocals: false,
    noUnusedParameters: false,
    verbatimModuleSyntax: false,
  },
  include: ["*.ts"],
};

function namesOf(path: string): string[] {
  return [
    ...readFileSync(path, "utf8").matchAll(/^export (?:declare )?(?:(?:class|const) |\{ (?:default as )?)(\w+)/gm),
  ]
    .map(([, name]) => name!);
}

test("the examples of all docstrings compile", async () => {
  const context = join(root, "tests/docs/docstrings/context.ts");
  const modules = exampleModules(context, namesOf(context));
  assert.ok(modules.size > 60, `only ${modules.size} examples were found`);
  const folder = join(root, ".cache/docstrings");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of modules) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(PROJECT));
  const { code, output } = await run(npmProgram("tsc"), ["-p", folder, "--pretty", "false"], { quiet: true });
  assert.equal(code, 0, `${output}The first line of each file names its docstring; what it may use is in ${context}`);
});
