// The documentation as a site: `npm run docs` builds it into dist/docs, `npm run docs:dev` shows it while it is written. DOCS_BASE is the path under which
// it will be served (`/` unless set).
import { join } from "node:path";
import process from "node:process";
import { buildDocs } from "./lib/docs/build.mjs";
import { writeReference } from "./lib/docs/reference.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { exitWith } from "./lib/problem.mjs";
import { npmProgram, root } from "./lib/project.mjs";
import { runShowing } from "./lib/run.mjs";

async function dev() {
  writeReference();
  return await runShowing(npmProgram("vitepress"), ["dev", "docs", ...process.argv.slice(3)]);
}

async function build() {
  const { pages, seconds } = await buildDocs();
  console.log(`✓ ${pages} pages in ${join(root, "dist", "docs")} (${seconds} s)`);
  return 0;
}

try {
  await ensurePackages();
  process.exitCode = process.argv[2] === "dev" ? await dev() : await build();
} catch (error) {
  exitWith(error);
}
