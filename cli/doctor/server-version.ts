import type { Database } from "../../src/client/database.ts";
import { failure, type Finding, notChecked, ok, warning } from "./finding.ts";
import { ask, isRefused } from "./ask.ts";
import { isAtLeast, releaseOf } from "./versions.ts";

/** The oldest release of the server that Haricot connects to. */
export const LEAST_SERVER = "4.4";
/** The releases that the tests have run against, oldest and newest. */
export const TESTED_SERVERS = { oldest: "5.0", newest: "6.0" } as const;

/** The version of the server. */
export function checkServerVersion(version: string): Finding {
  const { oldest, newest } = TESTED_SERVERS;
  const details = { version, least: LEAST_SERVER, tested: TESTED_SERVERS };
  if (!isAtLeast(version, LEAST_SERVER)) {
    return failure(`MongoDB ${version}`, `use MongoDB ${LEAST_SERVER} or newer`, details);
  }
  if (!isAtLeast(version, oldest)) {
    return warning(
      `MongoDB ${version}, with which not everything works: time series need 5.0`,
      `use MongoDB ${oldest} or newer`,
      details,
    );
  }
  const isNewer = !isAtLeast(newest, releaseOf(version));
  return ok(`MongoDB ${version}${isNewer ? `; the tests have run against ${oldest} to ${newest}` : ""}`, details);
}

/** The version whose features the server may use: after an update it stays behind until somebody sets it. */
export async function checkCompatibility(admin: Database, version: string): Promise<Finding> {
  try {
    const reply = await ask(admin, { getParameter: 1, featureCompatibilityVersion: 1 });
    const set = (reply["featureCompatibilityVersion"] as { version: string }).version;
    const details = { featureCompatibilityVersion: set };
    if (isAtLeast(set, releaseOf(version))) return ok(set, details);
    return warning(
      `${set}, on a server of ${version}: what is new since then can not be used`,
      `when no member is going back, run db.adminCommand({ setFeatureCompatibilityVersion: "${releaseOf(version)}" })`,
      details,
    );
  } catch (error) {
    if (isRefused(error)) return notChecked("this user may not ask for it", "the role clusterMonitor lets it");
    // Routers of sharded clusters have no such parameter; their shards have.
    return notChecked(`the server does not tell: ${(error as Error).message}`);
  }
}
