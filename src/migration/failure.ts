import { isUnknownCommit } from "../client/error-labels.ts";
import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { MigrationError } from "../errors/migration-error.ts";
import { ServerError } from "../errors/server-error.ts";
import type { MigrationDirection } from "../types/migrations.ts";

/** What a step is at, for the message of an error. */
export interface StepPlace {
  readonly migration: string;
  readonly direction: MigrationDirection;
  readonly useTransaction: boolean;
  operation?: string | undefined;
  /** The document that is being rewritten. */
  id?: unknown;
}

const BATCHES = "Run with useTransaction: false (--no-use-transaction), which writes batch by batch";

/** What to do about errors of the server that have to do with transactions as such (MongoDB manual, Production Considerations of transactions). */
const ADVICE = new Map<number, string>([
  [251, BATCHES],
  [257, BATCHES],
  [263, "Run the step with useTransaction: false"],
  [290, BATCHES],
  [10334, "The changes of a transaction may have 16 MB together on this server. " + BATCHES],
]);

/** The error of a step that stopped. */
export function stepFailure(error: unknown, place: StepPlace): MigrationError {
  const { migration, direction, operation, id, useTransaction } = place;
  const where = operation === undefined ? "" : `, operation ${operation}`;
  const at = id === undefined ? "" : `, at the document with the _id ${String(id)}`;
  const what = error instanceof Error ? error.message : String(error);
  const advice = useTransaction ? adviceFor(error) : undefined;
  const message = [
    `The migration ${migration} (${direction}${where}) stopped${at}: ${what}`,
    remains(error, useTransaction),
    ...advice === undefined ? [] : [`${advice}.`],
  ].join("\n");
  return new MigrationError("migration.failed", message, { migration, direction, operation, id, cause: error });
}

function remains(error: unknown, useTransaction: boolean): string {
  if (!useTransaction) {
    return "It ran without a transaction. What was done before is recorded: running it again goes on with the batch that failed.";
  }
  return isUnknownCommit(error)
    ? "Nobody knows whether its transaction took effect: `haricot status` tells what the log says."
    : "Its transaction was not committed: nothing of the step is written.";
}

function adviceFor(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!(at instanceof ServerError)) continue;
    const codes = at instanceof BulkWriteError ? at.errors.map(({ code }) => code) : [at.serverCode];
    const advice = codes.map((code) => code === undefined ? undefined : ADVICE.get(code)).find((found) =>
      found !== undefined
    );
    if (advice !== undefined) return advice;
  }
  return undefined;
}
