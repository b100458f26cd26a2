import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AuthenticationError, connect, InvalidArgument, ServerSelectionError } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { Certificates, CLIENT_SUBJECT } from "./support/certificates.ts";
import { assertKeepsSecret, rejection } from "./support/rejection.ts";
import { TestServer } from "./support/server.ts";

/** Enough for a server of this machine; tests that expect a failure wait for it to pass. */
const SOON = { library, serverSelectionTimeoutMS: 700 };

let certificates: Certificates;
before(() => certificates = new Certificates());
after(() => certificates[Symbol.dispose]());

function startServer(certificate: string, ...more: string[]): Promise<TestServer> {
  const files = ["--tlsCertificateKeyFile", certificates.path(certificate), "--tlsCAFile", certificates.path("ca.crt")];
  return TestServer.start({ more: ["--tlsMode", "requireTLS", ...files, ...more] });
}

async function ping(uri: string, options: Parameters<typeof connect>[1]): Promise<unknown> {
  await using client = await connect(uri, options);
  return (await client.database("admin").command({ ping: 1 }))["ok"];
}

describe("TLS", () => {
  let server: TestServer;
  before(async () => server = await startServer("server.pem", "--tlsAllowConnectionsWithoutCertificates"));
  after(() => server[Symbol.asyncDispose]());

  const plain = () => `mongodb://${server.host}/`;
  const ca = () => ({ tlsCAFile: certificates.path("ca.crt") });

  test("the authority of tlsCAFile is trusted, in the URI as among the options", async () => {
    const inUri = `${plain()}?tls=true&tlsCAFile=${encodeURIComponent(certificates.path("ca.crt"))}`;
    assert.equal(await ping(inUri, SOON), 1);
    assert.equal(await ping(plain(), { ...SOON, tls: true, ...ca() }), 1);
  });

  test("tlsCAFile alone means tls", async () => {
    assert.equal(await ping(plain(), { ...SOON, ...ca() }), 1);
  });

  test("a host name of the certificate is accepted like its address", async () => {
    assert.equal(await ping(`mongodb://localhost:${server.port}/?tls=true`, { ...SOON, ...ca() }), 1);
  });

  for (const option of ["tlsAllowInvalidCertificates", "tlsInsecure"] as const) {
    test(`${option} accepts any certificate`, async () => {
      assert.equal(await ping(plain(), { ...SOON, tls: true, [option]: true }), 1);
    });
  }

  test("without tlsCAFile a private authority is not trusted, and the error names the option", async () => {
    const error = await rejection(connect(plain(), { ...SOON, tls: true }));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /certificate was not accepted: check tlsCAFile/);
  });

  test("a certificate of another authority is not trusted", async () => {
    const error = await rejection(connect(plain(), { ...SOON, tlsCAFile: certificates.path("other-ca.crt") }));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /certificate was not accepted/);
  });

  test("speaking plainly to a server that wants TLS fails with the advice to turn it on", async () => {
    const error = await rejection(connect(plain(), SOON));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /tls=true/);
  });

  test("speaking TLS to a server that does not fails with the advice to check tls", async () => {
    await using without = await TestServer.start();
    const error = await rejection(connect(`mongodb://${without.host}/`, { ...SOON, ...ca() }));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /check tls/);
  });
});

describe("files of the TLS options", () => {
  const address = "mongodb://127.0.0.1:1/";
  const cases: [string, "tlsCAFile" | "tlsCertificateKeyFile", string, RegExp][] = [
    ["an absent authority", "tlsCAFile", "absent.crt", /tlsCAFile.*absent\.crt, can not be read/],
    ["a file without certificates", "tlsCAFile", "server.ext", /tlsCAFile.*no certificate/],
    ["an absent certificate", "tlsCertificateKeyFile", "absent.pem", /tlsCertificateKeyFile.*can not be read/],
    ["a certificate without its key", "tlsCertificateKeyFile", "client.crt", /no private key/],
    ["a key without its certificate", "tlsCertificateKeyFile", "client.key", /no certificate/],
    ["an encrypted key", "tlsCertificateKeyFile", "encrypted.pem", /encrypted.*openssl pkey/],
  ];
  for (const [what, option, file, expected] of cases) {
    test(`${what} is InvalidArgument with option and file`, async () => {
      const error = await rejection(connect(address, { ...SOON, tls: true, [option]: certificates.path(file) }));
      assert.ok(error instanceof InvalidArgument, String(error));
      assert.match(error.message, expected);
    });
  }

  test("the password of a key is refused and not repeated", async () => {
    const error = await rejection(connect(`${address}?tls=true&tlsCertificateKeyFilePassword=geheim`, SOON));
    assert.ok(error instanceof InvalidArgument, String(error));
    assert.match(error.message, /tlsCertificateKeyFilePassword is not supported/);
    assertKeepsSecret(error, "geheim");
  });
});

