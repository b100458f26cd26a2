import type { Operation, Rows } from "../client/operation.ts";
import { Submission } from "../transfer/submission.ts";

/** Options that change how a result comes and not what it is. */
const IRRELEVANT: ReadonlySet<string> = new Set(["comment", "maxTimeMS", "batchSize", "cursor"]);

const numbers = new WeakMap<Rows<unknown>, number>();
let last = 0;

/** Every byte as one character, each as another one. */
const latin = new TextDecoder("latin1");

/**
 * A text that two reads share when they ask the same of the same server and make the same of the rows. The command goes into it as it is written for the
 * engine: with the type of each value and in the order of its keys.
 */
export function resultKey(operation: Operation, rows: Rows<unknown>): string {
  const { database, readPreference } = operation;
  const command = Object.fromEntries(Object.entries(operation.command).filter(([name]) => !IRRELEVANT.has(name)));
  const envelope = { db: database.name, command, readPreference: readPreference ?? null };
  return `${database.client.handle} ${numberOf(rows)} ${latin.decode(Submission.of(envelope).bytes())}`;
}

function numberOf(rows: Rows<unknown>): number {
  let number = numbers.get(rows);
  if (number === undefined) numbers.set(rows, number = ++last);
  return number;
}
