// `npm run test:faults`: programs that write, on a replica set of three nodes whose primary is killed five times. Nothing acknowledged may be lost or stored by half, and
// no call may fail. On Bun, on Deno, and on the engine alone; takes some minutes. Option: names of programs to run alone (writers, cascades, engine).
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureLibrary } from "./lib/library.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { findMongod } from "./lib/mongod-binary.mjs";
import { cargoCounts } from "./lib/counts.mjs";
import { exitWith } from "./lib/problem.mjs";
import { npmProgram, root } from "./lib/project.mjs";
import { ReplicaSet } from "./lib/replica-set.mjs";
import { Steps } from "./lib/steps.mjs";
import { run } from "./lib/run.mjs";
import { writeTestEnvironment } from "./lib/test-environment.mjs";

const PROGRAMS = { writers: "eight writers", cascades: "four writers of linked documents in transactions" };
const KILLS = 5;

const asked = process.argv.slice(2);
const isAsked = (name) => asked.length === 0 || asked.includes(name);

async function survives(set, program, args) {
  const writers = spawn(program, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  writers.stdout.setEncoding("utf8").on("data", (text) => output += text);
  const ended = once(writers, "exit");
  await Promise.race([once(writers.stdout, "data"), ended]);
  for (let kill = 1; kill <= KILLS && writers.exitCode === null; kill++) {
    await sleep(1000);
    await set.killPrimary();
    console.log(`  primary killed ${kill} of ${KILLS} times; its successor took over`);
    await set.settled();
  }
  await sleep(500);
  writers.stdin.end("stop\n");
  const [code] = await ended;
  const line = output.trim().split("\n").at(-1);
  console.log(`  ${line}`);
  if (code !== 0) return { code: code ?? 1 };
  const { acknowledged, failed, lost } = JSON.parse(line);
  return { code: acknowledged > 0 && failed === 0 && lost === 0 ? 0 : 1 };
}

async function main() {
  await ensurePackages();
  const library = await ensureLibrary();
  const set = await ReplicaSet.start();
  console.log(`• replica set of three nodes: ${set.uri}`);
  try {
    writeTestEnvironment({ uri: set.uri, library });
    const steps = new Steps();
    const permissions = ["--no-check", "--no-prompt", `--allow-ffi=${library}`];
    for (const [name, who] of Object.entries(PROGRAMS)) {
      if (!isAsked(name)) continue;
      const path = `tests/faults/${name}.ts`;
      const title = `five killed primaries, ${who}`;
      await steps.step("bun", `${title}, Bun`, () => survives(set, npmProgram("bun"), [path]));
      await steps.step(
        "deno",
        `${title}, Deno`,
        () => survives(set, npmProgram("deno"), ["run", ...permissions, path]),
      );
    }
    await set.stop();
    if (isAsked("engine")) await steps.step("rust", "five killed primaries, the engine alone", engineSurvives);
    return steps.summary();
  } finally {
    await set.stop();
  }
}

/** The engine's own test, which starts a replica set of its own. */
async function engineSurvives() {
  const { path } = await findMongod();
  const { code, output } = await run("cargo", ["test", "-p", "haricot-engine", "--test", "faults", "--", "--ignored"], {
    env: { MONGOD_BIN: path },
  });
  return { code, counts: cargoCounts(output) };
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
try {
  process.exitCode = await main();
} catch (error) {
  exitWith(error);
}
