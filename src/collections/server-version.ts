import type { Database } from "../client/database.ts";
import { MongoDBVersionError } from "../errors/mongodb-version-error.ts";
import type { ModelRuntime } from "../schema/model.ts";

/**
 * Asks the server for its version.
 *
 * @param what what needs the version, in the plural
 * @param needed first major version that has it
 * @throws {MongoDBVersionError} for an older one
 */
export async function requireVersion(
  model: ModelRuntime,
  database: Database,
  what: string,
  needed: number,
): Promise<void> {
  const { version } = await database.command({ buildInfo: 1 }) as { version: string };
  if (Number.parseInt(version, 10) < needed) throw new MongoDBVersionError(model.name, what, needed, version);
}
