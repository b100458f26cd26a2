import assert from "node:assert/strict";
import type { Database } from "../../src/client/database.ts";
import { Submission } from "../../src/transfer/submission.ts";

/** Runs a command as another process would: past the code that counts the writes of this one. */
export async function elsewhere(database: Database, command: Record<string, unknown>): Promise<void> {
  const { client, name } = database;
  const bytes = Submission.of({ db: name, command }).bytes();
  const call = { client: client.handle, session: 0, plan: 0, flags: 0, bytes };
  assert.equal(await client.engine.query(call, (completion) => completion.failed), false);
}
