import { keptRows } from "../cache/kept-results.ts";
import { sessionInForce } from "../client/ambient.ts";
import { type Completing, type Cursor, openCursor } from "../client/cursor.ts";
import type { Rows } from "../client/operation.ts";
import { thrownOn } from "../client/failure.ts";
import { runFirst } from "../client/run.ts";
import { writesOutput } from "../client/written.ts";
import { monotonicMilliseconds } from "../engine/turn.ts";
import { cursorOperation, operationOf, type QueryState } from "./query-state.ts";

/** Documents that the server sends at once, where the whole list is asked for. */
export const LIST_BATCH = 5000;
/** The same where a loop reads them one by one: memory is bounded by the batch. */
export const LOOP_BATCH = 1000;

/** A `find` or `aggregate` command, and what is made of the answer. */
export interface Read<T> {
  readonly command: Record<string, unknown>;
  readonly rows: Rows<T>;
  /** What rows still need; it may send commands of its own, so a result that needs something is never kept in memory. */
  readonly complete?: Completing<T>["complete"] | undefined;
}

/** A cursor over the rows of a read. */
export function readPages<T>(state: QueryState, { command, rows, complete }: Read<T>): Cursor<T> {
  const atOnce = (state.options.batchSize as number | undefined) || LOOP_BATCH;
  return openCursor(cursorOperation(state, command, LOOP_BATCH), rows, complete && { atOnce, complete });
}

/** All rows of a read, from memory where the model keeps results. */
export function readList<T>(state: QueryState, { command, rows, complete }: Read<T>): Promise<T[]> {
  const operation = cursorOperation(state, command, LIST_BATCH);
  if (complete !== undefined) return openCursor(operation, rows, { atOnce: Infinity, complete }).toArray();
  return mayBeKept(state) && !writesOutput(command.pipeline)
    ? keptRows(state.model, operation, rows)
    : openCursor(operation, rows).toArray();
}

/** The first row of a command that asks for a single page, from memory where the model keeps results. */
export async function readFirst<T>(state: QueryState, read: Read<T>): Promise<T | null> {
  const { command, rows, complete } = read;
  if (complete === undefined && mayBeKept(state)) return (await readList(state, read))[0] ?? null;
  const since = monotonicMilliseconds();
  const row = await runFirst({ ...operationOf(state, command), site: state.site }, rows);
  if (row === null || complete === undefined) return row;
  try {
    await complete([row], since);
  } catch (error) {
    throw thrownOn(error);
  }
  return row;
}

/** Whether the model keeps results of such queries. A session may see what others do not: its own transaction, or a point in time. */
export function mayBeKept(state: QueryState): boolean {
  return state.model.settings.useCache && !state.ignoreCache && sessionInForce(state.session) === undefined;
}
