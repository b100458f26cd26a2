// Made from README.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { programPrints } from "../prints.ts";

test("main.ts of README.md prints what it says", async () => {
  const program = new URL("./readme/main.ts", import.meta.url);
  await programPrints("README.md", program, ["BORLOTTI"]);
});

test("dear-beans.ts of README.md prints what it says", async () => {
  const program = new URL("./readme/dear-beans.ts", import.meta.url);
  await programPrints("README.md", program, ["0 beans are dear"]);
});

test("dear-beans-deno.ts of README.md prints what it says", async () => {
  const program = new URL("./readme/dear-beans-deno.ts", import.meta.url);
  await programPrints("README.md", program, ["0 beans are dear"]);
});
