// Two runners migrate the same collection, again and again: in a transaction, batch by batch, and batch by batch with interruptions. Every document has to be changed
// once by each migration, and the log to say so. Started by `npm run test:faults`, which kills the primary meanwhile.
import { z } from "zod";
import { connect } from "../../src/client/connect.ts";
import { Document } from "../../src/document/factory.ts";
import { iterative } from "../../src/migration/declarations.ts";
import type { MigrationProgress } from "../../src/migration/options.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { library, uri } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { type Findings, reasonOf, underFaults } from "./support.ts";

class Counter extends Document({ id: z.int(), n: z.int() }) {
  static settings = { name: "counters" };
}

const DOCUMENTS = 4000;
const BATCH = 250;
const FIRST = 20261123000000;
const interruption = new Error("interrupted");

const options = { library, w: "majority", serverSelectionTimeoutMS: 60_000 } as const;
const clients = await Promise.all([connect(uri, options), connect(uri, options)]);
const databases = clients.map((client) => client.database("haricot_fault_migrations"));
const database = databases[0]!;
await database.command({ dropDatabase: 1 });
await insert(database, "counters", Array.from({ length: DOCUMENTS }, (_, _id) => ({ _id, n: 0 })));

const adding = iterative({ from: Counter, to: Counter, batchSize: BATCH }, (input, output) => {
  output.n = input.n + 1;
});
const migrations: Record<string, object> = {};

await underFaults(async (isStopped) => {
  const failures: string[] = [], lost: string[] = [];
  const figures = { acknowledged: 0, resumed: 0, waited: 0 };
  while (!isStopped() && failures.length < 100) {
    const name = `${FIRST + Object.keys(migrations).length}_add`;
    migrations[name] = { forward: [adding] };
    const isInterrupted = figures.acknowledged % 3 === 2;
    const useTransaction = figures.acknowledged % 3 === 0;
    try {
      if (isInterrupted) figures.resumed += await interrupted(name, lost);
      figures.waited += await both(useTransaction);
      figures.acknowledged++;
    } catch (error) {
      failures.push(`${name}, ${useTransaction ? "in a transaction" : "by batches"}: ${reasonOf(error)}`);
      continue;
    }
    lost.push(...await check(name, figures.acknowledged));
  }
  return { ...figures, failures, lost } satisfies Findings;
});
await Promise.all(clients.map((client) => client.close()));

/** Both runners at once; gives how many of them had to wait. */
async function both(useTransaction: boolean): Promise<number> {
  let waited = 0;
  const onProgress = ({ kind }: MigrationProgress): void => {
    if (kind === "waiting") waited++;
  };
  const runs = await Promise.all(
    databases.map((database) => runMigrations({ database, migrations, useTransaction, onProgress })),
  );
  const steps = runs.reduce((sum, run) => sum + run.steps.length, 0);
  if (steps !== 1) throw new Error(`${steps} steps were run by two runners where one was to be run`);
  return waited;
}

/** Ends a run in the middle. The next one has to go on behind what was reported: 1 when it does. */
async function interrupted(name: string, lost: string[]): Promise<number> {
  const controller = new AbortController();
  const limit = BATCH * (2 + Math.floor(Math.random() * 10));
  let documents = 0;
  const run = runMigrations({
    database,
    migrations,
    useTransaction: false,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.kind !== "documents") return;
      documents = progress.documents;
      if (documents >= limit) controller.abort(interruption);
    },
  });
  const reason = await run.then(() => undefined, (error: unknown) => error);
  if (reason !== interruption) throw reason ?? new Error("a run that was interrupted went to its end");
  const [entry] = await database.cursorCommand({ find: "migrations_log", filter: { name, is_current: false } })
    .toArray();
  const { progress } = entry as { progress?: { documents: number; after: number } };
  // The batch at which it was interrupted is written or is not.
  if (progress === undefined || progress.documents < documents || progress.after !== progress.documents - 1) {
    lost.push(`${name}: ${documents} documents were reported, the log says ${JSON.stringify(progress)}`);
  }
  return 1;
}

/** What is not as it should be after so many migrations. */
async function check(name: string, times: number): Promise<string[]> {
  const wrong: string[] = [];
  const counters = database.cursorCommand({ find: "counters", filter: { n: { $ne: times } } });
  for await (const { _id, n } of counters) wrong.push(`${name}: document ${_id} was changed ${n} times, not ${times}`);
  const all = (await database.command({ count: "counters" })).n as number;
  if (all !== DOCUMENTS) wrong.push(`${name}: there are ${all} documents`);
  const log = await database.cursorCommand({ find: "migrations_log" }).toArray();
  const current = log.filter(({ is_current }) => is_current).map((entry) => entry.name);
  const names = new Set(log.map((entry) => entry.name));
  if (current.length !== 1 || current[0] !== name || names.size !== times || log.length !== times) {
    wrong.push(`${name}: the log has ${log.length} entries of ${names.size} migrations and stands at ${current}`);
  }
  if (log.some(({ progress }) => progress !== undefined)) {
    wrong.push(`${name}: the log has an entry of an interrupted run`);
  }
  return wrong;
}
