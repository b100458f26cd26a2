import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "../../src/client/database.ts";
import { migrationStatus } from "../../src/migration/status.ts";
import { failure, type Finding, notChecked, ok, warning } from "./finding.ts";

/**
 * Whether all migrations of the folder have run.
 *
 * @param isNamed whether the folder was named; the default one may be absent
 */
export async function checkMigrations(
  path: string,
  isNamed: boolean,
  database: Database,
  signal: AbortSignal,
): Promise<Finding> {
  if (!isNamed && !existsSync(resolve(path))) return notChecked(`there is no folder ${path}`);
  const { current, migrations, interrupted } = await migrationStatus({ database, path, signal });
  const named = (state: string) => migrations.filter((one) => one.state === state).map(({ name }) => name);
  const [pending, missed] = [named("pending"), named("missed")];
  const details = { current, pending, missed, interrupted: interrupted?.name ?? null };
  if (interrupted !== null) {
    const { name, direction } = interrupted;
    return failure(
      `${name} was interrupted on its way ${direction}: the database is between two versions`,
      `run it to its end: haricot migrate --${direction}`,
      details,
    );
  }
  if (current !== null && !migrations.some(({ name }) => name === current)) {
    return failure(
      `the database stands at ${current}, for which there is no file in ${path}`,
      "get the newest version of the project, or correct --path",
      details,
    );
  }
  if (missed.length > 0) {
    return warning(
      `before the current one, and never run: ${missed.join(", ")}`,
      "give their files newer times",
      details,
    );
  }
  if (pending.length > 0) return warning(`not run: ${pending.join(", ")}`, "haricot migrate", details);
  return ok(migrations.length === 0 ? "there are none" : `all ${migrations.length} have run`, details);
}
