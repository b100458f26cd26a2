import { runDocument } from "../client/run.ts";
import type { Group, SharedOptions } from "./group.ts";
import { valueKey } from "./value-key.ts";

/**
 * Which of the updates of single documents did not find theirs. The server only says how many it found, so this is asked when that are too few:
 * those whose documents are gone, or have another revision than the update stored.
 *
 * @param made positions of the statements that did not fail
 */
export async function missedBy(group: Group, made: readonly number[], options: SharedOptions): Promise<number[]> {
  const { operation, hooks } = group.writes[0]!;
  const field = hooks.target!.revision?.field;
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
  const stored = new Map(firstBatch.map((row) => [valueKey(row._id), field === undefined ? "" : valueKey(row[field])]));
  return made.filter((at) => {
    const { id, revision } = group.writes[at]!.hooks.target!;
    return stored.get(valueKey(id)) !== (revision === undefined ? "" : valueKey(revision.value));
  });
}
