// The benchmark: `npm run bench`, or `node bench/run.mjs --help`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contenders } from "./runner/contenders.mjs";
import { environment } from "./runner/environment.mjs";
import { measure } from "./runner/measure.mjs";
import { mongodPath } from "./runner/mongod.mjs";
import { options } from "./runner/options.mjs";
import { report } from "./runner/report.mjs";
import { startServer } from "./runner/server.mjs";
import { taskList } from "./runner/tasks.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const repository = dirname(bench);
const chosen = options();
const say = (text) => process.stderr.write(`bench: ${text}\n`);

/** The contenders with the command of each; those that cannot run with the reason. */
async function entrants() {
  const running = [], absent = [];
  for (const contender of contenders.filter((one) => chosen.only.length === 0 || chosen.only.includes(one.id))) {
    const start = await contender.start({ repository, say });
    if (typeof start === "string") absent.push({ contender: contender.id, label: contender.label, reason: start });
    else running.push({ ...contender, start });
  }
  return { running, absent };
}

async function onServer(mongod, replicaSet, running) {
  const server = await startServer(mongod, { replicaSet });
  const stop = async () => {
    await server.stop();
    process.exit(130);
  };
  process.once("SIGINT", stop);
  try {
    say(`mongod ${server.version}, ${replicaSet ? "a replica set of one node" : "standalone"}, ${server.storage}`);
    const all = taskList(chosen).filter((task) => chosen.tasks.length === 0 || chosen.tasks.some((name) => task.id.startsWith(name)));
    const tasks = replicaSet ? all.filter((task) => task.shape === "small" && !task.group && task.task !== "build-query") : all;
    const measured = await measure({ uri: server.uri, tasks, entrants: running, quick: chosen.quick, say });
    return { server: { version: server.version, storage: server.storage }, tasks, ...measured };
  } finally {
    process.removeListener("SIGINT", stop);
    await server.stop();
  }
}

const started = Date.now();
const mongod = await mongodPath(repository);
const { running, absent } = await entrants();
const standalone = await onServer(mongod, false, running);
const replicaSet = chosen.replicaSet ? await onServer(mongod, true, running) : null;
const labels = Object.fromEntries(contenders.map(({ id, label }) => [id, label]));
const outcome = { ...environment(started), rounds: chosen.rounds, quick: chosen.quick, labels, absent, standalone, replicaSet };
const failures = [...standalone.failures, ...(replicaSet?.failures ?? [])];

for (const { contender, task, message } of failures) say(`FAILED ${contender}, ${task}: ${message}`);
for (const { label, reason } of absent) say(`not run: ${label}: ${reason}`);
if (chosen.check) {
  const runs = Object.values(standalone.results).reduce((sum, byContender) => sum + Object.keys(byContender).length, 0);
  process.stdout.write(`bench: ${runs} measurements checked, ${failures.length} failed, ${absent.length} contenders not run\n`);
} else {
  mkdirSync(chosen.output, { recursive: true });
  writeFileSync(join(chosen.output, "latest.json"), JSON.stringify(outcome, null, 1) + "\n");
  const markdown = report(outcome);
  writeFileSync(join(chosen.output, "latest.md"), markdown);
  process.stdout.write(markdown);
}
process.exitCode = failures.length > 0 ? 1 : 0;
