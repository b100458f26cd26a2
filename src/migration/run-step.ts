import type { Database } from "../client/database.ts";
import type { Session } from "../client/session.ts";
import type { Target } from "../document/init-options.ts";
import { modelOf } from "../schema/model.ts";
import { transaction } from "../session/transaction.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import { stepFailure, type StepPlace } from "./failure.ts";
import type { MigrationLock } from "./lock.ts";
import type { MigrationLog, Progress } from "./log.ts";
import type { NamedOperation } from "./migration.ts";
import type { IterativeOperation, MigrationOperation } from "./operation.ts";
import type { MigrationProgress } from "./options.ts";
import type { PlannedStep } from "./plan-steps.ts";
import { bindModels, prepareIndexes } from "./prepare-models.ts";
import { type Position, rewriteBatch } from "./rewrite.ts";

/** What the steps of a run share. */
export interface StepContext {
  readonly target: Target;
  readonly log: MigrationLog;
  readonly lock: MigrationLock;
  readonly direction: MigrationDirection;
  readonly useTransaction: boolean;
  /** The server has transactions. */
  readonly hasTransactions: boolean;
  readonly allowIndexDropping: boolean;
  readonly signal: AbortSignal;
  readonly report: (progress: MigrationProgress) => void;
}

/**
 * Runs a step and records it: all of it in one transaction, or batch by batch.
 *
 * @returns how many documents were rewritten
 * @throws {MigrationError} when it stops; the signal's reason when that was aborted
 */
export async function runStep(
  step: PlannedStep,
  operations: readonly NamedOperation[],
  context: StepContext,
): Promise<number> {
  const { target, lock, direction, useTransaction, allowIndexDropping: drop, signal } = context;
  const place: StepPlace = { migration: step.name, direction, useTransaction };
  const plain = operations.map(({ operation }) => operation);
  const unbind = bindModels(plain, target);
  try {
    await lock.guard();
    await prepareIndexes(plain, target, { drop, signal });
    const totals = await Promise.all(plain.map((operation) => countOf(operation, target.database)));
    return await (useTransaction ? runWhole : runByBatches)({ step, operations, place, context, totals });
  } catch (error) {
    signal.throwIfAborted();
    throw stepFailure(error, place);
  } finally {
    unbind();
  }
}

interface StepRun {
  readonly step: PlannedStep;
  readonly operations: readonly NamedOperation[];
  readonly place: StepPlace;
  readonly context: StepContext;
  /** About how many documents there are, for each operation. */
  readonly totals: readonly number[];
}

/** How the parts of a step are run. */
interface Manner {
  /** Runs a batch together with what records it. */
  unit<T>(work: () => Promise<T>): Promise<T>;
  /** Records how far the step came. */
  record(progress: Progress): Promise<void>;
  readonly session: Session;
}

/** The step in one transaction. */
function runWhole(run: StepRun): Promise<number> {
  const { context: { target, signal, lock } } = run;
  const manner = { unit: <T>(work: () => Promise<T>) => work(), record: () => Promise.resolve() };
  return transaction((session) => guarded(() => runOperations(run, { ...manner, session }), lock), {
    client: target.database.client,
    signal,
  });
}

/** The step in parts, each recorded as it is done: in a transaction of its own where the server has them. */
async function runByBatches(run: StepRun): Promise<number> {
  const { step, context: { target: { database: { client } }, signal, log, lock, hasTransactions } } = run;
  await using session = await client.startSession();
  return await runOperations(run, {
    unit: async (work) => {
      if (hasTransactions) return await transaction(() => guarded(work, lock), { client, signal });
      await lock.guard();
      return await work();
    },
    record: (progress) => log.advance(step.name, progress),
    session,
  });
}

/** The guard comes last: once a transaction has written to the fence, whoever takes the lock has to wait for its end. */
async function guarded<T>(work: () => Promise<T>, lock: MigrationLock): Promise<T> {
  const result = await work();
  await lock.guard();
  return result;
}

async function runOperations(run: StepRun, manner: Manner): Promise<number> {
  const { step, operations, place, context } = run;
  const { direction } = place;
  const { resume } = step;
  let documents = 0;
  for (const [index, { name, operation }] of operations.entries()) {
    if (resume !== undefined && index < resume.operation) continue;
    place.operation = name;
    if (operation.kind === "freeFall") await operation.work(manner.session);
    else {
      const start = resume?.operation === index ? resume : undefined;
      documents += await rewriteAll(operation, start, index, run, manner);
    }
    await manner.unit(() => manner.record({ direction, operation: index + 1, after: undefined, documents: 0 }));
  }
  place.operation = undefined;
  await manner.unit(() => context.log.stand(step.current));
  return documents;
}

async function rewriteAll(
  operation: IterativeOperation,
  start: Position | undefined,
  index: number,
  { step, place, context: { signal, report }, totals }: StepRun,
  manner: Manner,
): Promise<number> {
  const total = totals[index]!;
  const batch = async (position: Position): Promise<Position | undefined> => {
    const next = await rewriteBatch(operation, position, { signal, at: (id) => place.id = id });
    if (next !== undefined) await manner.record({ direction: place.direction, operation: index, ...next });
    return next;
  };
  let position: Position = start ?? { after: undefined, documents: 0 };
  for (;;) {
    signal.throwIfAborted();
    const next = await manner.unit(() => batch(position));
    if (next === undefined) return position.documents;
    position = next;
    report({ kind: "documents", name: step.name, operation: place.operation!, documents: next.documents, total });
  }
}

/** How many documents there are, as the server's statistics have it: inside of a transaction it does not tell. */
async function countOf(operation: MigrationOperation, database: Database): Promise<number> {
  if (operation.kind === "freeFall") return 0;
  return (await database.command({ count: modelOf(operation.from).collection })).n as number;
}
