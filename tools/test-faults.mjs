// `npm run test:faults`: programs at work on a replica set of three nodes whose primary is killed five times. Nothing acknowledged may be lost, stored by half or twice, and
// no call may fail. On Bun, on Deno, and on the engine alone; takes some minutes. Option: names of programs to run alone (writers, cascades, migrations, streams, engine).
import process from "node:process";
import { ensureLibrary } from "./lib/library.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { findMongod } from "./lib/mongod-binary.mjs";
import { cargoCounts } from "./lib/counts.mjs";
import { exitWith } from "./lib/problem.mjs";
import { npmProgram } from "./lib/project.mjs";
import { ReplicaSet } from "./lib/replica-set.mjs";
import { survives } from "./lib/survives.mjs";
import { Steps } from "./lib/steps.mjs";
import { run } from "./lib/run.mjs";
import { writeTestEnvironment } from "./lib/test-environment.mjs";

const PROGRAMS = {
  writers: "eight writers",
  cascades: "four writers of linked documents in transactions",
  migrations: "two runners of migrations",
  streams: "change streams of four writers",
};

const asked = process.argv.slice(2);
const isAsked = (name) => asked.length === 0 || asked.includes(name);

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
