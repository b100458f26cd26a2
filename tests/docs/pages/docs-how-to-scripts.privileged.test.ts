// Made from docs/how-to/scripts.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { programPrints } from "../prints.ts";

test("report.ts of docs/how-to/scripts.md prints what it says", async () => {
  const program = new URL("./docs-how-to-scripts/report.ts", import.meta.url);
  await programPrints("docs/how-to/scripts.md", program, ["/beans 40","/beans 20","21"]);
});

test("find-book.ts of docs/how-to/scripts.md prints what it says", async () => {
  const program = new URL("./docs-how-to-scripts/find-book.ts", import.meta.url);
  await programPrints("docs/how-to/scripts.md", program, ["no book is called Lamps"]);
});
