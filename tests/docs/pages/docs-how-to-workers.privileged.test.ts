// Made from docs/how-to/workers.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { programPrints } from "../prints.ts";

test("main.ts of docs/how-to/workers.md prints what it says", async () => {
  const program = new URL("./docs-how-to-workers/main.ts", import.meta.url);
  await programPrints("docs/how-to/workers.md", program, ["10000 + 10000 + 10000 + 10000 = 40000"]);
});
