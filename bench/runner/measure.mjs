// Interleaves the contenders: every round of a task asks each of them once, in rotating order, while the others wait.
import process from "node:process";
import { hasOdmData, odmData } from "./documents.mjs";
import { Seed } from "./seed.mjs";
import { median } from "./statistics.mjs";
import { verify } from "./verify.mjs";
import { Worker } from "./worker.mjs";

const PAUSE_MS = 5;
/** Tasks that write nothing, and tasks that change documents that are there. */
const READING = ["find", "find-one", "find-one-32", "build-query", "aggregate"];
const CHANGING = ["update-one", "save-changes", "bulk"];
/** Rounds that do not count: a service runs compiled code, and so does everyone here. */
const WARM_UP_ROUNDS = 4;

/** Measures the tasks on one server; `entrants` are contenders with the command that starts each. */
export async function measure({ uri, tasks, entrants, quick, say }) {
  const database = `haricot_bench_${process.pid}`;
  const seed = new Seed(uri, database, quick ? 100 : 1000);
  await seed.fill();
  const target = { uri, database, folder: seed.folder, odmFolder: hasOdmData ? odmData : "" };
  const workers = new Map();
  const results = {};
  const failures = [];
  try {
    for (const entrant of entrants) {
      try {
        workers.set(entrant.id, await started(entrant, target));
      } catch (error) {
        say(`${entrant.id} does not start: ${error.message.split("\n")[0]}`);
        failures.push({ contender: entrant.id, task: "start", message: error.message });
      }
    }
    for (const task of tasks) {
      say(task.id);
      const scan = task.group === "scan" ? await seed.fillScan(task.documents) : null;
      const running = entrants.filter((entrant) => workers.has(entrant.id) && takesPart(entrant, task));
      const samples = new Map(running.map((entrant) => [entrant.id, []]));
      for (let round = quick || task.fresh ? 0 : -WARM_UP_ROUNDS; round < task.rounds; round++) {
        for (const entrant of rotated(running, round)) {
          if (failures.some((failure) => failure.contender === entrant.id && failure.task === task.id)) continue;
          try {
            const sample = await turn({ task, entrant, worker: workers.get(entrant.id), target, seed, scan });
            if (round >= 0) samples.get(entrant.id).push(sample);
          } catch (error) {
            failures.push({ contender: entrant.id, task: task.id, message: error.message });
          }
        }
      }
      results[task.id] = Object.fromEntries(
        [...samples].filter(([, list]) => list.length > 0).map(([id, list]) => [id, summary(list)]),
      );
    }
  } finally {
    for (const worker of workers.values()) await worker.close();
    await seed.close();
  }
  return { results, failures };
}

function takesPart(entrant, task) {
  if (task.task === "heap-plain") return entrant.id.startsWith("driver-");
  if (task.group === "features") return entrant.features.includes(task.id.split(":")[0]);
  return entrant.tasks.includes(task.group ?? task.task) &&
    (task.group === "odm" || entrant.shapes.includes(task.shape));
}

function rotated(list, round) {
  return list.map((_, n) => list[(n + Math.max(round, 0)) % list.length]);
}

async function started(entrant, target) {
  const worker = new Worker(entrant.start);
  try {
    worker.opened = await worker.ask("open", target);
    return worker;
  } catch (error) {
    await worker.close();
    throw error;
  }
}

/** One contender's turn: the collections made ready, the samples taken, the result verified. */
async function turn({ task, entrant, worker, target, seed, scan }) {
  if (!READING.includes(task.task) && !task.fresh) {
    await seed.prepareWritten(task, CHANGING.includes(task.task));
  }
  const given = task.group === "migration" ? await seed.fillMigrated(task.documents) : scan;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const active = task.fresh ? await started(entrant, target) : worker;
  try {
    if (task.task === "open") return { figures: active.opened.figures };
    const before = task.fresh ? active.resetPeakMemory() : null;
    const { samples, operations, shape } = task;
    const outcome = await active.ask(task.task, {
      ...target,
      samples,
      operations,
      shape,
      model: task.model ?? (task.group === "scan" ? "scan" : shape),
    });
    const peak = before === null ? null : active.peakMemory() - before;
    await verify(task, outcome, seed, given);
    const divisor = (task.bytes ? 1 : task.operations) * (task.lanes ?? 1);
    const figures = { ...outcome.figures, ...(peak === null ? {} : { peakGrowthMB: peak / 1e6 }) };
    return { time: outcome.times.length ? median(outcome.times) / divisor : undefined, figures };
  } finally {
    if (active !== worker) await active.close();
  }
}

/** Medians over the rounds, and the rounds themselves. */
function summary(samples) {
  const times = samples.map((sample) => sample.time).filter((time) => time !== undefined);
  const names = Object.keys(samples[0].figures ?? {});
  const figures = Object.fromEntries(
    names.map((name) => [name, median(samples.map((sample) => sample.figures[name]))]),
  );
  return { ...(times.length ? { median: median(times), rounds: times } : {}), figures };
}
