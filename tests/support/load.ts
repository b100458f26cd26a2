import type { Client } from "../../src/client/client.ts";
import { type Cursor, openCursor } from "../../src/client/cursor.ts";
import type { Database } from "../../src/client/database.ts";
import { untyped } from "./rows.ts";

/** Starts operations of all kinds - short, slow, with large results - that are in flight when the function returns. */
export function startLoad(client: Client): Promise<unknown>[] {
  const admin = client.database("admin");
  const short = Array.from({ length: 20 }, () => admin.command({ ping: 1 }));
  const slow = Array.from({ length: 2 }, () => admin.command({ sleep: 1, millis: 2000, lock: "none" }));
  const cursors = Array.from({ length: 4 }, () => manyRows(admin, 5000).toArray());
  return [...short, ...slow, ...cursors];
}

/** A cursor over documents that the server makes up: `{ n: 0 }`, `{ n: 1 }`, ... with some text. */
export function manyRows(
  database: Database,
  count: number,
  batchSize?: number,
  signal?: AbortSignal,
): Cursor<Record<string, unknown>> {
  const pipeline = [
    { $documents: [{ n: { $range: [0, count] } }] },
    { $unwind: "$n" },
    { $set: { text: { $concat: ["document number ", { $toString: "$n" }] } } },
  ];
  const cursor = batchSize === undefined ? {} : { batchSize };
  return openCursor({ database, command: { aggregate: 1, pipeline, cursor }, getMore: cursor, signal }, untyped);
}
