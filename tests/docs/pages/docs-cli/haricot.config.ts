// Made from docs/cli.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";

export default {
  uri: process.env.MONGODB_URI,
  path: "database/migrations",
  models: ["src/models.ts"],
};
