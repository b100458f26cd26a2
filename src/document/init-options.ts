import { checkSignal } from "../client/call-options.ts";
import type { Client } from "../client/client.ts";
import { connect } from "../client/connect.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import { Database } from "../client/database.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { checkLog, type Log } from "../observability/log-options.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { Class, Doc } from "../types/doc.ts";
import { databaseOfUri } from "./database-name.ts";

/** A class, or a function that gives one, several, or a module that exports them, possibly later. */
export type ModelSource = Class<Doc> | (() => unknown);

/** Options of {@link init}. */
export interface InitOptions {
  /** Address of the server with the name of the database, as in `mongodb://localhost:27017/shop`. Haricot opens a client for it. */
  uri?: string;
  /** A database of a client that you opened, or with `uri` the name of a database. */
  database?: Database | string;
  /** Options of the client that is opened for `uri`. */
  connect?: ConnectOptions;
  /** The classes to bind. */
  documentModels: readonly ModelSource[];
  /** Leave the indexes on the server as they are (default `false`: declared indexes are created). */
  skipIndexes?: boolean;
  /** Drop indexes that are not declared, and replace those that are there with another definition (default `false`). */
  allowIndexDropping?: boolean;
  /** Give views that are there with another source or pipeline the declared ones (default `false`: they stay, with a notice). */
  recreateViews?: boolean;
  /** Logs what goes through the client: see {@link ConnectOptions.log}. With a `database` of an open client it replaces that client's log. */
  log?: Log;
  /** Aborting it ends the call with the signal's reason; nothing is bound then. */
  signal?: AbortSignal;
}

const OPTIONS: readonly string[] = [
  "uri",
  "database",
  "connect",
  "documentModels",
  "skipIndexes",
  "allowIndexDropping",
  "recreateViews",
  "log",
  "signal",
] satisfies (keyof InitOptions)[];

/** Where models are going to be bound. */
export interface Target {
  readonly database: Database;
  /** The address of the client that was opened for it; undefined when the client is the caller's. */
  readonly uri: string | undefined;
}

/**
 * A misspelt `skipIndexes` would build indexes, a misspelt `database` bind another one.
 *
 * @throws {InvalidArgument} for names that there are not, and values that an option can not have
 */
export function checkInitOptions(options: unknown): asserts options is InitOptions {
  if (!isPlainObject(options)) throw invalidInit("it takes an object: { uri, documentModels: [Product] }");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalidInit(`"${unknown}" is no option. There are: ${OPTIONS.join(", ")}`);
  for (const name of ["skipIndexes", "allowIndexDropping", "recreateViews"]) {
    if (options[name] !== undefined && typeof options[name] !== "boolean") {
      throw invalidInit(`"${name}" is true or false`);
    }
  }
  if (options.skipIndexes === true && options.allowIndexDropping === true) {
    throw invalidInit("skipIndexes leaves indexes alone and allowIndexDropping drops some: give one of the two");
  }
  checkSignal(options.signal);
  checkLog(options.log);
}

/**
 * The database that the options mean, of a client that is opened for it unless it is the caller's.
 *
 * @param invalid makes the error of a call that can not start
 */
export async function openTarget(
  options: Pick<InitOptions, "uri" | "database" | "connect" | "signal" | "log">,
  invalid: (what: string) => Error = invalidInit,
): Promise<Target> {
  const { uri, database, connect: settings, signal, log } = options;
  if (database instanceof Database) {
    if (uri !== undefined) {
      throw invalid(
        "give either `uri` or a `database` of an open client, not both; with `uri`, `database` is a name",
      );
    }
    if (settings !== undefined) {
      throw invalid("`connect` is for the client that `uri` opens; that of `database` is open");
    }
    if (database.client.closed) {
      throw new ClientClosed("The database that was given is of a client that is closed: connect again.");
    }
    if (log !== undefined) database.client.log(log);
    return { database, uri };
  }
  if (typeof uri !== "string") {
    throw invalid(
      'it needs the server: `uri: "mongodb://localhost:27017/shop"`, or `database: client.database("shop")`',
    );
  }
  const name = database ?? databaseOfUri(uri);
  if (typeof name !== "string") {
    throw invalid(
      'the URI names no database: add it behind the host, as in "mongodb://localhost:27017/shop", or give `database: "shop"`',
    );
  }
  if (settings !== undefined && !isPlainObject(settings)) throw invalid("`connect` is an object of client options");
  const client: Client = await connect(uri, {
    ...settings,
    ...(signal !== undefined && { signal }),
    ...(log !== undefined && { log }),
  });
  return { database: client.database(name), uri };
}

/** The error of an `init` that can not start. */
export function invalidInit(what: string): InvalidArgument {
  return new InvalidArgument(`init() can not start: ${what}.`, { code: "init.options" });
}
