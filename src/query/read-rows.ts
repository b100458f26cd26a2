import { type Cursor, openCursor } from "../client/cursor.ts";
import type { Rows } from "../client/operation.ts";
import { cursorOperation, type QueryState } from "./query-state.ts";

/** Documents that the server sends at once, where the whole list is asked for. */
export const LIST_BATCH = 5000;
/** The same where a loop reads them one by one: memory is bounded by the batch. */
export const LOOP_BATCH = 1000;

/** A cursor over the rows of a `find` or `aggregate` command. */
export function readPages<T>(state: QueryState, command: Record<string, unknown>, rows: Rows<T>): Cursor<T> {
  return openCursor(cursorOperation(state, command, LOOP_BATCH), rows);
}

/** All rows of a `find` or `aggregate` command. */
export function readList<T>(state: QueryState, command: Record<string, unknown>, rows: Rows<T>): Promise<T[]> {
  return openCursor(cursorOperation(state, command, LIST_BATCH), rows).toArray();
}
