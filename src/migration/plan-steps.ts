import { MigrationError } from "../errors/migration-error.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import type { LogState, Progress } from "./log.ts";

/** One step: a migration in one direction. */
export interface PlannedStep {
  readonly name: string;
  /** Where the database stands after it; null: before the first migration. */
  readonly current: string | null;
  /** Where an earlier run was interrupted. */
  readonly resume: Progress | undefined;
}

/**
 * The steps from where the database stands. Forward they begin behind the current migration, backward with it.
 *
 * @param names of the migrations, in their order
 * @param distance how many steps; 0: all
 * @throws {MigrationError} when the current migration is not among the names, and when another step was interrupted
 */
export function planSteps(
  names: readonly string[],
  { current, interrupted }: LogState,
  direction: MigrationDirection,
  distance: number,
): PlannedStep[] {
  const at = current === null ? -1 : names.indexOf(current);
  if (current !== null && at === -1) throw unknownCurrent(current, names);
  const way = direction === "forward" ? names.slice(at + 1) : names.slice(0, at + 1).reverse();
  const steps = (distance === 0 ? way : way.slice(0, distance)).map((name): PlannedStep => ({
    name,
    current: direction === "forward" ? name : names[names.indexOf(name) - 1] ?? null,
    resume: interrupted?.name === name && interrupted.progress.direction === direction
      ? interrupted.progress
      : undefined,
  }));
  if (interrupted !== null && steps[0]?.resume === undefined) throw otherInterrupted(interrupted, direction);
  return steps;
}

/** Migrations that stand before the current one and were never recorded: added later, in another branch perhaps. */
export function missedMigrations(names: readonly string[], { current, recorded }: LogState): string[] {
  const at = current === null ? -1 : names.indexOf(current);
  return names.slice(0, Math.max(at, 0)).filter((name) => !recorded.has(name));
}

function unknownCurrent(current: string, names: readonly string[]): MigrationError {
  return new MigrationError(
    "migration.log",
    `The database stands at the migration ${current}, but there is no such file among the ${names.length} migrations. Is this the right folder, and the ` +
      "newest version of it? Where it was renamed, rename it in the collection migrations_log as well.",
    { migration: current },
  );
}

function otherInterrupted(
  { name, progress }: { readonly name: string; readonly progress: Progress },
  direction: MigrationDirection,
): MigrationError {
  return new MigrationError(
    "migration.log",
    `The migration ${name} was interrupted on its way ${progress.direction}, after ${progress.documents} documents: the database is between two versions. ` +
      `Run it ${progress.direction} to its end before anything is run ${direction}.`,
    { migration: name, direction: progress.direction },
  );
}
