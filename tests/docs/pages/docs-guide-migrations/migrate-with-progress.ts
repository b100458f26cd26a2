// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { runMigrations } from "../../../../migrations.ts";

await runMigrations({
  uri: process.env.DOCUMENTED_URI!,
  path: "migrations",
  onProgress(progress) {
    if (progress.kind === "begin") console.log(`${progress.position} of ${progress.of}: ${progress.name}`);
    if (progress.kind === "documents") console.log(`${progress.name}: ${progress.documents} of ${progress.total}`);
  },
});
