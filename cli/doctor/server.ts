import type { Database } from "../../src/client/database.ts";
import { ask, isRefused } from "./ask.ts";
import { failure, type Finding, ok, warning } from "./finding.ts";

/** Clocks further apart than this make times that look wrong: those of ids, of `new Date()`, and of the server's TTL indexes. */
const SKEW_MS = 5000;

/** Who is logged in, and whether they may look at the database. */
export async function checkAccess(admin: Database, database: Database | undefined): Promise<Finding> {
  const { authInfo } = await ask(admin, { connectionStatus: 1 }) as {
    authInfo: { authenticatedUsers: { user: string; db: string }[] };
  };
  const users = authInfo.authenticatedUsers.map(({ user, db }) => `${user} of ${db}`);
  const who = users.length === 0 ? "nobody is logged in" : `logged in as ${users.join(", ")}`;
  try {
    if (database === undefined) await ask(admin, { listDatabases: 1, nameOnly: true });
    else await database.cursorCommand({ listCollections: 1, nameOnly: true }).toArray();
    return ok(users.length === 0 ? "the server demands no login" : who, { users: users.length });
  } catch (error) {
    if (!isRefused(error)) throw error;
    const what = database === undefined ? "list the databases" : `read the database ${database.name}`;
    if (users.length === 0) {
      return failure(
        `the server demands a login: without one nobody may ${what}`,
        "add user and password to the address, percent-encoded, and authSource where the user was made in another database than admin",
        { users: 0 },
      );
    }
    return failure(`${who}, who may not ${what}`, "give the user the role readWrite on the database", {
      users: users.length,
    });
  }
}

/** The difference of the clocks of server and client, to half a round trip. */
export async function checkClock(admin: Database): Promise<Finding> {
  const before = Date.now();
  const { localTime } = await ask(admin, { hello: 1 }) as { localTime: Date };
  const after = Date.now();
  const skew = Math.round(localTime.getTime() - (before + after) / 2);
  const details = { milliseconds: skew, roundTrip: after - before };
  if (Math.abs(skew) <= SKEW_MS) return ok(`within ${Math.max(1, Math.abs(skew))} ms of this machine's`, details);
  return warning(
    `${(Math.abs(skew) / 1000).toFixed(1)} s ${
      skew > 0 ? "ahead of" : "behind"
    } this machine's: times that programs and server write do not fit together`,
    "let both machines take their time from NTP",
    details,
  );
}
