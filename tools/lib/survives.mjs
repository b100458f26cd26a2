import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./project.mjs";

const KILLS = 5;
/** A program that has not ended this long after it was asked to hangs. */
const HANGS_AFTER_MS = 180_000;

/**
 * Runs a program of `tests/faults` and kills the primary several times meanwhile. What it found out, and why it failed where it did, is printed.
 * @param {import("./replica-set.mjs").ReplicaSet} set
 * @returns {Promise<{ code: number }>}
 */
export async function survives(set, program, args) {
  const child = spawn(program, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {
    // It has ended already; its exit code tells.
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => output += text);
  const ended = once(child, "close");
  try {
    await Promise.race([once(child.stdout, "data"), ended]);
    await killPrimaries(set, child);
    await sleep(500);
    child.stdin.end("stop\n");
    if (await Promise.race([ended, sleep(HANGS_AFTER_MS, "hangs", { ref: false })]) === "hangs") {
      console.log(`  it did not end within ${HANGS_AFTER_MS / 1000} seconds; it printed:\n${output}`);
      return { code: 1 };
    }
    return verdict(await ended, output);
  } finally {
    child.kill("SIGKILL");
  }
}

async function killPrimaries(set, child) {
  for (let kill = 1; kill <= KILLS && child.exitCode === null; kill++) {
    await sleep(1000);
    await set.killPrimary();
    console.log(`  primary killed ${kill} of ${KILLS} times; its successor took over`);
    await set.settled();
  }
}

function verdict([code, signal], output) {
  const line = output.trim().split("\n").at(-1);
  const findings = readFindings(line);
  if (code !== 0 || findings === undefined) {
    console.log(`  it ended with ${signal ?? `exit code ${code}`}; it printed:\n${output}`);
    return { code: code || 1 };
  }
  const { reasons, ...figures } = findings;
  console.log(`  ${JSON.stringify(figures)}`);
  for (const reason of reasons) console.log(`  ${reason}`);
  const { acknowledged, failed, lost } = figures;
  if (acknowledged === 0) console.log("  nothing was acknowledged");
  return { code: acknowledged > 0 && failed === 0 && lost === 0 ? 0 : 1 };
}

/** The last line of a program that came to its end. */
function readFindings(line) {
  try {
    const findings = JSON.parse(line);
    return typeof findings === "object" && findings !== null && Array.isArray(findings.reasons) ? findings : undefined;
  } catch {
    return undefined;
  }
}
