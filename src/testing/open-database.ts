import { connect } from "../client/connect.ts";
import type { Database } from "../client/database.ts";
import { preparePlaces } from "../collections/prepare-places.ts";
import { withParents } from "../document/families.ts";
import { init, prepareIndexes } from "../document/init.ts";
import type { InitOptions, ModelSource } from "../document/init-options.ts";
import { loadModels } from "../document/load-models.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { TestingError } from "../errors/testing-error.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { databaseName } from "./database-name.ts";
import { testServer } from "./server.ts";
import { openDatabases, TestDatabase } from "./test-database.ts";

/** Options of {@link testDatabase}. */
export interface TestDatabaseOptions extends Pick<InitOptions, "connect" | "skipIndexes" | "signal"> {
  /** The classes that the tests use: bound to the database, with their indexes, time series and views. Default: none. */
  documentModels?: readonly ModelSource[];
  /** Address of the server; a database in it is not touched. Default: that of {@link testServer}. */
  uri?: string;
  /** Beginning of the database's name, up to 24 characters. Default `"test"`. */
  prefix?: string;
  /**
   * Bind the classes themselves (default `true`). With `false` they stay as they are, and `database.using(Product)` gives the class for this database:
   * for tests that run at the same time.
   */
  bind?: boolean;
}

const OPTIONS: readonly string[] = [
  "documentModels",
  "uri",
  "prefix",
  "bind",
  "connect",
  "skipIndexes",
  "signal",
] satisfies (keyof TestDatabaseOptions)[];

/**
 * Makes a database for a test, or for the tests of a file, that nobody else has: with a new name, on the server of {@link testServer}, with a client of its
 * own. The classes are bound to it until it is dropped.
 *
 * @throws {TestingError} `testing.no_server` and `testing.server_failed` when there is no server; `testing.in_use` when a class is bound to a test
 * database that was not dropped
 * @throws {InvalidArgument} for options that there are not, and as `init`
 * @example A database for each test; about a third of a second, most of it making indexes and dropping them:
 * ```ts
 * test("a product is found", async () => {
 *   await using database = await testDatabase({ documentModels: [Product] });
 *   await new Product({ name: "Assam", price: 4 }).insert();
 *   assert.equal(await Product.count(), 1);
 * });
 * ```
 * @example One for the file, emptied before each test, which takes some milliseconds:
 * ```ts
 * let database: TestDatabase;
 * before(async () => database = await testDatabase({ documentModels: [Product] }));
 * beforeEach(() => database.clear());
 * after(() => database.drop());
 * ```
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { documentModels = [], uri, prefix = "test", bind = true, connect: given, skipIndexes, signal } = checked(
    options,
  );
  const name = databaseName(prefix);
  const models = withParents(await loadModels(documentModels), modelOf);
  if (bind) checkFree(models);
  const server = uri ?? await testServer({ library: given?.library });
  const client = await connect(server, signal === undefined ? given : { ...given, signal });
  const database = client.database(name);
  try {
    await checkNew(database);
  } catch (error) {
    await client.close();
    throw error;
  }
  const made = new TestDatabase(database, server, models);
  try {
    if (bind) {
      await init({ database, documentModels: models as readonly ModelSource[], skipIndexes, signal });
      for (const model of models) openDatabases.set(modelOf(model), made);
    } else {
      const runtimes = models.map(modelOf);
      const indexes = () => prepareIndexes(runtimes, { database, uri: undefined }, { skipIndexes, signal });
      await preparePlaces(runtimes, database, { signal }, indexes);
    }
  } catch (error) {
    await made.drop().catch(() => {});
    throw error;
  }
  return made;
}

function checked(options: unknown): TestDatabaseOptions {
  if (!isPlainObject(options)) throw invalid("it takes an object: testDatabase({ documentModels: [Product] })");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`"${unknown}" is no option. There are: ${OPTIONS.join(", ")}`);
  return options;
}

/** @throws {TestingError} for a class that another test database has: its documents would go there or here, as it happens */
function checkFree(models: readonly ModelClassLike[]): void {
  const taken = models.find((model) => openDatabases.get(modelOf(model)) !== undefined);
  if (taken === undefined) return;
  const { name } = openDatabases.get(modelOf(taken))!;
  throw new TestingError(
    "testing.in_use",
    `${taken.name} is bound to the test database "${name}", which was not dropped: a class is bound to one database at a time. Write \`await using\`, or call ` +
      `its drop() first. For tests that run at the same time, make both with { bind: false } and use database.using(${taken.name}).`,
    { model: taken.name },
  );
}

/** @throws {TestingError} when the database is there: it is not ours to drop */
async function checkNew({ client, name }: Database): Promise<void> {
  const { databases } = await client.database("admin").command({ listDatabases: 1, nameOnly: true, filter: { name } });
  if ((databases as readonly unknown[]).length === 0) return;
  throw new TestingError("testing.in_use", `The database "${name}" is there already: call testDatabase again.`);
}

function invalid(what: string): InvalidArgument {
  return new InvalidArgument(`testDatabase() can not start: ${what}.`, { code: "testing.options" });
}
