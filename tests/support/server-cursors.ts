import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../src/client/client.ts";
import { openCursor } from "../../src/client/cursor.ts";
import { untyped } from "./rows.ts";

/**
 * Ids of the server's cursors whose command has a comment. Closing is asynchronous on the server: it is asked again until there are as
 * many as expected, or ten seconds have passed.
 */
export async function serverCursors(client: Client, comment: string, expected: number): Promise<unknown[]> {
  const database = client.database("admin");
  const pipeline = [
    { $currentOp: { idleCursors: true, localOps: true } },
    { $match: { $or: [{ "cursor.originatingCommand.comment": comment }, { "command.comment": comment, type: "op" }] } },
  ];
  for (let tries = 0;; tries++) {
    const found = await openCursor({ database, command: { aggregate: 1, pipeline, cursor: {} } }, untyped).toArray();
    if (found.length === expected || tries === 100) return found.map(({ cursor }) => cursor);
    await sleep(100);
  }
}
