import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { npmProgram } from "../../tools/lib/project.mjs";
import { uri } from "../support/environment.ts";
import { inDeno } from "../support/programs.ts";
import { publish, type Published } from "./support/published.ts";
import { SHOP, testFile, TYPED } from "./support/testing-program.ts";
import { USERS_TSCONFIG, UsersProject } from "./support/users-project.ts";

const ENV = { MONGODB_URI: uri };
const NOT_INSTALLED = /fast-check, which is not installed: bun add --dev fast-check, or deno add npm:fast-check/;

describe("haricot/testing from the installed packages", () => {
  let published: Published;
  before(async () => {
    published = await publish();
  });
  after(() => published.remove());

  if (!inDeno) {
    test("tests of a user run in bun test, with its hooks and with those of node:test, and type-check", async () => {
      const project = new UsersProject(published, {
        "package.json": "{}",
        "tsconfig.json": USERS_TSCONFIG,
        "shop.ts": SHOP,
        "main.ts": TYPED,
        "own.test.ts": testFile("bun"),
        "node.test.ts": testFile("node"),
      }, ENV);
      await project.run("bun", "add", "haricot");
      assert.match((await project.attempt("bun", "test")).output, NOT_INSTALLED);
      await project.run("bun", "add", "--dev", "fast-check");
      assert.match(await project.run("bun", "test"), / 4 pass\n 0 fail/);
      assert.equal(await project.run(npmProgram("tsc"), "-p", ".", "--pretty", "false"), "");
    });
  } else {
    test("tests of a user run in deno test, whose sanitizers find nothing left open, and type-check", async () => {
      const project = new UsersProject(published, {
        "deno.json": "{}",
        "shop.ts": SHOP,
        "main.ts": TYPED,
        "own_test.ts": testFile("deno"),
        "node_test.ts": testFile("node"),
      }, ENV);
      await project.run("deno", "add", "--quiet", "npm:haricot", "npm:zod");
      const files = ["own_test.ts", "node_test.ts"];
      const run = ["test", "--quiet", "--no-prompt", "--allow-ffi", "--allow-env=MONGODB_URI", ...files];
      assert.match((await project.attempt("deno", ...run)).output, NOT_INSTALLED);
      await project.run("deno", "add", "--quiet", "npm:fast-check");
      assert.match(await project.run("deno", ...run), /4 passed.*0 failed/);
      assert.match(await project.run("deno", ...run, "--parallel"), /4 passed.*0 failed/);
      assert.equal(await project.run("deno", "check", "--quiet", "main.ts"), "");
    });
  }
});