describe("a certificate for another host", () => {
  test("is not accepted", async () => {
    await using server = await startServer("elsewhere.pem", "--tlsAllowConnectionsWithoutCertificates");
    const options = { ...SOON, tlsCAFile: certificates.path("ca.crt") };
    const error = await rejection(connect(`mongodb://${server.host}/`, options));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /host names/);
  });
});

describe("client certificates", () => {
  let server: TestServer;
  const uri = (query = "") => `mongodb://${server.host}/?tls=true${query}`;
  const x509 = () => uri("&authMechanism=MONGODB-X509&authSource=%24external");
  const files = (certificate: string) => ({
    ...SOON,
    tlsCAFile: certificates.path("ca.crt"),
    tlsCertificateKeyFile: certificates.path(certificate),
  });

  before(async () => {
    server = await startServer("server.pem", "--auth");
    await using client = await connect(uri(), files("client.pem"));
    const root = { createUser: "root", pwd: "root", roles: ["root"] };
    await client.database("admin").command(root);
    await using admin = await connect(uri(), { ...files("client.pem"), username: "root", password: "root" });
    const roles = [{ role: "readWrite", db: "shop" }];
    await admin.database("$external").command({ createUser: CLIENT_SUBJECT, roles });
  });
  after(() => server[Symbol.asyncDispose]());

  test("a server that demands one refuses a client without it, and the error names the option", async () => {
    const error = await rejection(connect(uri(), { ...SOON, tlsCAFile: certificates.path("ca.crt") }));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /tlsCertificateKeyFile/);
  });

  test("alone it does not log in", async () => {
    await using client = await connect(uri(), files("client.pem"));
    const error = await rejection(client.database("shop").command({ count: "things" }));
    assert.equal((error as unknown as { codeName?: string }).codeName, "Unauthorized");
  });

  test("X.509 logs in as the subject of the certificate, with its roles only", async () => {
    await using client = await connect(x509(), files("client.pem"));
    const status = await client.database("admin").command({ connectionStatus: 1 });
    const { authenticatedUsers } = status["authInfo"] as { authenticatedUsers: unknown };
    assert.deepEqual(authenticatedUsers, [{ user: CLIENT_SUBJECT, db: "$external" }]);
    const shop = client.database("shop");
    assert.equal((await shop.command({ insert: "things", documents: [{ _id: 1 }] }))["n"], 1);
    const error = await rejection(client.database("other").command({ count: "things" }));
    assert.equal((error as unknown as { codeName?: string }).codeName, "Unauthorized");
  });

  test("X.509 works by options", async () => {
    const options = { ...files("client.pem"), authMechanism: "MONGODB-X509", authSource: "$external" };
    assert.equal(await ping(uri(), options), 1);
  });

  test("X.509 with a user name is InvalidArgument: it comes from the certificate", async () => {
    const error = await rejection(connect(x509(), { ...files("client.pem"), username: CLIENT_SUBJECT }));
    assert.ok(error instanceof InvalidArgument, String(error));
    assert.match(error.message, /client's certificate: leave it out/);
  });

  test("X.509 with a certificate that no user has is AuthenticationError", async () => {
    const error = await rejection(connect(x509(), files("server.pem")));
    assert.ok(error instanceof AuthenticationError, String(error));
  });
});
