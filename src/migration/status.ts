import { migrationFiles } from "./load-migrations.ts";
import { MigrationLog } from "./log.ts";
import { checkPlace, type MigrationPlace } from "./options.ts";
import { missedMigrations } from "./plan-steps.ts";
import { withTarget } from "./run-migrations.ts";

/** Where a database stands. */
export interface MigrationStatus {
  /** The migration that it stands at; null: before the first, or the name of one that there is no file for. */
  readonly current: string | null;
  /**
   * The migrations in their order. `applied`: the current one and those before it; `pending`: those behind it; `missed`: it stands before the
   * current one and was never recorded, so it was added afterwards and is not going to run.
   */
  readonly migrations: readonly {
    readonly name: string;
    readonly state: "applied" | "pending" | "missed";
    /** When it was last recorded as the current one. */
    readonly recordedAt: Date | null;
  }[];
  /** A step without a transaction that was interrupted. */
  readonly interrupted: {
    readonly name: string;
    readonly direction: "forward" | "backward";
    /** How many documents its operation has rewritten. */
    readonly documents: number;
  } | null;
}

/**
 * Where a database stands among the migrations of a folder. Changes nothing, and does not run the files.
 *
 * @throws {InvalidArgument} for options that can not be used
 */
export async function migrationStatus(options: MigrationPlace): Promise<MigrationStatus> {
  checkPlace(options);
  const { path, migrations = {} } = options;
  const names = path === undefined
    ? Object.keys(migrations).filter((name) => !name.startsWith("_")).sort()
    : (await migrationFiles(path)).map(({ name }) => name);
  return await withTarget(options, async ({ database }) => {
    const state = await new MigrationLog(database).read();
    const { current, interrupted, recorded } = state;
    const at = current === null ? -1 : names.indexOf(current);
    const missed = missedMigrations(names, state);
    return {
      current,
      migrations: names.map((name, index) => ({
        name,
        state: missed.includes(name) ? "missed" : index <= at ? "applied" : "pending",
        recordedAt: recorded.get(name) ?? null,
      })),
      interrupted: interrupted === null ? null : {
        name: interrupted.name,
        direction: interrupted.progress.direction,
        documents: interrupted.progress.documents,
      },
    };
  });
}
