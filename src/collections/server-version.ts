import type { Database } from "../client/database.ts";
import { MongoDBVersionError } from "../errors/mongodb-version-error.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** Whether a version of the server is older than another, which may leave out its last parts: `"6.0.5"` is older than `"6.3"`. */
export function isOlder(version: string, needed: string): boolean {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, part] of needed.split(".").map(Number).entries()) {
    const found = parts[index] ?? 0;
    if (found !== part) return found < part;
  }
  return false;
}

/**
 * Asks the server for its version.
 *
 * @param what what needs the version, in the plural
 * @param needed first version that has it, as in `"6.3"`
 * @throws {MongoDBVersionError} for an older one
 */
export async function requireVersion(
  model: ModelRuntime,
  database: Database,
  what: string,
  needed: string,
): Promise<void> {
  const { version } = await database.command({ buildInfo: 1 }) as { version: string };
  if (isOlder(version, needed)) throw new MongoDBVersionError(model.name, what, needed, version);
}
