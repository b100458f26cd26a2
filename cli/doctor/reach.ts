import type { Client } from "../../src/client/client.ts";
import { connect } from "../../src/client/connect.ts";
import { AuthenticationError } from "../../src/errors/authentication-error.ts";
import { HaricotError } from "../../src/errors/haricot-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import type { Address } from "./address.ts";
import { failure, type Finding } from "./finding.ts";
import { LEAST_SERVER } from "./server-version.ts";

/** What can be wrong when there is no connection. Stable: it is in the details of `server.reachable`. */
export const CAUSES = [
  "address",
  "authentication",
  "certificate",
  "client-certificate",
  "dns",
  "members",
  "no-primary",
  "not-initiated",
  "refused",
  "replica-set",
  "timeout",
  "tls",
  "unsuitable",
  "version",
] as const;

/** One of them. */
export type Cause = (typeof CAUSES)[number];

/** An open connection, or why there is none. */
export type Reached =
  | { readonly client: Client; readonly milliseconds: number }
  | { readonly client: undefined; readonly cause: Cause; readonly finding: Finding };

/** What the engine says of failed searches for a server, in this order, and what helps. */
const SIGNS: readonly [cause: Cause, sign: RegExp, advice: string][] = [
  ["client-certificate", /client certificate/, "give the client's certificate and key by tlsCertificateKeyFile"],
  [
    "certificate",
    /certificate was not accepted/,
    "name the authority that signed it by tlsCAFile, and use a host name that is in the certificate",
  ],
  ["refused", /was refused/, "start mongod, or correct host and port; mongod must listen on this address (--bind_ip)"],
  [
    "dns",
    /could not be resolved/,
    "correct the host name; inside of containers use the names of the services, and behind mongodb+srv:// a name with SRV records",
  ],
  [
    "tls",
    /speaking TLS|want TLS|TLS connection/,
    "add tls=true to the address where the server demands TLS, take it away where it does not",
  ],
  [
    "timeout",
    /did not answer|did not come/,
    "look at firewalls, lists of allowed addresses, and VPN; --timeout 30000 waits longer",
  ],
  [
    "replica-set",
    /check replicaSet/,
    "correct replicaSet in the address, or leave it out for a server that is in none",
  ],
  ["no-primary", /no primary/, "wait for the election, or look at the members with rs.status()"],
];

/**
 * Connects, and does not wait longer than `timeout` for a server. Never throws for what a doctor is there to find out; never repeats the address.
 *
 * @param signal ends the attempt with its reason
 */
export async function reach(uri: string, timeout: number, signal: AbortSignal): Promise<Reached> {
  const began = performance.now();
  // Looking up SRV records is not part of the search for a server, so it gets the same time once more.
  const limit = AbortSignal.timeout(2 * timeout);
  try {
    // Attempts end before the search does, so that it can say why they failed.
    const options = { serverSelectionTimeoutMS: timeout, connectTimeoutMS: Math.ceil(timeout / 2) };
    const client = await connect(uri, { ...options, signal: AbortSignal.any([signal, limit]) });
    return { client, milliseconds: performance.now() - began };
  } catch (error) {
    signal.throwIfAborted();
    return { client: undefined, ...explained(limit.aborted ? "the server did not answer" : error) };
  }
}

function explained(error: unknown): { cause: Cause; finding: Finding } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof HaricotError ? error.code : null;
  const made = (cause: Cause, advice: string) => ({ cause, finding: failure(message, advice, { cause, code }) });
  if (error instanceof AuthenticationError) {
    return made(
      "authentication",
      "correct user and password; a user that was made in another database than admin needs authSource",
    );
  }
  if (error instanceof InvalidArgument) return made("address", "correct the address as the message says");
  if (error instanceof ServerError && /wire version/.test(message)) {
    return made("version", `use MongoDB ${LEAST_SERVER} or newer`);
  }
  const known = SIGNS.find(([, sign]) => sign.test(message));
  if (known !== undefined) return made(known[0], known[2]);
  return made("unsuitable", "look at the server's log, and at readPreference and its tags in the address");
}

/** Causes that a look at one server by itself may explain better. */
const PUZZLING: ReadonlySet<Cause> = new Set(["dns", "timeout", "replica-set", "no-primary", "unsuitable"]);

/**
 * Why a server that answers by itself can not be found as a member of its deployment.
 *
 * @returns undefined when that explains nothing
 */
export async function lookDirectly(
  uri: string,
  address: Address,
  cause: Cause,
  timeout: number,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  if (!PUZZLING.has(cause) || address.isSrv || address.options.get("directconnection") === "true") return undefined;
  for (const host of address.hosts.slice(0, 3)) {
    const { client } = await reach(directUri(uri, host), Math.min(timeout, 2000), signal);
    if (client === undefined) continue;
    try {
      const hello = await client.database("admin").command({ hello: 1 }, { timeoutMS: timeout });
      return explainHello(host, address, hello);
    } catch {
      signal.throwIfAborted();
    } finally {
      await client.close();
    }
  }
  return undefined;
}

/** The address of one server by itself. */
export function directUri(uri: string, host: string): string {
  const [, before = "", path = ""] = /^(mongodb:\/\/(?:[^@/]*@)?)[^/?]*(.*)$/i.exec(uri) ?? [];
  const [database = "", query = ""] = path.split("?", 2);
  const kept = query.split("&").filter((one) => one !== "" && !/^(?:replicaSet|directConnection)=/i.test(one));
  return `${before}${host}${database === "" ? "/" : database}?${[...kept, "directConnection=true"].join("&")}`;
}

/** What the `hello` of a server that was asked by itself explains. */
export function explainHello(host: string, address: Address, hello: Record<string, unknown>): Finding | undefined {
  const wanted = address.options.get("replicaset");
  const found = hello["setName"] as string | undefined;
  const details = (cause: Cause) => ({ cause, code: "connection.server_selection" });
  if (hello["isreplicaset"] === true && found === undefined) {
    return failure(
      `${host} answers, but its replica set was never initiated`,
      "run rs.initiate() once in mongosh on that server",
      details("not-initiated"),
    );
  }
  if (wanted !== undefined && found !== wanted) {
    return failure(
      `${host} answers, but ${
        found === undefined ? "it is in no replica set" : `its replica set is called ${found}`
      }, and the address has replicaSet=${wanted}`,
      found === undefined
        ? "leave replicaSet out, or start mongod with --replSet and run rs.initiate()"
        : `write replicaSet=${found}`,
      details("replica-set"),
    );
  }
  const members = [hello["hosts"], hello["passives"]].flatMap((list) => Array.isArray(list) ? list.map(String) : []);
  const others = members.filter((member) => !address.hosts.includes(member));
  if (others.length > 0) {
    return failure(
      `${host} answers, but its replica set calls its members ${
        members.join(", ")
      }, and programs connect to those names`,
      "give the members names that this machine can reach (rs.conf(), rs.reconfig()), or add directConnection=true to the address of a single server",
      { ...details("members"), members },
    );
  }
  if (found !== undefined && hello["primary"] === undefined) {
    return failure(
      `${host} answers, but its replica set ${found} has no primary`,
      "start the other members: a primary needs the votes of more than half of them; rs.status() says which are missing",
      details("no-primary"),
    );
  }
  return undefined;
}
