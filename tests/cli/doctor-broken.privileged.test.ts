import assert from "node:assert/strict";
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "../../mod.ts";
import { Certificates } from "../connections/support/certificates.ts";
import { TestServer } from "../connections/support/server.ts";
import { buildLibrary } from "../support/build-library.ts";
import { testDatabase } from "../support/database.ts";
import { library } from "../support/environment.ts";
import { inDeno } from "../support/programs.ts";
import { examine, inState } from "./doctor-support.ts";
import { project } from "./support.ts";

const place = project(testDatabase("cli_doctor_broken"));
/** Enough for a server of this machine; where a failure is expected, the doctor waits for it to pass. */
const SOON = ["--timeout", "1000"];

/** What is said of a connection that does not come about. */
async function reached(uri: string, ...more: string[]) {
  const report = await examine(place, ["--uri", uri, ...SOON, ...more]);
  const { state, message, advice, details } = report.checks["server.reachable"];
  assert.doesNotMatch(JSON.stringify(report), /geheim/);
  return { code: report.code, state, message, advice: advice ?? "", cause: details.cause, checks: report.checks };
}

describe("a native library that can not be used", () => {
  const uses = async (HARICOT_LIBRARY: string) => {
    const report = await examine(place, ["--uri", place.uri], { HARICOT_LIBRARY });
    return { ...report, file: report.checks["library.file"], version: report.checks["library.version"] };
  };

  test("because there is no such file: the place, who named it, and how to mend it; nothing else is tried", async () => {
    const { code, file, counts, checks } = await uses("/nowhere/libharicot.so");
    assert.deepEqual([code, file.state, counts.failure], [5, "failure", 1]);
    assert.match(file.message, /\/nowhere\/libharicot\.so \(environment variable HARICOT_LIBRARY\): no such file/);
    assert.match(file.advice!, /HARICOT_LIBRARY/);
    assert.equal(checks["server.reachable"].message, "the native library can not be used");
  });

  test("because the file is no library", async () => {
    const path = join(place.folder, "text.so");
    writeFileSync(path, "this is text");
    const { file } = await uses(path);
    assert.equal(file.state, "failure");
    assert.match(file.advice!, /no library for this platform/);
  });

  test("because it is of another ABI: both numbers", async () => {
    const source = `#[unsafe(no_mangle)] pub extern "C" fn haricot_abi_version() -> u32 { 99 }`;
    const { code, file, version, counts } = await uses(buildLibrary(place.folder, "newer", source));
    assert.deepEqual([code, file.state, version.state, counts.failure], [5, "ok", "failure", 1]);
    assert.match(version.message, /speaks version 99 of Haricot's ABI, this package version 1\.$/);
    assert.match(version.advice!, /the same version/);
  });

  test("is told when everybody may write to it, which is a warning", async () => {
    const path = join(place.folder, "open.so");
    copyFileSync(library, path);
    chmodSync(path, 0o777);
    const { code, file, checks } = await uses(path);
    assert.deepEqual([code, file.state, checks["server.reachable"].state], [0, "warning", "ok"]);
    assert.match(file.message, /everybody may write/);
    assert.equal(file.advice, `chmod go-w ${path}`);
  });
});

if (inDeno) {
  describe("permissions of Deno", () => {
    const ffi = `--allow-ffi=${library}`;
    const permitted = (...permissions: string[]) => examine(place, ["--uri", place.uri], {}, permissions);

    test("none at all: the flag that programs need, exactly, and nothing is asked", async () => {
      const { code, checks } = await permitted("--allow-env=HARICOT_LIBRARY");
      const { state, advice, details } = checks["runtime.permissions"];
      assert.deepEqual([code, state], [5, "failure"]);
      assert.equal(details.missing[0], ffi);
      assert.ok(advice!.startsWith(`give ${ffi}, `), advice!);
      assert.match(advice!, /--allow-net is not needed/);
      assert.equal(checks["library.file"].state, "not-checked");
    });

    test("not even the environment: then the variable that names the library is not known", async () => {
      const { code, checks } = await permitted();
      assert.equal(code, 5);
      assert.match(checks["runtime.permissions"].advice!, /--allow-env=HARICOT_LIBRARY lets it be read/);
    });

    test("the library alone is enough for library and server; what the command could not look at is told", async () => {
      const { code, checks, counts } = await permitted(ffi, "--allow-env=HARICOT_LIBRARY");
      assert.deepEqual([code, counts.failure], [0, 0]);
      assert.equal(checks["runtime.permissions"].state, "ok");
      assert.deepEqual(checks["runtime.permissions"].details.missing.map((flag: string) => flag.slice(0, 12)), [
        "--allow-env=",
        "--allow-read",
      ]);
      assert.equal(checks["server.topology"].state, "ok");
      assert.equal(checks["settings.configuration"].advice, "give --allow-read=.");
      assert.equal(checks["migrations.pending"].message, "Deno may not read migrations");
    });

    test("with all of them nothing is missing", async () => {
      const { checks } = await permitted(ffi, "--allow-env", "--allow-read");
      assert.deepEqual(checks["runtime.permissions"].details.missing, []);
    });
  });
}

describe("an address", () => {
  test("that is none", async () => {
    const { code, checks, counts } = await examine(place, ["--uri", "localhost:27017/shop"]);
    assert.deepEqual([code, checks["settings.address"].state, counts.failure], [5, "failure", 1]);
    assert.equal(checks["server.reachable"].message, "the address can not be understood");
  });

  test("with an option that can not be used: what the engine says of it, without the password", async () => {
    const { code, checks, cause } = await reached("mongodb://anna:geheim@127.0.0.1:1/shop?socketTimeoutMS=5");
    assert.deepEqual([code, cause, checks["settings.address"].state], [5, "address", "failure"]);
    assert.match(checks["settings.address"].message, /socketTimeoutMS is not supported/);
  });

  test("that nobody gave: the usual one is looked at, and is no failure", async () => {
    const { code, checks } = await examine(place, SOON);
    assert.equal(code, 0);
    assert.equal(checks["settings.address"].message, "none is set; looking at localhost:27017, no database");
    assert.notEqual(checks["server.reachable"].state, "failure");
  });
});

describe("a server that can not be reached", () => {
  test("because nothing listens there", async () => {
    const { code, state, cause, advice, checks } = await reached("mongodb://anna:geheim@127.0.0.1:1/shop");
    assert.deepEqual([code, state, cause], [5, "failure", "refused"]);
    assert.match(advice, /start mongod/);
    assert.equal(checks["server.version"].message, "there is no connection");
  });

  test("because there is no such host", async () => {
    const { cause, advice } = await reached("mongodb://nowhere.invalid:27017/shop");
    assert.equal(cause, "dns", advice);
    const srv = await reached("mongodb+srv://nowhere.invalid/shop");
    assert.ok(["dns", "timeout"].includes(srv.cause), srv.message);
  });

  test("because it never answers", async () => {
    const mute = createServer(() => {}).listen(0, "127.0.0.1");
    try {
      await once(mute, "listening");
      const { port } = mute.address() as { port: number };
      const { cause, advice } = await reached(`mongodb://127.0.0.1:${port}/shop`);
      assert.equal(cause, "timeout");
      assert.match(advice, /firewalls/);
    } finally {
      mute.close();
    }
  });

  test("because the address names another replica set", async () => {
    const { cause, message, advice } = await reached(place.uri.replace("replicaSet=rs0", "replicaSet=other"));
    assert.deepEqual([cause, advice], ["replica-set", "write replicaSet=rs0"]);
    assert.match(message, /its replica set is called rs0, and the address has replicaSet=other/);
  });

  test("because it speaks no TLS", async () => {
    const { cause, advice } = await reached(`${place.uri}&tls=true`);
    assert.equal(cause, "tls");
    assert.match(advice, /tls=true/);
  });
});

describe("a replica set that was never initiated", () => {
  let server: TestServer;
  before(async () => server = await TestServer.start({ replicaSet: true }));
  after(() => server[Symbol.asyncDispose]());

  test("is told from one that has no primary", async () => {
    const { code, cause, advice } = await reached(`mongodb://${server.host}/shop?replicaSet=rs0`);
    assert.deepEqual([code, cause], [5, "not-initiated"]);
    assert.match(advice, /rs\.initiate\(\)/);
  });
});

describe("a server with accounts", () => {
  let server: TestServer;
  before(async () => {
    server = await TestServer.start({ more: ["--auth"] });
    await using first = await connect(`mongodb://${server.host}/`, { library });
    await first.database("admin").command({ createUser: "root", pwd: "geheim", roles: ["root"] });
    await using admin = await connect(`mongodb://root:geheim@${server.host}/`, { library });
    const roles = [{ role: "read", db: "elsewhere" }];
    await admin.database("admin").command({ createUser: "little", pwd: "geheim", roles });
  });
  after(() => server[Symbol.asyncDispose]());

  test("a wrong password", async () => {
    const { code, cause, advice } = await reached(`mongodb://root:geheimer@${server.host}/shop`);
    assert.deepEqual([code, cause], [5, "authentication"]);
    assert.match(advice, /authSource/);
  });

  test("no user where one is demanded", async () => {
    const { code, state, checks } = await reached(`mongodb://${server.host}/shop`);
    assert.deepEqual([code, state, checks["server.access"].state], [5, "ok", "failure"]);
    assert.match(checks["server.access"].message, /demands a login/);
  });

  test("a user that may not look at the database, nor at the server's parameters", async () => {
    const { code, checks } = await reached(`mongodb://little:geheim@${server.host}/shop?authSource=admin`);
    assert.deepEqual([code, checks["server.access"].state], [5, "failure"]);
    assert.match(checks["server.access"].message, /^logged in as little of admin, who may not read the database shop/);
    assert.deepEqual(checks["server.compatibility"].state, "not-checked");
  });

  test("the right user; a server by itself is a warning that says what it lacks", async () => {
    const { code, checks } = await reached(`mongodb://root:geheim@${server.host}/shop?authSource=admin`);
    assert.deepEqual([code, checks["server.access"].state], [0, "ok"]);
    const { state, message, advice } = checks["server.topology"];
    assert.equal(state, "warning");
    assert.match(message, /^standalone: it has no transactions and no change streams/);
    assert.match(advice!, /rs\.initiate\(\)/);
  });
});

describe("TLS", () => {
  let certificates: Certificates;
  let server: TestServer;
  before(async () => {
    certificates = new Certificates();
    const files = [
      "--tlsCertificateKeyFile",
      certificates.path("server.pem"),
      "--tlsCAFile",
      certificates.path("ca.crt"),
    ];
    server = await TestServer.start({ more: ["--tlsMode", "requireTLS", ...files] });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    certificates[Symbol.dispose]();
  });
  const uri = (options: string) => `mongodb://${server.host}/shop?${options}`;
  const file = (name: string) => encodeURIComponent(certificates.path(name));

  test("that the server demands and the address does not have", async () => {
    assert.equal((await reached(uri(""))).cause, "tls");
  });

  test("by an authority that is not known", async () => {
    const { cause, advice } = await reached(uri(`tls=true&tlsCertificateKeyFile=${file("client.pem")}`));
    assert.equal(cause, "certificate");
    assert.match(advice, /tlsCAFile/);
  });

  test("without the certificate that the server demands of clients", async () => {
    const { cause } = await reached(uri(`tlsCAFile=${file("ca.crt")}`));
    assert.equal(cause, "client-certificate");
  });

  test("with everything it needs; accepting any certificate is a warning", async () => {
    const all = await reached(uri(`tlsCAFile=${file("ca.crt")}&tlsCertificateKeyFile=${file("client.pem")}`));
    assert.deepEqual([all.code, all.checks["settings.encryption"].message], [0, "TLS"]);
    const blind = await reached(uri(`tls=true&tlsInsecure=true&tlsCertificateKeyFile=${file("client.pem")}`));
    assert.deepEqual([blind.code, blind.checks["settings.encryption"].state], [0, "warning"]);
  });

  test("a file that is not there is a fault of the address", async () => {
    const { cause, checks } = await reached(uri("tlsCAFile=/nowhere/ca.crt"));
    assert.deepEqual([cause, checks["settings.address"].state], ["address", "failure"]);
  });
});

test("a server that is down leaves nothing ok that needs it", async () => {
  const report = await examine(place, ["--uri", "mongodb://127.0.0.1:1/shop", ...SOON]);
  const later = inState(report, "not-checked");
  assert.ok(
    ["server.access", "server.clock", "models.indexes", "migrations.pending"].every((name) => later.includes(name)),
  );
});
