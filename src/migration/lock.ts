import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../client/database.ts";
import type { Session } from "../client/session.ts";
import { monotonicMilliseconds } from "../engine/turn.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import type { MigrationError } from "../errors/migration-error.ts";
import { lockedByAnother, lostLock } from "./lock-errors.ts";

const COLLECTION = "migrations_lock";
/** The document that says who holds the lock, and until when. */
const ID = "migrations";
/** The document that the holder writes to together with all that it writes: whoever takes the lock writes to it as well. */
const FENCE = "fence";
const POLL_MS = 250;
/** What others rely on must not be taken back by an election. */
const writeConcern = { w: "majority" };

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
  /** For how long a runner that says nothing is believed to be at work, in milliseconds (default 30 000). */
  readonly leaseMS?: number;
  /** How often a runner says that it is (default 8000). */
  readonly renewMS?: number;
}

/**
 * Two documents of the collection `migrations_lock`. `{ _id: "migrations", owner, since, expires_at }`: whoever migrates holds it and renews it; when a
 * runner dies, others may have it 30 seconds later. Times are the server's. `{ _id: "fence", owner, writes }`: a runner that was believed to be dead and is
 * not can write nothing any more, see {@link MigrationLock.guard}.
 */
export class MigrationLock implements AsyncDisposable {
  readonly #database: Database;
  /** The lock's own: what it does is not part of the transactions around. */
  readonly #session: Session;
  readonly #leaseMS: number;
  readonly #owner: string = crypto.randomUUID();
  readonly #lost = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewal: Promise<void> | undefined;
  #validUntil = 0;

  private constructor(database: Database, session: Session, leaseMS: number) {
    this.#database = database;
    this.#session = session;
    this.#leaseMS = leaseMS;
  }

  /** @throws {MigrationError} `migration.locked` when another one holds it and `wait` is false */
  static async acquire(database: Database, options: LockOptions): Promise<MigrationLock> {
    const { leaseMS = 30_000, renewMS = 8_000 } = options;
    const lock = new MigrationLock(database, await database.client.startSession(), leaseMS);
    try {
      await lock.#wait(options);
      await lock.#takeFence();
    } catch (error) {
      await lock[Symbol.asyncDispose]();
      throw error;
    }
    lock.#timer = setInterval(() => void lock.#renew(), renewMS);
    lock.#timer.unref();
    return lock;
  }

  /** Aborted when the lock is another one's, or nobody's. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Makes sure that the lock is still held. As part of a transaction, it also makes sure that nobody takes it before that is committed: one of the two
   * writes to the fence conflicts with the other.
   *
   * @throws {MigrationError} `migration.locked` when it is lost
   */
  async guard(): Promise<void> {
    await this.#renew();
    this.lost.throwIfAborted();
    const statement = { q: { _id: FENCE, owner: this.#owner }, u: { $inc: { writes: 1 } } };
    const { n } = await this.#database.command({ update: COLLECTION, updates: [statement] });
    if (n !== 1) await this.#loseToOthers();
    this.lost.throwIfAborted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    const deletes = [ID, FENCE].map((_id) => ({ q: { _id, owner: this.#owner }, limit: 1 }));
    // One that can not be given back expires.
    await this.#command({ delete: COLLECTION, deletes, writeConcern }).catch(() => undefined);
    await this.#session[Symbol.asyncDispose]();
  }

  async #wait({ wait, signal, onWait }: LockOptions): Promise<void> {
    for (let isFirst = true; !(await this.#take()); isFirst = false) {
      const holder = isFirst ? await this.#holder() : undefined;
      if (holder !== undefined) {
        if (!wait) throw lockedByAnother(holder, this.#leaseMS);
        onWait(holder);
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }

  async #take(): Promise<boolean> {
    const asked = monotonicMilliseconds();
    const mine = { owner: this.#owner, since: "$$NOW", expires_at: this.#lease };
    // In one stage, so that all conditions see the document as it was.
    const fields = Object.entries(mine).map(([name, value]) => [name, { $cond: [isFree, value, `$${name}`] }]);
    try {
      const { value } = await this.#command({
        findAndModify: COLLECTION,
        query: { _id: ID },
        update: [{ $set: Object.fromEntries(fields) }],
        upsert: true,
        new: true,
        writeConcern,
      }) as { value: { owner: string } };
      if (value.owner !== this.#owner) return false;
    } catch (error) {
      // Somebody else made the document at the same time.
      if (error instanceof DuplicateKeyError) return false;
      throw error;
    }
    this.#validUntil = asked + this.#leaseMS;
    return true;
  }

  async #takeFence(): Promise<void> {
    const statement = { q: { _id: FENCE }, u: { owner: this.#owner, writes: 0 }, upsert: true };
    await this.#command({ update: COLLECTION, updates: [statement], writeConcern });
  }

  #renew(): Promise<void> {
    this.#renewal ??= this.#renewOnce().finally(() => this.#renewal = undefined);
    return this.#renewal;
  }

  async #renewOnce(): Promise<void> {
    const asked = monotonicMilliseconds();
    const statement = { q: { _id: ID, owner: this.#owner }, u: [{ $set: { expires_at: this.#lease } }] };
    try {
      const { n } = await this.#command({ update: COLLECTION, updates: [statement] });
      if (n === 1) this.#validUntil = asked + this.#leaseMS;
      else await this.#loseToOthers();
    } catch (cause) {
      // Tried again at the next turn, while the lease lasts.
      if (monotonicMilliseconds() >= this.#validUntil) this.#lose(lostLock({ leaseMS: this.#leaseMS, cause }));
    }
  }

  async #loseToOthers(): Promise<void> {
    this.#lose(lostLock({ holder: await this.#holder().catch(() => undefined) }));
  }

  #lose(reason: MigrationError): void {
    clearInterval(this.#timer);
    this.#lost.abort(reason);
  }

  async #holder(): Promise<LockHolder | undefined> {
    const command = { find: COLLECTION, filter: { _id: ID }, limit: 1, singleBatch: true };
    const found = this.#database.cursorCommand(command, { session: this.#session });
    return (await found.toArray())[0] as LockHolder | undefined;
  }

  #command(command: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#database.command(command, { session: this.#session });
  }

  get #lease(): object {
    return { $add: ["$$NOW", this.#leaseMS] };
  }
}

const isFree = { $lte: [{ $ifNull: ["$expires_at", new Date(0)] }, "$$NOW"] };
