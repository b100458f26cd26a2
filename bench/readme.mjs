// Puts the tables of the last run into README.md, between its markers: `node bench/readme.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { summary } from "./runner/report.mjs";
import { judge } from "./runner/targets.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const readme = join(dirname(bench), "README.md");
const outcome = JSON.parse(readFileSync(join(bench, "results", "latest.json"), "utf8"));
const judged = judge(outcome.runs[0], outcome.labels).filter((one) => one.met !== null);
const missed = judged.filter((one) => !one.met);
const verdict = judged.length === 0
  ? "Haricot itself has not been measured yet."
  : `Of ${judged.length} targets ${judged.length - missed.length} are met` +
    (missed.length === 0 ? "." : "; missed:\n\n") +
    missed.map((one) => `- ${one.what}, ${one.runtime}: ${one.found}, wanted ${one.wanted}`).join("\n");

const between = /(<!-- benchmark -->\n)[\s\S]*(\n<!-- \/benchmark -->)/;
const text = readFileSync(readme, "utf8");
if (!between.test(text)) throw new Error("README.md has no <!-- benchmark --> ... <!-- /benchmark --> to fill");
writeFileSync(readme, text.replace(between, (_, open, end) => `${open}\n${summary(outcome)}\n\n${verdict}\n${end}`));
