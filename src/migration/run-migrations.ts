import { closeUnused } from "../document/bindings.ts";
import { openTarget, type Target } from "../document/init-options.ts";
import type { Database } from "../client/database.ts";
import { MigrationError } from "../errors/migration-error.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import { loadMigrations } from "./load-migrations.ts";
import { type LockHolder, MigrationLock } from "./lock.ts";
import { MigrationLog } from "./log.ts";
import { type Migration, migrationOf } from "./migration.ts";
import { checkRunOptions, invalidRun, type MigrationOptions, type MigrationPlace } from "./options.ts";
import { type PlannedStep, planSteps } from "./plan-steps.ts";
import { runStep, type StepContext } from "./run-step.ts";

/** What {@link runMigrations} has done, or would do. */
export interface MigrationRun {
  /** Which way they were run. */
  readonly direction: MigrationDirection;
  /** Whether nothing was written. */
  readonly dryRun: boolean;
  /** The steps in their order, with how many documents iterative migrations have rewritten. */
  readonly steps: readonly { readonly name: string; readonly documents: number }[];
  /** The migration that the database stands at; null: before the first. */
  readonly current: string | null;
}

/**
 * Runs the migrations of a folder from where the database stands: forward the ones behind the current one, backward the current one and those
 * before it. Where the database stands is kept in its collection `migrations_log`, as Beanie does. Two runners never work at the same time: a
 * document in `migrations_lock` sees to that.
 *
 * Each step runs in a transaction together with its entry of the log. When a step stops, those before it stand.
 *
 * @throws {InvalidArgument} for options and files that can not be used
 * @throws {MigrationError} when a step stops: `cause` is why
 * @example
 * ```ts
 * await runMigrations({ uri: "mongodb://localhost:27017/shop", path: "migrations" });
 * await runMigrations({ uri: "mongodb://localhost:27017/shop", path: "migrations", direction: "backward", distance: 1 });
 * ```
 */
export async function runMigrations(options: MigrationOptions): Promise<MigrationRun> {
  checkRunOptions(options);
  const migrations = await readMigrations(options);
  return await withTarget(
    options,
    (target) => options.dryRun === true ? plan(migrations, target, options) : run(migrations, target, options),
  );
}

/** The migrations that a place names, in their order. */
export async function readMigrations({ path, migrations }: MigrationPlace): Promise<Migration[]> {
  if (migrations === undefined) return await loadMigrations(path!);
  const names = Object.keys(migrations).filter((name) => !name.startsWith("_")).sort();
  return names.map((name) => migrationOf(name, migrations[name]));
}

/** Runs something on the database of a place; a client that is opened for it is closed again. */
export async function withTarget<T>(options: MigrationPlace, work: (target: Target) => Promise<T>): Promise<T> {
  const { uri, database, connect, signal } = options;
  const target = await openTarget({ uri, database, connect, signal }, invalidRun);
  try {
    return await work(target);
  } finally {
    if (target.uri !== undefined) await closeUnused([target.database.client]);
  }
}

async function plan(
  migrations: readonly Migration[],
  { database }: Target,
  { direction = "forward", distance = 0 }: MigrationOptions,
): Promise<MigrationRun> {
  const state = await new MigrationLog(database).read();
  const steps = planSteps(migrations.map(({ name }) => name), state, direction, distance);
  const { current } = steps.at(-1) ?? state;
  return { direction, dryRun: true, steps: steps.map(({ name }) => ({ name, documents: 0 })), current };
}

async function run(
  migrations: readonly Migration[],
  target: Target,
  options: MigrationOptions,
): Promise<MigrationRun> {
  const { direction = "forward", distance = 0, useTransaction = true, wait = true, signal } = options;
  const { database } = target;
  const hasTransactions = await supportsTransactions(database);
  if (useTransaction && !hasTransactions) throw noTransactions();
  const report = options.onProgress ?? (() => undefined);
  const onWait = (holder: LockHolder): void => report({ kind: "waiting", holder });
  await using lock = await MigrationLock.acquire(database, { wait, signal, onWait });
  const log = new MigrationLog(database);
  await log.prepare();
  const state = await log.read();
  const steps = planSteps(migrations.map(({ name }) => name), state, direction, distance);
  if (state.interrupted === null) await log.forget();
  const context: StepContext = {
    target,
    log,
    lock,
    direction,
    useTransaction,
    hasTransactions,
    allowIndexDropping: options.allowIndexDropping === true,
    signal: signal === undefined ? lock.lost : AbortSignal.any([signal, lock.lost]),
    report,
  };
  const done: { name: string; documents: number }[] = [];
  for (const step of steps) done.push(await oneStep(step, steps, migrations, context));
  return { direction, dryRun: false, steps: done, current: (steps.at(-1) ?? state).current };
}

async function oneStep(
  step: PlannedStep,
  steps: readonly PlannedStep[],
  migrations: readonly Migration[],
  context: StepContext,
): Promise<{ name: string; documents: number }> {
  const { name } = step;
  context.signal.throwIfAborted();
  context.report({ kind: "begin", name, position: steps.indexOf(step) + 1, of: steps.length });
  const migration = migrations.find((one) => one.name === name)!;
  const documents = await runStep(step, migration[context.direction], context);
  context.report({ kind: "end", name, documents });
  return { name, documents };
}

/** Replica sets and sharded clusters have transactions, servers that stand alone have not. */
async function supportsTransactions(database: Database): Promise<boolean> {
  const { setName, msg } = await database.command({ hello: 1 });
  return setName !== undefined || msg === "isdbgrid";
}

function noTransactions(): MigrationError {
  return new MigrationError(
    "migration.failed",
    "The server stands alone: only replica sets and sharded clusters have transactions. Make it a replica set of one member, or run the migrations with " +
      "useTransaction: false (--no-use-transaction): they are then written batch by batch.",
  );
}
