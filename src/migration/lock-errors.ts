import { MigrationError } from "../errors/migration-error.ts";
import type { LockHolder } from "./lock.ts";

/** The error of a runner that is not to wait. */
export function lockedByAnother({ since }: LockHolder, leaseMS: number): MigrationError {
  return new MigrationError(
    "migration.locked",
    `Another runner is migrating this database, since ${since.toISOString()}. Wait until it is done; if it died, its lock ends within ` +
      `${leaseMS / 1000} seconds.`,
  );
}

/** How a lock was lost: `leaseMS` when it could not be renewed for so long, else who holds it now. */
export interface LockLoss {
  readonly leaseMS?: number;
  readonly holder?: LockHolder | undefined;
  readonly cause?: unknown;
}

/** The error of a runner that has lost its lock in the middle. */
export function lostLock({ leaseMS, holder, cause }: LockLoss): MigrationError {
  const message =
    `The migrations stopped, because this runner has lost its lock: ${why(leaseMS, holder)}. It writes nothing more. ` +
    "`haricot status` says where the database stands; running the migrations again goes on from there.";
  return new MigrationError("migration.locked", message, cause === undefined ? {} : { cause });
}

function why(leaseMS: number | undefined, holder: LockHolder | undefined): string {
  if (leaseMS !== undefined) {
    return `it could not be renewed for ${leaseMS / 1000} seconds, so another runner may be at work now`;
  }
  return holder === undefined
    ? "somebody has removed its document from the collection migrations_lock"
    : `another runner has held it since ${holder.since.toISOString()}, as this one did not renew it in time`;
}
