/**
 * For tests: databases of their own, a server to have them on, and documents made from the schemas of models.
 *
 * @module
 */

export { testDatabase, type TestDatabaseOptions } from "./src/testing/open-database.ts";
export type { TestDatabase } from "./src/testing/test-database.ts";
export { testServer, type TestServerOptions } from "./src/testing/server.ts";
export { factory } from "./src/testing/make-factory.ts";
export type { Factory } from "./src/testing/factory.ts";
export type { Buildable, FactoryOptions, Overrides, OverridesFor } from "./src/testing/factory-types.ts";
export type { OptionalFields } from "./src/testing/generate/context.ts";
export { TestingError } from "./src/errors/testing-error.ts";
