// The benchmark: `npm run bench`, or `node bench/run.mjs --help`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { contenders } from "./runner/contenders.mjs";
import { hasOdmData, odmData } from "./runner/documents.mjs";
import { environment } from "./runner/environment.mjs";
import { measure } from "./runner/measure.mjs";
import { options } from "./runner/options.mjs";
import { report } from "./runner/report.mjs";
import { onServer, serverKinds } from "./runner/server.mjs";
import { onReplicaSet, taskList } from "./runner/tasks.mjs";
import { updated } from "./runner/update.mjs";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const chosen = options();
const say = (text) => process.stderr.write(`bench: ${text}\n`);
const named = (names, id) => names.length === 0 || names.some((name) => id.startsWith(name));

/** The contenders with the command of each; those that cannot run with the reason. */
async function entrants() {
  const running = [], absent = [];
  for (const contender of contenders.filter(({ id }) => named(chosen.only, id))) {
    const start = await contender.start({ repository, say });
    if (typeof start === "string") absent.push({ contender: contender.id, label: contender.label, reason: start });
    else running.push({ ...contender, start });
  }
  if (!hasOdmData) {
    absent.push({
      label: "large documents and the ODM benchmark",
      reason: `no documents in ${odmData}: set ODM_BENCHMARK_DATA`,
    });
  }
  return { running, absent };
}

async function measuredOn(kind, running) {
  const all = taskList(chosen).filter(({ id, shape }) =>
    named(chosen.tasks, id) && (hasOdmData || !/^large|^odm/.test(shape))
  );
  const tasks = kind === "replicaSet" ? all.filter(onReplicaSet) : all;
  return await onServer(kind, async ({ uri, description }) => {
    say(`mongod ${description.version}, ${description.kind}, ${description.storage}`);
    return {
      server: description,
      tasks,
      ...await measure({ uri, tasks, entrants: running, quick: chosen.quick, say }),
    };
  });
}

function write(measured) {
  mkdirSync(chosen.output, { recursive: true });
  const last = () => JSON.parse(readFileSync(join(chosen.output, "latest.json"), "utf8"));
  const outcome = chosen.update ? updated(last(), measured) : measured;
  writeFileSync(join(chosen.output, "latest.json"), JSON.stringify(outcome, null, 1) + "\n");
  const markdown = report(outcome);
  writeFileSync(join(chosen.output, "latest.md"), markdown);
  process.stdout.write(markdown);
}

const started = Date.now();
const { running, absent } = await entrants();
const runs = [];
for (const kind of serverKinds().filter((kind) => kind !== "replicaSet" || chosen.replicaSet)) {
  runs.push(await measuredOn(kind, running));
}
const failures = runs.flatMap((run) => run.failures);
for (const failure of failures) failure.message = failure.message.replaceAll(repository, ".");
for (const { contender, task, message } of failures) say(`FAILED ${contender}, ${task}: ${message}`);
for (const { label, reason } of absent) say(`not run: ${label}: ${reason}`);
if (chosen.check) {
  const count = runs.flatMap((run) => Object.values(run.results)).reduce(
    (sum, one) => sum + Object.keys(one).length,
    0,
  );
  process.stdout.write(
    `bench: ${count} measurements checked, ${failures.length} failed, ${absent.length} not run\n`,
  );
} else {
  const labels = Object.fromEntries(contenders.map(({ id, label }) => [id, label]));
  write({ ...environment(started), rounds: chosen.rounds, quick: chosen.quick, labels, absent, runs });
}
process.exitCode = failures.length > 0 ? 1 : 0;
