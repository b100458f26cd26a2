import { checkSession, checkSignal } from "../client/call-options.ts";
import type { Operation } from "../client/operation.ts";
import type { Session } from "../client/session.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { BulkWriteResult } from "../errors/bulk-write-error.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { WriteConcern, WriteOptions } from "../types/options.ts";
import { prepareCommit, runCommit } from "./commit.ts";
import type { SharedOptions } from "./group.ts";
import { Outcome } from "./outcome.ts";
import { type QueuedWrite, queuedWrite, type WriteHooks } from "./queued-write.ts";

/** Options of a bulk writer. They hold for all that it writes. */
export interface BulkWriterOptions {
  /** Default: that of the transaction that the commit runs inside of. */
  readonly session?: Session;
  /** One after another, stopping at the first failure (default `true`), or in any order, as far as it can be done. */
  readonly ordered?: boolean;
  /** Skips the collection's own validator. */
  readonly bypassDocumentValidation?: boolean;
  /** Shown in the server's log and profiler. */
  readonly comment?: unknown;
  /** When its writes count as done; default: as the client says. */
  readonly writeConcern?: WriteConcern;
  /** Aborting it ends the commit with the signal's reason. */
  readonly signal?: AbortSignal;
}

const OPTIONS: readonly string[] = [
  "session",
  "ordered",
  "bypassDocumentValidation",
  "comment",
  "writeConcern",
  "signal",
] satisfies (keyof BulkWriterOptions)[];

/** Where a writer writes, and a model that does. */
export interface Place {
  readonly database: Operation["database"];
  readonly collection: unknown;
  readonly model: string | undefined;
}

/**
 * Collects writes to one collection, and sends them together in as few commands as can be. Writes join it by `{ bulkWriter }` on documents and
 * `.bulkWriter(writer)` on queries; nothing is sent before {@link BulkWriter.commit}. A writer that is dropped writes nothing.
 *
 * What documents are written with is what they hold at the commit. Their state (`isNew`, snapshot, revision) changes and their After actions run when
 * the commit made their write; Before actions run when they join.
 *
 * Neighbours of one kind - inserts, updates, deletes - share a command (MongoDB manual, Database Commands), so sorting them by kind saves round trips,
 * and `ordered: false` sorts them itself.
 *
 * @example
 * ```ts
 * const result = await Product.bulkWriter(async (bulkWriter) => {
 *   for (const product of products) await product.save({ bulkWriter });
 *   await Product.find({ stock: 0 }).delete().bulkWriter(bulkWriter);
 * });
 * console.log(result.upsertedCount, result.deletedCount);
 * ```
 */
export class BulkWriter {
  /** The session of all that it writes. */
  readonly session: Session | undefined;
  readonly #shared: SharedOptions;
  readonly #home: Place | undefined;
  #place: Place | undefined;
  #writes: QueuedWrite[] = [];
  #last = new Map<object, WriteHooks>();
  #ended = false;

  /**
   * A writer that sends what it was given with `commit()`.
   *
   * @param place the only collection that it may write to; default: that of the first write
   * @throws {InvalidArgument} for an option that there is not
   */
  constructor(options: BulkWriterOptions = {}, place?: Place) {
    checkBulkOptions(options);
    this.#home = this.#place = place;
    this.session = options.session;
    this.#shared = { ...options, ordered: options.ordered ?? true };
  }

  /** The writer's options for a document that it inserts by itself; for the layers above. */
  get insertOptions(): WriteOptions {
    const { ordered: _, ...options } = this.#shared;
    return options as WriteOptions;
  }

  /** How many writes wait. */
  get size(): number {
    return this.#writes.length;
  }

  /**
   * Takes a write; for the layers above.
   *
   * @throws {InvalidArgument} for another collection, and for options that are the writer's
   * @throws {NotSupported} for what the server can not do among others
   */
  add(operation: Operation, hooks: WriteHooks, insert?: () => Promise<unknown>): void {
    if (this.#ended) throw ended();
    const write = queuedWrite(operation, this.session, hooks, insert);
    this.#checkPlace(operation);
    this.#writes.push(write);
    if (hooks.document !== undefined) this.#last.set(hooks.document, hooks);
  }

  /** The last write of a document that waits; for the layers above. */
  lastOf(document: object): WriteHooks | undefined {
    return this.#last.get(document);
  }

  /**
   * Sends what waits. The writer is empty then and can be filled again; with nothing to send it gives a result of zeros.
   *
   * @throws {BulkWriteError} when operations failed, with every failed one by its position and what the others did
   * @throws {ValidationError} when a document does not fit its model; then nothing was sent and everything still waits
   */
  async commit(): Promise<BulkWriteResult> {
    if (this.#ended) throw ended();
    const shared = this.#shared;
    const writes = this.#writes;
    if (writes.length === 0) return new Outcome().result();
    const commit = prepareCommit(writes, shared);
    this.discard();
    const outcome = await runCommit(commit, shared);
    for (const { hooks } of outcome.written) for (const after of hooks.after) await after();
    const error = outcome.error(writes.length, writes[0]!.operation.model);
    if (error !== undefined) throw error;
    return outcome.result();
  }

  /** Forgets what waits: it is not written. */
  discard(): void {
    this.#writes = [];
    this.#last = new Map();
    this.#place = this.#home;
  }

  /** Nothing can join any more; for the layers above. */
  end(): void {
    this.discard();
    this.#ended = true;
  }

  #checkPlace({ database, command, model }: Operation): void {
    const collection = command.insert ?? command.update ?? command.delete;
    const place = this.#place ??= { database, collection, model };
    const { client, name } = place.database;
    if (place.collection === collection && name === database.name && client === database.client) return;
    throw new InvalidArgument(
      `A bulk writer writes to one collection: this one has writes of ${place.model} to "${name}.${place.collection}", and can not take one of ${model} to ` +
        `"${database.name}.${collection}". Use a writer for each.`,
      { code: "bulk.collection", model },
    );
  }
}

/** @throws {InvalidArgument} for what is no bulk writer: without one the write would be sent at once */
export function checkedWriter(writer: unknown): BulkWriter {
  if (writer instanceof BulkWriter) return writer;
  throw new InvalidArgument("A bulk writer is made by Product.bulkWriter() or new BulkWriter().", {
    code: "argument.options",
    path: "bulkWriter",
  });
}

function checkBulkOptions(options: unknown): void {
  const unknown = isPlainObject(options) ? Object.keys(options).find((name) => !OPTIONS.includes(name)) : "";
  if (unknown !== undefined) {
    throw new InvalidArgument(
      `${
        unknown === "" ? "Options of a bulk writer are an object" : `"${unknown}" is no option of a bulk writer`
      }. There are: ${OPTIONS.join(", ")}.`,
      { code: "argument.options", path: unknown },
    );
  }
  const { session, signal } = options as BulkWriterOptions;
  checkSession(session);
  checkSignal(signal);
}

function ended(): InvalidArgument {
  return new InvalidArgument(
    "This bulk writer has ended: its function is over and was committed or discarded. Await every write inside of the function.",
    { code: "bulk.ended" },
  );
}
