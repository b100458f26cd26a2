import type { Client } from "../client/client.ts";
import type { Database } from "../client/database.ts";
import { unbind } from "../document/bindings.ts";
import { boundClass } from "../document/using.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { databaseAddress } from "./database-address.ts";
import { emptyCollections } from "./empty-collections.ts";

/** A database that belongs to a test, or to the tests of a file. Made by `testDatabase`. */
export class TestDatabase implements AsyncDisposable {
  /** The database, for commands and for `Product.using(...)`. */
  readonly database: Database;
  /** The address of the server with this database in it, for programs under test that call `init` themselves. */
  readonly uri: string;
  readonly #models: ReadonlySet<ModelClassLike>;
  #dropping: Promise<void> | undefined;

  /** Use `testDatabase`. */
  constructor(database: Database, server: string, models: readonly ModelClassLike[]) {
    this.database = database;
    this.uri = databaseAddress(server, database.name);
    this.#models = new Set(models);
  }

  /** Its name: the prefix and 12 random characters. */
  get name(): string {
    return this.database.name;
  }

  /** The client that was opened for it. */
  get client(): Client {
    return this.database.client;
  }

  /** Whether `drop` was called. */
  get dropped(): boolean {
    return this.#dropping !== undefined;
  }

  /** Whether the class was given as one of `documentModels`, or is the parent of one in a tree. */
  has(model: unknown): boolean {
    return this.#models.has(model as ModelClassLike);
  }

  /**
   * A class bound to this database only, whatever else it is bound to: for tests that run at the same time (`testDatabase({ bind: false })`).
   *
   * @example `const Products = database.using(Product); await new Products({ name: "Assam" }).insert();`
   */
  using<C>(model: C): C {
    return boundClass(model as unknown as ModelClassLike, this.database) as unknown as C;
  }

  /**
   * Takes all documents out of all collections, for the next test. Collections, indexes and views stay, which makes it faster than a new database by far:
   * a few milliseconds where tests store a few documents. A collection with more than 2000 documents is made anew, with its options and
   * indexes. Results that models keep (`useCache`) are not given any more.
   */
  async clear(): Promise<void> {
    await emptyCollections(this.database);
  }

  /** Drops the database, closes its client and unbinds the models. Only the first call does something; `await using` calls it. */
  drop(): Promise<void> {
    return this.#dropping ??= this.#drop();
  }

  /** The same as `drop()`: what `await using` calls. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.drop();
  }

  async #drop(): Promise<void> {
    try {
      await this.database.command({ dropDatabase: 1 });
    } finally {
      unbind(this.client);
      for (const model of this.#models) {
        if (openDatabases.get(modelOf(model)) === this) openDatabases.delete(modelOf(model));
      }
      await this.client.close();
    }
  }
}

/** Which test database each model is bound to. */
export const openDatabases = new WeakMap<object, TestDatabase>();
