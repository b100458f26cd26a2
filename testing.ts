/**
 * For tests: databases of their own, a server to have them on, and documents made from the schemas of models.
 *
 * @module
 */

export { testDatabase, type TestDatabaseOptions } from "./src/testing/open-database.ts";
export type { TestDatabase } from "./src/testing/test-database.ts";
export { testServer, type TestServerOptions } from "./src/testing/server.ts";
export { TestingError } from "./src/errors/testing-error.ts";
