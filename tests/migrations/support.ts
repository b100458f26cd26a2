import type { Database } from "../../src/client/database.ts";
import { type MigrationRun, runMigrations } from "../../src/migration/run-migrations.ts";
import type { MigrationOptions } from "../../src/migration/options.ts";
import { insert } from "../support/insert.ts";

/** Puts documents in the place of all that a collection has, and forgets which migrations ran. */
export async function startWith(database: Database, collection: string, documents: readonly object[]): Promise<void> {
  for (const name of [collection, "migrations_log", "migrations_lock"]) {
    await database.command({ drop: name }).catch(() => undefined);
  }
  if (documents.length > 0) await insert(database, collection, documents);
}

/** All documents of a collection in the order of their ids, without these. */
export async function stored(database: Database, collection: string): Promise<Record<string, unknown>[]> {
  const rows = await database.cursorCommand({ find: collection, sort: { _id: 1 } }).toArray();
  return rows.map(({ _id, ...rest }) => rest);
}

/** Runs one migration. */
export function runOne(
  database: Database,
  migration: object,
  options: Omit<MigrationOptions, "database" | "migrations"> = {},
): Promise<MigrationRun> {
  return runMigrations({ database, migrations: { "20261123090000_one": migration }, ...options });
}

/** The log without ids and times, oldest entry first. */
export async function logOf(database: Database): Promise<Record<string, unknown>[]> {
  const rows = await database.cursorCommand({ find: "migrations_log", sort: { ts: 1, _id: 1 } }).toArray();
  return rows.map(({ _id, ts: _ts, ...rest }) => rest);
}
