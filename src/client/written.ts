import type { Operation } from "./operation.ts";
import type { Session } from "./session.ts";

/** Name of a collection, with that of its database. */
type Namespace = string;

/** What a write changes. */
type Target = Namespace | { readonly database: string } | "anything";

let watched = false;
let anywhere = 0;
const inDatabase = new Map<string, number>();
const inCollection = new Map<Namespace, number>();
const bySession = new WeakMap<Session, Set<Target>>();

/**
 * Counts this process's writes from now on. Called before the first result is kept, so that no write is on its way uncounted; a program that keeps no
 * results never pays for the counting.
 */
export function watchWrites(): void {
  watched = true;
}

/**
 * How many writes to a collection have ended, whatever became of them; those of a transaction count when they are sent and again when it is committed.
 * What was read is as it was then while the number stays the same.
 */
export function writesTo(database: string, collection: string): number {
  return anywhere + (inDatabase.get(database) ?? 0) + (inCollection.get(`${database}.${collection}`) ?? 0);
}

/** What an operation changes, where that is counted. */
export function watchedTargets(operation: Operation): readonly Target[] | undefined {
  return watched ? targetsOf(operation.database.name, operation.command) : undefined;
}

/** Counts a write when it has ended. */
export async function countWhenEnded<T>(
  sent: Promise<T>,
  targets: readonly Target[],
  session: Session | undefined,
): Promise<T> {
  try {
    return await sent;
  } finally {
    count(targets);
    if (session !== undefined) remember(session, targets);
  }
}

/** Counts again what a session has written: after a commit, successful or not, others may see it. */
export function countCommitted(session: Session): void {
  const targets = bySession.get(session);
  if (targets !== undefined) count(targets);
}

function count(targets: Iterable<Target>): void {
  for (const target of targets) {
    if (target === "anything") anywhere++;
    else if (typeof target === "string") inCollection.set(target, (inCollection.get(target) ?? 0) + 1);
    else inDatabase.set(target.database, (inDatabase.get(target.database) ?? 0) + 1);
  }
}

function remember(session: Session, targets: readonly Target[]): void {
  let known = bySession.get(session);
  if (known === undefined) bySession.set(session, known = new Set());
  for (const target of targets) known.add(target);
}

/** By the name of the command, which is its first key; undefined: nothing is written. */
function targetsOf(database: string, command: Readonly<Record<string, unknown>>): readonly Target[] | undefined {
  for (const name in command) {
    switch (name) {
      case "insert":
      case "update":
      case "delete":
      case "findAndModify":
      case "findandmodify":
      case "create":
      case "drop":
      case "collMod":
      case "convertToCapped":
        return [`${database}.${command[name]}`];
      case "aggregate":
        return outputOf(database, command.pipeline);
      case "renameCollection":
        return [String(command[name]), String(command.to)];
      case "dropDatabase":
        return [{ database }];
      case "mapReduce":
      case "mapreduce":
      case "cloneCollectionAsCapped":
      case "bulkWrite":
      case "applyOps":
        return ["anything"];
      default:
        return undefined;
    }
  }
  return undefined;
}

/** The collection that the last stage of a pipeline writes to (MongoDB manual, `$out` and `$merge`). */
function outputOf(database: string, pipeline: unknown): readonly Target[] | undefined {
  const last = Array.isArray(pipeline) ? pipeline.at(-1) as Record<string, unknown> | null | undefined : undefined;
  if (typeof last !== "object" || last === null || !("$out" in last || "$merge" in last)) return undefined;
  const merge = last.$merge as { into?: unknown } | string | undefined;
  const output = last.$out ?? (typeof merge === "object" ? merge.into : merge);
  if (typeof output === "string") return [`${database}.${output}`];
  const { db, coll } = (output ?? {}) as { db?: unknown; coll?: unknown };
  return typeof coll === "string" ? [`${db ?? database}.${coll}`] : ["anything"];
}

/** Whether a pipeline ends in a stage that writes. */
export function writesOutput(pipeline: unknown): boolean {
  return outputOf("", pipeline) !== undefined;
}
