import process from "node:process";
import { databaseOfUri } from "../src/document/database-name.ts";
import { type Config, readConfig } from "./config-file.ts";
import { UsageError } from "./exit-codes.ts";

/** Options that were given on the command line; all others come from elsewhere. */
export type Flags = Config;

/** What a command works with. */
export type CommandSettings = Config & { path: string; useTransaction: boolean; allowIndexDropping: boolean };

/** Variables of the environment that are settings. */
export const VARIABLES = [
  "HARICOT_URI",
  "HARICOT_DB",
  "HARICOT_PATH",
  "HARICOT_MODELS",
  "HARICOT_USE_TRANSACTION",
  "HARICOT_ALLOW_INDEX_DROPPING",
] as const;

/** The settings of a command: from its flags, else the environment (`HARICOT_URI`, ...), else the project's configuration, else the defaults. */
export async function settingsOf(flags: Flags): Promise<CommandSettings> {
  return withDefaults(await readConfig(), environmentSettings((name) => process.env[name]), flags);
}

/** Settings of several sources, those that come later winning. */
export function withDefaults(...sources: readonly Config[]): CommandSettings {
  const given: Config = Object.assign({}, ...sources.map(defined));
  return { path: "migrations", useTransaction: true, allowIndexDropping: false, ...given };
}

/** Where the data is, for calls of Haricot. @throws {UsageError} when that was not said */
export function placeOf({ uri, db }: Config): { uri: string; database?: string } {
  if (uri === undefined) {
    throw new UsageError(
      "the server is missing: --uri mongodb://localhost:27017/shop, the variable HARICOT_URI, or `uri` in haricot.config.ts",
    );
  }
  if (db === undefined && databaseOfUri(uri) === undefined) {
    throw new UsageError(
      "the database is missing: add it to the address as in mongodb://localhost:27017/shop, or give --db, HARICOT_DB, or `db` in haricot.config.ts",
    );
  }
  return db === undefined ? { uri } : { uri, database: db };
}

/**
 * What the environment says.
 *
 * @param read gives the value of a variable
 * @throws {UsageError} for a value that is neither true nor false where it must be
 */
export function environmentSettings(read: (name: (typeof VARIABLES)[number]) => string | undefined): Config {
  const [uri, db, path, models, useTransaction, allowIndexDropping] = VARIABLES.map((name) => {
    const value = read(name);
    return value === "" ? undefined : value;
  });
  return {
    uri,
    db,
    path,
    models: models?.split(","),
    useTransaction: truth("HARICOT_USE_TRANSACTION", useTransaction),
    allowIndexDropping: truth("HARICOT_ALLOW_INDEX_DROPPING", allowIndexDropping),
  };
}

function truth(name: string, given: string | undefined): boolean | undefined {
  const value = given?.toLowerCase();
  if (value === undefined) return undefined;
  if (["1", "true", "yes", "on"].includes(value)) return true;
  if (["0", "false", "no", "off"].includes(value)) return false;
  throw new UsageError(`${name} is true or false`);
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
