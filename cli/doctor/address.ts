import { failure, type Finding, ok, warning } from "./finding.ts";

/** The parts of an address that may be shown. */
export interface Address {
  readonly isSrv: boolean;
  /** Host and port, as they are written. */
  readonly hosts: readonly string[];
  readonly database: string | undefined;
  /** Whether it has a user. */
  readonly hasUser: boolean;
  /** Its options by name in lower case. */
  readonly options: ReadonlyMap<string, string>;
}

const FORM = /^mongodb(\+srv)?:\/\/(?:([^@/]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/i;
const INSECURE = ["tlsinsecure", "tlsallowinvalidcertificates"];

/** The parts of an address (MongoDB manual, Connection Strings); undefined when it has not that form. */
export function addressOf(uri: string): Address | undefined {
  const parts = FORM.exec(uri);
  if (parts === null || parts[3] === "") return undefined;
  const [, srv, user, hosts = "", database, query = ""] = parts;
  const options = query.split("&").filter((one) => one.includes("=")).map((one): [string, string] => {
    const at = one.indexOf("=");
    return [one.slice(0, at).toLowerCase(), one.slice(at + 1)];
  });
  return {
    isSrv: srv !== undefined,
    hosts: hosts.split(","),
    database: database === "" ? undefined : database,
    hasUser: user !== undefined,
    options: new Map(options),
  };
}

/** The address as it was understood, without what is secret. */
export function checkAddress(uri: string, isDefault: boolean, database: string | undefined): Finding {
  const address = addressOf(uri);
  if (address === undefined) {
    return failure(
      "it is not of the form mongodb://host:port/database",
      "write it as in mongodb://localhost:27017/shop; user name and password in it are percent-encoded (encodeURIComponent)",
    );
  }
  const { hosts, hasUser, options } = address;
  const details = {
    hosts,
    database: database ?? null,
    user: hasUser,
    options: [...options.keys()],
    default: isDefault,
  };
  const text = `${hosts.join(", ")}, ${database === undefined ? "no database" : `database ${database}`}`;
  if (isDefault) {
    return warning(
      `none is set; looking at ${text}`,
      "give --uri mongodb://localhost:27017/shop, the variable HARICOT_URI, or `uri` in haricot.config.ts",
      details,
    );
  }
  if (database !== undefined) return ok(text, details);
  return warning(
    text,
    "add the database to the address as in mongodb://localhost:27017/shop, or give --db; models and migrations are checked with one only",
    details,
  );
}

/** Whether what is sent can be read on the way. */
export function checkEncryption({ isSrv, hosts, hasUser, options }: Address): Finding {
  const tls = encrypts(isSrv, options);
  const blind = INSECURE.find((name) => options.get(name) === "true");
  const details = { tls, verified: tls && blind === undefined };
  if (tls && blind !== undefined) {
    return warning(
      `TLS, but ${blind} accepts any certificate: anybody on the way can pretend to be the server`,
      "name the authority's certificate by tlsCAFile instead",
      details,
    );
  }
  if (tls) return ok("TLS", details);
  const abroad = hosts.filter((host) => !isNear(host));
  if (abroad.length === 0) return ok("none, on this machine or in a private network", details);
  return warning(
    `none: ${hasUser ? "password and data" : "data"} can be read on the way to ${abroad.join(", ")}`,
    "let the server speak TLS and add tls=true to the address",
    details,
  );
}

function encrypts(isSrv: boolean, options: Address["options"]): boolean {
  const said = options.get("tls") ?? options.get("ssl");
  if (said !== undefined) return said === "true";
  return isSrv || ["tlscafile", "tlscertificatekeyfile", ...INSECURE].some((name) => options.has(name));
}

/** This machine, a private network (RFC 1918, RFC 4193), a socket in the file system, or a name without a domain, as containers have. */
function isNear(host: string): boolean {
  const name = host.startsWith("[") ? host.slice(1).split("]", 1)[0]! : host.split(":", 1)[0]!;
  if (name.toLowerCase().endsWith(".sock") || !/[.:]/.test(name)) return true;
  return /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|^::1$|^f[cd][0-9a-f]{2}:|\.(?:localhost|local|internal)$/i
    .test(name);
}
