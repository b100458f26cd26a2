import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../client/database.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { MigrationError } from "../errors/migration-error.ts";

const COLLECTION = "migrations_lock";
const ID = "migrations";
/** For how long a runner that says nothing is believed to be at work. */
const LEASE_MS = 30_000;
const RENEW_MS = 8_000;
const POLL_MS = 250;

/** What is known of the runner that is migrating a database. */
export interface LockHolder {
  /** When it began. */
  readonly since: Date;
}

/** Options of {@link MigrationLock.acquire}. */
export interface LockOptions {
  /** Wait until the other one is done. */
  readonly wait: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called once when it has to wait. */
  readonly onWait: (holder: LockHolder) => void;
}

/**
 * The one document of the collection `migrations_lock`: `{ owner, since, expires_at }`. Whoever migrates holds it and renews it; when a
 * runner dies, others may have it 30 seconds later. Times are the server's.
 */
export class MigrationLock implements AsyncDisposable {
  readonly #database: Database;
  readonly #owner: string = crypto.randomUUID();
  readonly #lost = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;
  #validUntil = 0;

  private constructor(database: Database) {
    this.#database = database;
  }

  /** @throws {MigrationError} `migration.locked` when another one holds it and `wait` is false */
  static async acquire(database: Database, { wait, signal, onWait }: LockOptions): Promise<MigrationLock> {
    const lock = new MigrationLock(database);
    for (let isFirst = true; !(await lock.#take()); isFirst = false) {
      if (isFirst) {
        const holder = await lock.#holder();
        if (holder !== undefined) {
          if (!wait) throw locked(holder);
          onWait(holder);
        }
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
    lock.#timer = setInterval(() => void lock.#renew(), RENEW_MS);
    lock.#timer.unref();
    return lock;
  }

  /** Aborted when the lock is another one's. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    // One that can not be given back expires.
    await this.#database.command({ delete: COLLECTION, deletes: [{ q: { _id: ID, owner: this.#owner }, limit: 1 }] })
      .catch(() => undefined);
  }

  async #take(): Promise<boolean> {
    const asked = Date.now();
    const mine = { owner: this.#owner, since: "$$NOW", expires_at: lease };
    // In one stage, so that all conditions see the document as it was.
    const fields = Object.entries(mine).map(([name, value]) => [name, { $cond: [isFree, value, `$${name}`] }]);
    try {
      const { value } = await this.#database.command({
        findAndModify: COLLECTION,
        query: { _id: ID },
        update: [{ $set: Object.fromEntries(fields) }],
        upsert: true,
        new: true,
      }) as { value: { owner: string } };
      if (value.owner !== this.#owner) return false;
    } catch (error) {
      // Somebody else made the document at the same time.
      if (error instanceof DuplicateKeyError) return false;
      throw error;
    }
    this.#validUntil = asked + LEASE_MS;
    return true;
  }

  async #renew(): Promise<void> {
    const asked = Date.now();
    const statement = { q: { _id: ID, owner: this.#owner }, u: [{ $set: { expires_at: lease } }] };
    try {
      const { n } = await this.#database.command({ update: COLLECTION, updates: [statement] });
      if (n === 1) this.#validUntil = asked + LEASE_MS;
      else this.#lose();
    } catch {
      // Tried again at the next turn, while the lease lasts.
      if (Date.now() >= this.#validUntil) this.#lose();
    }
  }

  #lose(): void {
    this.#lost.abort(
      new MigrationError(
        "migration.locked",
        `The lock of the migrations could not be kept for ${
          LEASE_MS / 1000
        } seconds, and another runner may be at work now: this one stops. ` +
          "Run it again once the connection is stable; see `haricot status`.",
      ),
    );
  }

  async #holder(): Promise<LockHolder | undefined> {
    const found = this.#database.cursorCommand({ find: COLLECTION, filter: { _id: ID }, limit: 1, singleBatch: true });
    return (await found.toArray())[0] as LockHolder | undefined;
  }
}

const lease = { $add: ["$$NOW", LEASE_MS] };
const isFree = { $lte: [{ $ifNull: ["$expires_at", new Date(0)] }, "$$NOW"] };

function locked({ since }: LockHolder): MigrationError {
  return new MigrationError(
    "migration.locked",
    `Another runner is migrating this database, since ${since.toISOString()}. Wait until it is done; if it died, its lock ends within ` +
      `${LEASE_MS / 1000} seconds.`,
  );
}
