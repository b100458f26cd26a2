import type { Database } from "../../src/client/database.ts";
import type { Address } from "./address.ts";
import { ask, isRefused } from "./ask.ts";
import { failure, type Finding, notChecked, ok, warning } from "./finding.ts";

/** A reply of the server. */
type Reply = Readonly<Record<string, unknown>>;

/** What the deployment is, and what it can not do. */
export async function checkTopology(admin: Database, hello: Reply): Promise<Finding> {
  if (hello["msg"] === "isdbgrid") return ok("sharded cluster, by a router", { kind: "sharded" });
  const name = hello["setName"];
  if (typeof name === "string") return checkMembers(admin, name, hello);
  return warning(
    "standalone: it has no transactions and no change streams, writes are not repeated after a lost connection, and migrations need --no-use-transaction",
    "start mongod with --replSet rs0 and run rs.initiate() once: a set of one member is enough",
    { kind: "standalone" },
  );
}

async function checkMembers(admin: Database, name: string, hello: Reply): Promise<Finding> {
  const listed = [hello["hosts"], hello["passives"], hello["arbiters"]].map(textsOf);
  const [data, arbiters] = [[...listed[0]!, ...listed[1]!], listed[2]!];
  const details = { kind: "replica-set", name, members: data, arbiters, primary: hello["primary"] ?? null };
  const text = `replica set ${name}, ${data.length === 1 ? "one member" : `${data.length} members`}${
    arbiters.length === 0 ? "" : ` and ${arbiters.length === 1 ? "an arbiter" : `${arbiters.length} arbiters`}`
  }`;
  if (hello["primary"] === undefined) {
    return failure(
      `${text}, and no primary: nothing can be written`,
      "start the other members: a primary needs the votes of more than half of them; rs.status() says which are missing",
      details,
    );
  }
  const down = await membersDown(admin);
  if (down !== undefined && down.length > 0) {
    return warning(
      `${text}, of which ${down.join(", ")} can not be reached`,
      "start them, or take them out with rs.remove()",
      {
        ...details,
        down,
      },
    );
  }
  if (arbiters.length > 0 && data.length === 2) {
    return warning(
      `${text}: when one member is gone, writes that wait for a majority wait for ever`,
      "put a third member with data in the place of the arbiter",
      details,
    );
  }
  return ok(
    data.length === 1 ? `${text}: transactions and change streams work, and nobody takes over when it is gone` : text,
    {
      ...details,
      ...down !== undefined && { down },
    },
  );
}

/** The members that the set has lost; undefined when this user may not ask. */
async function membersDown(admin: Database): Promise<string[] | undefined> {
  try {
    const { members } = await ask(admin, { replSetGetStatus: 1 }) as { members: { name: string; health: number }[] };
    return members.filter(({ health }) => health === 0).map((member) => member.name);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** When a write counts as done, and what reads may see, where nothing else is said. */
export async function checkConcerns(admin: Database, hello: Reply, { options }: Address): Promise<Finding> {
  const [w, level] = [options.get("w"), options.get("readconcernlevel")];
  const isSet = typeof hello["setName"] === "string" || hello["msg"] === "isdbgrid";
  if (!isSet) return ok(`write ${w ?? 1}, read ${level ?? "local"}`, { write: w ?? 1, read: level ?? "local" });
  let defaults: { write?: unknown; read?: unknown };
  try {
    const reply = await ask(admin, { getDefaultRWConcern: 1 });
    // Servers before 5.0 have none until somebody sets it, and mean one member then.
    const write = (reply["defaultWriteConcern"] as { w?: unknown } | undefined)?.w ?? 1;
    defaults = { write, read: (reply["defaultReadConcern"] as { level?: unknown } | undefined)?.level ?? "local" };
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (w === undefined) return notChecked("this user may not ask for the defaults", "the role clusterMonitor lets it");
    defaults = {};
  }
  const details = { write: w ?? defaults.write ?? null, read: level ?? defaults.read ?? null };
  const text = `write ${details.write} (${w === undefined ? "the deployment's default" : "by the address"}), read ${
    details.read ?? "unknown"
  }`;
  const several = textsOf(hello["hosts"]).length > 1 || hello["msg"] === "isdbgrid";
  if (!several || String(details.write) !== "1") return ok(text, details);
  return warning(
    `${text}: what one member has confirmed is lost when another one takes over before it has it`,
    "take w=1 out of the address, or set the deployment's default by setDefaultRWConcern",
    details,
  );
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
