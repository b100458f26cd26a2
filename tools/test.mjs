// `npm test`: everything that is checked, on both runtimes. Options: names of steps to run alone (rust, checks, site, bun, deno, bench) and parts of names of
// test files, for example `npm test -- bun cursor`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { checkRust, checkTypeScript } from "./lib/checks.mjs";
import { withEverything } from "./lib/ensure.mjs";
import { exitWith } from "./lib/problem.mjs";
import { root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { Steps } from "./lib/steps.mjs";
import { runSuites } from "./lib/suites.mjs";

const PARTS = ["rust", "checks", "site", "bun", "deno", "bench"];
const asked = process.argv.slice(2);
const parts = PARTS.some((part) => asked.includes(part)) ? PARTS.filter((part) => asked.includes(part)) : PARTS;
const only = asked.filter((word) => !PARTS.includes(word));

async function everything({ uri, own, library }) {
  const steps = new Steps();
  if (!own) console.log("  (tests that need a replica set or test commands fail on a server that has none)");
  if (parts.includes("rust")) await checkRust(steps, { uri });
  if (parts.includes("checks")) await checkTypeScript(steps);
  if (parts.includes("site")) {
    // Asked for late: it uses packages, and a fresh clone has none when this file is loaded.
    const { checkDocs } = await import("./lib/docs/check.mjs");
    await checkDocs(steps);
  }
  await runSuites(steps, { library, only, runtimes: parts });
  if (parts.includes("bench")) {
    if (existsSync(join(root, "bench/run.mjs"))) {
      await steps.step(
        "bench",
        "benchmarks, two rounds each",
        () =>
          run(process.execPath, ["bench/run.mjs", "--check", "--quick", "--rounds", "2"], {
            env: { HARICOT_LIBRARY: library },
          }),
      );
    } else steps.notRun("bench", "benchmarks", "bench/run.mjs is not there");
  }
  return steps.summary();
}

try {
  process.exitCode = await withEverything(everything);
} catch (error) {
  exitWith(error);
}
