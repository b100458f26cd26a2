import { keptRows } from "../cache/kept-results.ts";
import { sessionInForce } from "../client/ambient.ts";
import { type Cursor, openCursor } from "../client/cursor.ts";
import type { Rows } from "../client/operation.ts";
import { runFirst } from "../client/run.ts";
import { writesOutput } from "../client/written.ts";
import { cursorOperation, operationOf, type QueryState } from "./query-state.ts";

/** Documents that the server sends at once, where the whole list is asked for. */
export const LIST_BATCH = 5000;
/** The same where a loop reads them one by one: memory is bounded by the batch. */
export const LOOP_BATCH = 1000;

/** A cursor over the rows of a `find` or `aggregate` command. */
export function readPages<T>(state: QueryState, command: Record<string, unknown>, rows: Rows<T>): Cursor<T> {
  return openCursor(cursorOperation(state, command, LOOP_BATCH), rows);
}

/** All rows of a `find` or `aggregate` command, from memory where the model keeps results. */
export function readList<T>(state: QueryState, command: Record<string, unknown>, rows: Rows<T>): Promise<T[]> {
  const operation = cursorOperation(state, command, LIST_BATCH);
  return mayBeKept(state, command) ? keptRows(state.model, operation, rows) : openCursor(operation, rows).toArray();
}

/** The first row of a command that asks for a single page, from memory where the model keeps results. */
export async function readFirst<T>(
  state: QueryState,
  command: Record<string, unknown>,
  rows: Rows<T>,
): Promise<T | null> {
  if (mayBeKept(state, command)) return (await readList(state, command, rows))[0] ?? null;
  return await runFirst({ ...operationOf(state, command), site: state.site }, rows);
}

/** A session may see what others do not: its own transaction, or a point in time. */
function mayBeKept(state: QueryState, command: Record<string, unknown>): boolean {
  return state.model.settings.useCache && !state.ignoreCache && sessionInForce(state.session) === undefined &&
    !writesOutput(command.pipeline);
}
