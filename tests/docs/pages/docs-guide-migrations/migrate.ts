// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { runMigrations } from "../../../../migrations.ts";

const { steps, current } = await runMigrations({ uri: process.env.DOCUMENTED_URI!, path: "migrations" });
console.log(steps.length, current);
