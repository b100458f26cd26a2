import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AuthenticationError, connect, type ConnectOptions, InvalidArgument } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { eventually } from "./support/current-operations.ts";
import { assertKeepsSecret, rejection } from "./support/rejection.ts";
import { TestServer } from "./support/server.ts";

/** Every character that means something in a URI, and some beyond ASCII. */
const USER = "us:er/@name?";
const PASSWORD = "p@ss:w/r?d#[1]%41 &=é+ß";
const MECHANISMS = ["SCRAM-SHA-1", "SCRAM-SHA-256"] as const;

let server: TestServer;

before(async () => {
  server = await TestServer.start({ more: ["--auth"] });
  await using first = await connect(`mongodb://${server.host}/`, { library });
  await first.database("admin").command({ createUser: "root", pwd: "r00t", roles: ["root"] });
  await using admin = await connect(`mongodb://root:r00t@${server.host}/`, { library });
  for (const mechanism of MECHANISMS) {
    const user = { pwd: PASSWORD, roles: [{ role: "readWrite", db: "shop" }], mechanisms: [mechanism] };
    await admin.database("accounts").command({ createUser: USER + mechanism, ...user });
  }
});
after(() => server[Symbol.asyncDispose]());

async function login(uri: string, options: ConnectOptions = {}): Promise<unknown> {
  await using client = await connect(uri, { library, ...options });
  const status = await client.database("admin").command({ connectionStatus: 1 });
  await client.database("shop").command({ count: "things" });
  return (status["authInfo"] as { authenticatedUsers: unknown }).authenticatedUsers;
}

function uriOf(user: string, password: string, rest = ""): string {
  return `mongodb://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${server.host}/${rest}`;
}

describe("SCRAM", () => {
  for (const mechanism of MECHANISMS) {
    const user = USER + mechanism;
    const expected = [{ user, db: "accounts" }];
    const forced = `&authMechanism=${mechanism}`;

    test(`${mechanism} is negotiated when no mechanism is named`, async () => {
      assert.deepEqual(await login(uriOf(user, PASSWORD, "?authSource=accounts")), expected);
    });

    test(`${mechanism} by name, with the database of the URI as the source of the user`, async () => {
      assert.deepEqual(await login(uriOf(user, PASSWORD, `accounts?${forced.slice(1)}`)), expected);
    });

    test(`${mechanism} with user name and password among the options, as they are`, async () => {
      const uri = `mongodb://${server.host}/?authSource=accounts${forced}`;
      assert.deepEqual(await login(uri, { username: user, password: PASSWORD }), expected);
      const options = { username: user, password: PASSWORD, authSource: "accounts", authMechanism: mechanism };
      assert.deepEqual(await login(`mongodb://${server.host}`, options), expected);
    });

    test(`${mechanism}: options win over the URI's user name and password`, async () => {
      const uri = uriOf("nobody", "nothing", "?authSource=accounts");
      assert.deepEqual(await login(uri, { username: user, password: PASSWORD }), expected);
      assert.deepEqual(await login(uriOf(user, "nothing", "?authSource=accounts"), { password: PASSWORD }), expected);
    });

    test(`${mechanism}: a wrong password is AuthenticationError and stays secret`, async () => {
      const uri = uriOf(user, `${PASSWORD}geheim`, `?authSource=accounts${forced}`);
      const error = await rejection(connect(uri, { library }));
      assert.ok(error instanceof AuthenticationError, String(error));
      assert.equal(error.code, "connection.authentication");
      assertKeepsSecret(error, `${PASSWORD}geheim`, "geheim", uri, server.host);
    });
  }

  test("a user of another source is AuthenticationError that names authSource", async () => {
    const error = await rejection(login(uriOf(USER + MECHANISMS[1], PASSWORD)));
    assert.ok(error instanceof AuthenticationError, String(error));
    assert.match(error.message, /authSource/);
    assertKeepsSecret(error, PASSWORD);
  });

  test("a mechanism that the user does not have is AuthenticationError", async () => {
    const error = await rejection(login(uriOf(USER + MECHANISMS[0], PASSWORD, "accounts?authMechanism=SCRAM-SHA-256")));
    assert.ok(error instanceof AuthenticationError, String(error));
    assertKeepsSecret(error, PASSWORD);
  });

  test("a user that is dropped while connected is AuthenticationError on the next connection", async () => {
    await using admin = await connect(`mongodb://root:r00t@${server.host}/`, { library });
    await admin.database("admin").command({ createUser: "leaving", pwd: "geheim1", roles: [] });
    await using client = await connect(uriOf("leaving", "geheim1"), { library, maxIdleTimeMS: 1 });
    await admin.database("admin").command({ dropUser: "leaving" });
    // Connections that were made before stay logged in until they are closed for being idle.
    const ping = () => client.database("admin").command({ ping: 1 }).then(() => undefined, (error: unknown) => error);
    const error = await eventually(ping, (outcome) => outcome !== undefined);
    assert.ok(error instanceof AuthenticationError, String(error));
    assertKeepsSecret(error, "geheim1");
  });
});

describe("credentials that can not be used", () => {
  const cases: [string, (host: string) => [string, ConnectOptions]][] = [
    ["a password without a user name", (host) => [`mongodb://${host}/`, { password: "geheim" }]],
    ["a password that is not encoded", (host) => [`mongodb://u:ge@heim@${host}/`, {}]],
    ["a % that encodes nothing", (host) => [`mongodb://u:geheim%@${host}/`, {}]],
    ["an unknown mechanism", (host) => [`mongodb://u:geheim@${host}/?authMechanism=GEHEIM`, {}]],
    ["a mechanism without a user", (host) => [`mongodb://${host}/?authMechanism=SCRAM-SHA-256`, {}]],
    ["X.509 with a password", (host) => [`mongodb://u:geheim@${host}/?authMechanism=MONGODB-X509`, {}]],
  ];
  for (const [what, make] of cases) {
    test(`${what} is InvalidArgument without the URI`, async () => {
      const [uri, options] = make(server.host);
      const error = await rejection(connect(uri, { library, ...options }));
      assert.ok(error instanceof InvalidArgument, String(error));
      assertKeepsSecret(error, "geheim", "heim@", uri, server.host);
    });
  }
});
