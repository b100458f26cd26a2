import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { junitCounts, junitNotRun } from "./counts.mjs";
import { filesBelow, npmProgram } from "./project.mjs";
import { run } from "./run.mjs";

const isPrivileged = (path) => path.endsWith(".privileged.test.ts");

/** Bun ends a test after 5 s otherwise, too early for those that run dozens of processes. */
const BUN_TIMEOUT_MS = 600_000;

/**
 * The suite on both runtimes. In Deno all but the `.privileged.test.ts` files run with the one permission that Haricot needs: its library.
 * @param {{ library: string, only?: string[], runtimes?: string[], programs?: { bun?: string, deno?: string }, denoOptions?: string[] }} options `only`: parts of file names, empty:
 *   all files; `programs`: paths of other runtimes than those that npm installed
 */
export async function runSuites(
  steps,
  { library, only = [], runtimes = ["bun", "deno"], programs = {}, denoOptions = [] },
) {
  const { bun = npmProgram("bun"), deno = npmProgram("deno") } = programs;
  const all = filesBelow("tests", ".test.ts").filter((path) =>
    only.length === 0 || only.some((part) => path.includes(part))
  );
  const scoped = all.filter((path) => !isPrivileged(path));
  const privileged = all.filter(isPrivileged);
  if (runtimes.includes("bun") && all.length > 0) {
    const files = all.map((path) => `./${path}`);
    await steps.step("bun", "suite on Bun", () => reported((report) => bunTest(bun, report, files)));
  }
  if (!runtimes.includes("deno")) return;
  if (scoped.length > 0) {
    const work = () => reported((report) => denoTest(deno, report, [...denoOptions, `--allow-ffi=${library}`], scoped));
    await steps.step("deno", "suite on Deno, with --allow-ffi=<library> only", work);
  }
  if (privileged.length > 0) {
    const work = () => reported((report) => denoTest(deno, report, [...denoOptions, "--allow-all"], privileged));
    await steps.step("deno", "suite on Deno, tests that read files or start programs themselves", work);
  }
}

function bunTest(bun, report, files) {
  const options = [`--timeout=${BUN_TIMEOUT_MS}`, "--reporter=junit", `--reporter-outfile=${report}`];
  return run(bun, ["test", ...options, ...files]);
}

function denoTest(deno, report, permissions, files) {
  const options = ["--no-check", "--no-prompt", "--quiet", `--junit-path=${report}`];
  return run(deno, ["test", ...options, ...permissions, ...files]);
}

async function reported(work) {
  const folder = mkdtempSync(join(tmpdir(), "haricot-report-"));
  const report = join(folder, "junit.xml");
  try {
    const { code } = await work(report);
    let xml = "";
    try {
      xml = readFileSync(report, "utf8");
    } catch {
      // A crash leaves no report; the exit code tells.
    }
    return { code, counts: junitCounts(xml), notRun: junitNotRun(xml) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
