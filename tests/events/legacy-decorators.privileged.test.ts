import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { runProgram } from "../support/programs.ts";

const decorators = new URL("../../src/events/decorators.ts", import.meta.url).pathname;

/** Where the runtimes look for compiler options. */
const COMPILER_FILES = ["tsconfig.json", "deno.json"];

describe("a class that is compiled with experimentalDecorators is told so", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "haricot-decorators-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function run(experimentalDecorators: boolean, member: string): Promise<string> {
    const options = JSON.stringify({ compilerOptions: { experimentalDecorators } });
    for (const name of COMPILER_FILES) writeFileSync(join(folder, name), options);
    const file = join(folder, "program.ts");
    writeFileSync(
      file,
      `import { beforeEvent } from ${JSON.stringify(decorators)};
class Product { @beforeEvent("Insert") ${member}() {} }
console.log(Product.name, "is there");\n`,
    );
    const { output, errors } = await runProgram(pathToFileURL(file), { cwd: folder, permissions: [] });
    return output + errors;
  }

  test("where a decorator stands on a method", async () => {
    const printed = await run(true, "touch");
    assert.match(printed, /"experimentalDecorators".*static events/);
    assert.doesNotMatch(printed, /is there/);
  });

  test("where it stands on a static method", async () => {
    assert.match(await run(true, "static touch"), /experimentalDecorators/);
  });

  test("and one that is compiled with standard decorators is not", async () => {
    assert.match(await run(false, "touch"), /Product is there/);
  });
});
