// Puts the tables of the last run between the markers of the pages that show them: `node bench/readme.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { headline, summary } from "./runner/report.mjs";
import { judge } from "./runner/targets.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const root = dirname(bench);

/** What each page shows. */
const PAGES = {
  "README.md": (outcome) => `${summary(outcome)}\n\n${verdict(outcome)}`,
  "docs/index.md": headline,
  "docs/performance.md": (outcome) => `${summary(outcome)}\n\n${verdict(outcome)}`,
};

function verdict({ runs, labels }) {
  const judged = judge(runs[0], labels).filter((one) => one.met !== null);
  const missed = judged.filter((one) => !one.met);
  if (judged.length === 0) return "Haricot itself has not been measured yet.";
  return `Of ${judged.length} targets ${judged.length - missed.length} are met` +
    (missed.length === 0 ? "." : "; missed:\n\n") +
    missed.map((one) => `- ${one.what}, ${one.runtime}: ${one.found}, wanted ${one.wanted}`).join("\n");
}

/**
 * The pages as they should be by `results/latest.json`.
 * @returns {Map<string, string>} path in the project to text
 */
export function pagesWithTables() {
  const outcome = JSON.parse(readFileSync(join(bench, "results", "latest.json"), "utf8"));
  const between = /(<!-- benchmark -->\n)[\s\S]*(<!-- \/benchmark -->)/;
  return new Map(
    Object.entries(PAGES).map(([page, tables]) => {
      const text = readFileSync(join(root, page), "utf8");
      if (!between.test(text)) throw new Error(`${page} has no <!-- benchmark --> ... <!-- /benchmark --> to fill`);
      return [page, text.replace(between, (_, open, end) => `${open}\n${tables(outcome)}\n\n${end}`)];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [page, text] of pagesWithTables()) writeFileSync(join(root, page), text);
}
