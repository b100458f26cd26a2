import process from "node:process";
import { databaseOfUri } from "../src/document/database-name.ts";
import { type Config, readConfig } from "./config-file.ts";
import { UsageError } from "./exit-codes.ts";

/** Options that were given on the command line; all others come from elsewhere. */
export type Flags = Config;

/** What a command works with. */
export type CommandSettings = Config & { path: string; useTransaction: boolean; allowIndexDropping: boolean };

/** The settings of a command: from its flags, else the environment (`HARICOT_URI`, ...), else the project's configuration, else the defaults. */
export async function settingsOf(flags: Flags): Promise<CommandSettings> {
  return {
    path: "migrations",
    useTransaction: true,
    allowIndexDropping: false,
    ...defined(await readConfig()),
    ...defined(environment()),
    ...defined(flags),
  };
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

function environment(): Config {
  const models = variable("HARICOT_MODELS");
  return {
    uri: variable("HARICOT_URI"),
    db: variable("HARICOT_DB"),
    path: variable("HARICOT_PATH"),
    models: models?.split(","),
    useTransaction: truth("HARICOT_USE_TRANSACTION"),
    allowIndexDropping: truth("HARICOT_ALLOW_INDEX_DROPPING"),
  };
}

function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

function truth(name: string): boolean | undefined {
  const value = variable(name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (["1", "true", "yes", "on"].includes(value)) return true;
  if (["0", "false", "no", "off"].includes(value)) return false;
  throw new UsageError(`${name} is true or false`);
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
