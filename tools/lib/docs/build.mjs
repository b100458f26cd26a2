import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../problem.mjs";
import { filesBelow, npmProgram, root } from "../project.mjs";
import { run } from "../run.mjs";
import { fullText, listing } from "./llms.mjs";
import { writeReference } from "./reference.mjs";

/** Where the built site lies. */
export const site = join(root, "dist", "docs");

/**
 * Builds the site: the reference from the docstrings, the pages by VitePress, and llms.txt beside them.
 * @returns {Promise<{ pages: number, seconds: string }>}
 */
export async function buildDocs() {
  const began = performance.now();
  writeReference();
  rmSync(site, { recursive: true, force: true });
  const { code, output } = await run(npmProgram("vitepress"), ["build", "docs"], { quiet: true });
  if (code !== 0) throw new Problem(`the site could not be built:\n${output}`);
  writeFileSync(join(site, "llms.txt"), listing());
  writeFileSync(join(site, "llms-full.txt"), fullText());
  return { pages: filesBelow("dist/docs", ".html").length, seconds: ((performance.now() - began) / 1000).toFixed(1) };
}
