import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { junitCounts } from "./counts.mjs";
import { filesBelow, npmProgram } from "./project.mjs";
import { run } from "./run.mjs";

const isPrivileged = (path) => path.endsWith(".privileged.test.ts");

/**
 * The suite on both runtimes. In Deno all but the `.privileged.test.ts` files run with the one permission that Haricot needs: its library.
 * @param {string[]} only parts of file names; empty: all files
 */
export async function runSuites(steps, { library, only = [], runtimes = ["bun", "deno"] }) {
  const all = filesBelow("tests", ".test.ts").filter((path) =>
    only.length === 0 || only.some((part) => path.includes(part))
  );
  const scoped = all.filter((path) => !isPrivileged(path));
  const privileged = all.filter(isPrivileged);
  if (runtimes.includes("bun") && all.length > 0) {
    await steps.step(
      "bun",
      "suite on Bun",
      () =>
        reported((report) =>
          run(npmProgram("bun"), [
            "test",
            "--reporter=junit",
            `--reporter-outfile=${report}`,
            ...all.map((path) => `./${path}`),
          ])
        ),
    );
  }
  const deno = (permissions, files) => () =>
    reported((report) =>
      run(npmProgram("deno"), [
        "test",
        "--no-check",
        "--no-prompt",
        "--quiet",
        ...permissions,
        `--junit-path=${report}`,
        ...files,
      ])
    );
  if (runtimes.includes("deno") && scoped.length > 0) {
    await steps.step(
      "deno",
      "suite on Deno, with --allow-ffi=<library> only",
      deno([`--allow-ffi=${library}`], scoped),
    );
  }
  if (runtimes.includes("deno") && privileged.length > 0) {
    await steps.step(
      "deno",
      "suite on Deno, tests that read files or start programs themselves",
      deno(["--allow-all"], privileged),
    );
  }
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
    return { code, counts: junitCounts(xml) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
