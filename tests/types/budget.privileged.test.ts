import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deepChains, manyModels, noModels, wideModel } from "./budget/generate.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const library = join(root, "mod.ts");

/**
 * Instantiations that tsc may need for a program beyond what the library itself costs. Measured with tsc 7.0.2 on one thread; they may only go down. The
 * last digits move when TypeScript or Zod changes.
 */
const BUDGET = { manyModels: 236_000, wideModel: 24_700, deepChains: 147_000 };

describe("type budget", () => {
  let folder = "";
  let base = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "haricot-types-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    base = instantiations(noModels(library));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("50 models of 12 fields with 4 statements each", { timeout: 300_000 }, () => {
    const cost = instantiations(manyModels(library)) - base;
    assert.ok(cost <= BUDGET.manyModels, `${cost} instantiations, ${BUDGET.manyModels} are allowed`);
  });

  test("200 fields on 5 levels", { timeout: 300_000 }, () => {
    const cost = instantiations(wideModel(library)) - base;
    assert.ok(cost <= BUDGET.wideModel, `${cost} instantiations, ${BUDGET.wideModel} are allowed`);
  });

  test("10 inheritance chains of 5", { timeout: 300_000 }, () => {
    const cost = instantiations(deepChains(library)) - base;
    assert.ok(cost <= BUDGET.deepChains, `${cost} instantiations, ${BUDGET.deepChains} are allowed`);
  });

  function instantiations(program: string): number {
    const file = join(folder, "program.ts");
    writeFileSync(file, program);
    const options =
      "--noEmit --strict --noUncheckedIndexedAccess --target esnext --module esnext --moduleResolution bundler --allowImportingTsExtensions " +
      "--skipLibCheck --types node,bun --singleThreaded --extendedDiagnostics --pretty false";
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), [...options.split(" "), file], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.doesNotMatch(stdout, /error TS/);
    const count = /Instantiations:\s+(\d+)/.exec(stdout)?.[1];
    assert.ok(count !== undefined, stdout);
    return Number(count);
  }
});
