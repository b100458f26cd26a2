import { runDocument } from "../client/run.ts";
import type { Group, SharedOptions } from "./group.ts";
import { valueKey } from "./value-key.ts";

/**
 * Which of the updates of single documents did not find theirs. The server only says how many it found, so this is asked when that are too few:
 * those whose documents are gone, or do not have what the update stored.
 *
 * @param made positions of the statements that did not fail
 * @returns their positions, with what is stored in place of theirs
 */
export async function missedBy(
  group: Group,
  made: readonly number[],
  options: SharedOptions,
): Promise<Map<number, Record<string, unknown> | undefined>> {
  const { operation, hooks } = group.writes[0]!;
  const field = hooks.target!.proof?.field;
  const ids = made.map((at) => group.writes[at]!.hooks.target!.id);
  const reply = await runDocument({
    database: operation.database,
    command: {
      find: operation.command.update,
      filter: { _id: { $in: ids } },
      projection: field === undefined ? { _id: 1 } : { _id: 1, [field]: 1 },
      batchSize: ids.length,
      singleBatch: true,
    },
    session: options.session,
    signal: options.signal,
    model: operation.model,
  });
  const { firstBatch } = reply.cursor as { firstBatch: Record<string, unknown>[] };
  const stored = new Map(firstBatch.map((row) => [valueKey(row._id), row]));
  const missed = new Map<number, Record<string, unknown> | undefined>();
  for (const at of made) {
    const { id, proof } = group.writes[at]!.hooks.target!;
    const row = stored.get(valueKey(id));
    const isThere = row !== undefined && (proof === undefined || valueKey(row[proof.field]) === valueKey(proof.value));
    if (!isThere) missed.set(at, row);
  }
  return missed;
}
