import type { Client } from "../client/client.ts";
import { connect } from "../client/connect.ts";
import { Database } from "../client/database.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { actionsOf } from "../events/actions.ts";
import { modelOf, type ModelRuntime } from "../schema/model.ts";
import type { Class, Doc } from "../types/doc.ts";
import { databaseOfUri } from "./database-name.ts";
import { createIndexes } from "./indexes.ts";
import { loadModels } from "./load-models.ts";

/** A class, or a function that gives one, several, or a module that exports them, possibly later. */
export type ModelSource = Class<Doc> | (() => unknown);

/** Options of {@link init}. */
export interface InitOptions {
  /** Address of the server with the name of the database, as in `mongodb://localhost:27017/shop`. Haricot opens a client for it. */
  uri?: string;
  /** A database of a client that you opened, or with `uri` the name of a database. */
  database?: Database | string;
  /** The classes to bind. */
  documentModels: readonly ModelSource[];
  /** Leave the indexes on the server as they are. Default `false`: declared indexes are created, in parallel. */
  skipIndexes?: boolean;
}

const OPTIONS: readonly string[] = ["uri", "database", "documentModels", "skipIndexes"] satisfies (keyof InitOptions)[];

const opened = new Set<Client>();
const bound = new Map<ModelRuntime, Client>();

/**
 * Binds models to a database and creates their indexes. Several calls bind several sets of models; a model that was bound before is
 * bound anew. When it fails nothing is bound.
 *
 * @throws {InvalidArgument} for options that there are not or that do not fit together, values that are no models, two models with one collection
 * @throws {ServerError} when an index can not be created
 * @example `await init({ uri: "mongodb://localhost:27017/shop", documentModels: [Product] })`
 */
export async function init(options: InitOptions): Promise<void> {
  checkNames(options);
  const classes = await loadModels(options.documentModels);
  for (const model of classes) actionsOf(model); // Declarations that can not work are told now.
  const models = classes.map(modelOf);
  checkCollections(models);
  const { database, isOwn } = await open(options);
  try {
    if (options.skipIndexes !== true) await Promise.all(models.map((model) => createIndexes(model, database)));
  } catch (error) {
    if (isOwn) await database.client.close();
    throw error;
  }
  if (isOwn) opened.add(database.client);
  for (const model of models) {
    model.bind({ database, collection: model.collection });
    bound.set(model, database.client);
  }
}

/** Closes the clients that {@link init} opened; their models are unbound. Clients that you opened stay open. */
export async function close(): Promise<void> {
  const clients = [...opened];
  opened.clear();
  for (const [model, client] of bound) {
    if (!clients.includes(client)) continue;
    model.bind(undefined);
    bound.delete(model);
  }
  await Promise.all(clients.map((client) => client.close()));
}

/** A misspelt `skipIndexes` would build indexes, a misspelt `database` bind another one. */
function checkNames(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw invalid("it takes an object: { uri, documentModels: [Product] }");
  }
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`"${unknown}" is no option. There are: ${OPTIONS.join(", ")}`);
}

async function open({ uri, database }: InitOptions): Promise<{ database: Database; isOwn: boolean }> {
  if (database instanceof Database) {
    if (uri === undefined) return { database, isOwn: false };
    throw invalid("give either `uri` or a `database` of an open client, not both; with `uri`, `database` is a name");
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
  return { database: (await connect(uri)).database(name), isOwn: true };
}

function checkCollections(models: readonly ModelRuntime[]): void {
  const owners = new Map<string, ModelRuntime>();
  for (const model of models) {
    const name = model.collection;
    const other = owners.get(name);
    if (other !== undefined) {
      throw invalid(
        `${other.name} and ${model.name} have the same collection "${name}". Give one of them another settings.name`,
      );
    }
    owners.set(name, model);
  }
}

function invalid(what: string): InvalidArgument {
  return new InvalidArgument(`init() can not start: ${what}.`, { code: "init.options" });
}
