import type { Database } from "../client/database.ts";
import { ServerError } from "../errors/server-error.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import { migrationName } from "./load-migrations.ts";
import type { Position } from "./rewrite.ts";

/** Collection of the log; name and fields are Beanie's, so a project can go on with the log that it has. */
const COLLECTION = "migrations_log";
const NAMESPACE_EXISTS = 48;

/** How far a step came that runs without a transaction. */
export interface Progress extends Position {
  readonly direction: MigrationDirection;
  /** How many operations are done. */
  readonly operation: number;
}

/** A step that was interrupted. */
export interface Interrupted {
  readonly name: string;
  readonly progress: Progress;
}

/** What the log says. */
export interface LogState {
  /** The migration that the database stands at; null before the first. */
  readonly current: string | null;
  readonly interrupted: Interrupted | null;
  /** When each migration was last recorded. */
  readonly recorded: ReadonlyMap<string, Date>;
}

interface Entry {
  readonly _id: unknown;
  readonly ts: Date;
  readonly name: string;
  readonly is_current: boolean;
  readonly progress?: Progress;
}

/**
 * The collection `migrations_log`: an entry `{ ts, name, is_current }` for each time that a migration became the current one. A step that runs
 * without a transaction has an entry with `progress: { direction, operation, after, documents }` besides, until it is done.
 */
export class MigrationLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes the collection: older servers can not inside of a transaction. */
  async prepare(): Promise<void> {
    try {
      await this.#database.command({ create: COLLECTION });
    } catch (error) {
      if (!(error instanceof ServerError) || error.serverCode !== NAMESPACE_EXISTS) throw error;
    }
  }

  async read(): Promise<LogState> {
    let current: Entry | undefined, interrupted: Interrupted | null = null;
    const recorded = new Map<string, Date>();
    const entries = this.#database.cursorCommand({ find: COLLECTION, sort: { ts: 1, _id: 1 } });
    for await (const entry of entries as AsyncIterable<Entry & Record<string, unknown>>) {
      const name = migrationName(entry.name);
      if (entry.progress !== undefined) interrupted = { name, progress: entry.progress };
      else recorded.set(name, entry.ts);
      // Without transactions the one before is still marked for a moment: the newest counts.
      if (entry.is_current) current = entry;
    }
    const name = current === undefined ? null : migrationName(current.name);
    // A step back is done as soon as its migration is not the current one any more.
    const isOver = interrupted?.progress.direction === "backward" && interrupted.name !== name;
    return { current: name, interrupted: isOver ? null : interrupted, recorded };
  }

  /** Records how far a step came. */
  async advance(name: string, progress: Progress): Promise<void> {
    const { after, ...rest } = progress;
    const known = after === undefined ? rest : { ...rest, after };
    const u = { $set: { ts: new Date(), name, is_current: false, progress: known } };
    await this.#update({ q: { name, progress: { $exists: true } }, u, upsert: true });
  }

  /** Records that the database stands at a migration now; null: before the first. */
  async stand(current: string | null): Promise<void> {
    if (current === null) {
      await this.#update({ q: { is_current: true }, u: { $set: { is_current: false } }, multi: true });
    } else {
      const { value } = await this.#database.command({
        findAndModify: COLLECTION,
        query: { progress: { $exists: true } },
        update: { ts: new Date(), name: current, is_current: true },
        upsert: true,
        new: true,
      }) as { value: Entry };
      const others = { is_current: true, _id: { $ne: value._id } };
      await this.#update({ q: others, u: { $set: { is_current: false } }, multi: true });
    }
    await this.forget();
  }

  /** Removes what is left of steps that are over. */
  async forget(): Promise<void> {
    await this.#database.command({ delete: COLLECTION, deletes: [{ q: { progress: { $exists: true } }, limit: 0 }] });
  }

  async #update(statement: Record<string, unknown>): Promise<void> {
    await this.#database.command({ update: COLLECTION, updates: [statement] });
  }
}
