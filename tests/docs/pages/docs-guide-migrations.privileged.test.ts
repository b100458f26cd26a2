// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { programPrints } from "../prints.ts";

test("migrate.ts of docs/guide/migrations.md prints what it says", async () => {
  const program = new URL("./docs-guide-migrations/migrate.ts", import.meta.url);
  await programPrints("docs/guide/migrations.md", program, ["2 20261123110000_titles"]);
});

test("migrate-with-progress.ts of docs/guide/migrations.md prints what it says", async () => {
  const program = new URL("./docs-guide-migrations/migrate-with-progress.ts", import.meta.url);
  await programPrints("docs/guide/migrations.md", program, ["1 of 2: 20261123100000_invoices","2 of 2: 20261123110000_titles"]);
});
