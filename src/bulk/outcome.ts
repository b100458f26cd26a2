import { BulkWriteError, type BulkWriteResult, type WriteFailure } from "../errors/bulk-write-error.ts";
import type { Group } from "./group.ts";
import type { QueuedWrite } from "./queued-write.ts";

/** What the server said of one command. */
export interface Reply {
  readonly n: number;
  readonly nModified?: number;
  readonly upserted?: readonly { readonly index: number; readonly _id: unknown }[];
}

/** What became of a writer's operations, command by command. */
export class Outcome {
  readonly failures: WriteFailure[] = [];
  readonly written: QueuedWrite[] = [];
  /** The error that no command could be sent after. */
  interruption: { readonly error: unknown } | undefined;
  readonly #concernErrors: unknown[] = [];
  #concernError: unknown;
  readonly #counts = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 };
  readonly #insertedIds: Record<number, unknown> = {};
  readonly #upsertedIds: Record<number, unknown> = {};

  /** Counts what a command did. `made`: positions within the group of the statements that were made. */
  add({ writes, positions }: Group, { n, nModified = 0, upserted = [] }: Reply, made: readonly number[]): void {
    const counts = this.#counts;
    switch (writes[0]!.form) {
      case "insert":
        counts.insertedCount += made.length;
        for (const at of made) this.#insertedIds[positions[at]!] = idOf(writes[at]!);
        return;
      case "delete":
        counts.deletedCount += n;
        return;
      default:
        if (writes[0]!.hooks.marks === true) {
          counts.deletedCount += n;
          return;
        }
        counts.matchedCount += n - upserted.length;
        counts.modifiedCount += nModified;
        counts.upsertedCount += upserted.length;
        for (const { index, _id } of upserted) this.#upsertedIds[positions[index]!] = idOf(writes[index]!) ?? _id;
    }
  }

  /** Counts a document that was inserted because an update matched none. */
  addInserted(position: number, id: unknown): void {
    this.#counts.insertedCount++;
    this.#insertedIds[position] = id;
  }

  /** @param error what says so when nothing else failed */
  addConcernErrors(entries: readonly unknown[], error: unknown): void {
    if (entries.length === 0) return;
    this.#concernErrors.push(...entries);
    this.#concernError ??= error;
  }

  result(): BulkWriteResult {
    return { ...this.#counts, insertedIds: this.#insertedIds, upsertedIds: this.#upsertedIds };
  }

  /** The error of the whole commit; undefined when all went well. */
  error(operations: number, model: string | undefined): unknown {
    if (this.interruption !== undefined) return this.interruption.error;
    if (this.failures.length === 0) return this.#concernError;
    const errors = [...this.failures].sort((a, b) => a.index - b.index);
    const first = errors[0]!;
    const count = `${errors.length} of ${operations} operations failed`;
    const message = `${model ?? "The bulk writer"}: ${count}; the first, at index ${first.index}: ${first.message}`;
    const result = this.result();
    const n = result.insertedCount + result.matchedCount + result.upsertedCount;
    return new BulkWriteError(message, { errors, model, n, result, writeConcernErrors: this.#concernErrors });
  }
}

/** The id of the document that goes with a write. */
function idOf({ document }: QueuedWrite): unknown {
  return (document as { readonly id?: unknown } | undefined)?.id;
}
