/**
 * Migrations: changes of what is stored, in files that are run in order, forward and backward.
 *
 * @module
 */

export { freeFall, type FreeFallOptions, iterative, type IterativeOptions } from "./src/migration/declarations.ts";
export {
  freeFallMigration,
  iterativeMigration,
  type IterativeMigrationOptions,
  type MigrationDecorator,
} from "./src/migration/decorators.ts";
export type { FreeFallOperation, IterativeOperation, MigrationOperation } from "./src/migration/operation.ts";
export type { MigrationOptions, MigrationPlace, MigrationProgress } from "./src/migration/options.ts";
export type { LockHolder } from "./src/migration/lock.ts";
export { type MigrationRun, runMigrations } from "./src/migration/run-migrations.ts";
export { type MigrationStatus, migrationStatus } from "./src/migration/status.ts";
export { type MigrationDetails, MigrationError } from "./src/errors/migration-error.ts";
export type {
  IterativeChange,
  MigrationDirection,
  Output,
  OutputClass,
  OutputFields,
  OutputValue,
} from "./src/types/migrations.ts";
