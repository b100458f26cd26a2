import type { Database } from "../../src/client/database.ts";
import { ServerError } from "../../src/errors/server-error.ts";

const UNAUTHORIZED = [13, 18, 8000];
/** No question takes longer: the server was found already. */
export const ANSWER_WITHIN_MS = 10_000;

/** Runs a command that changes nothing, on any member that is there. */
export function ask(database: Database, command: Record<string, unknown>): Promise<Record<string, unknown>> {
  return database.command(command, { timeoutMS: ANSWER_WITHIN_MS, readPreference: { mode: "primaryPreferred" } });
}

/** Whether the server refuses something because of who asks. */
export function isRefused(error: unknown): boolean {
  return error instanceof ServerError && UNAUTHORIZED.includes(error.serverCode ?? 0);
}
