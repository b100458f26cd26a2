import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Address, addressOf, checkAddress, checkEncryption } from "../../cli/doctor/address.ts";
import { PLATFORMS } from "../../cli/doctor/library.ts";
import { directUri, explainHello } from "../../cli/doctor/reach.ts";
import { checkServerVersion } from "../../cli/doctor/server-version.ts";
import { isAtLeast } from "../../cli/doctor/versions.ts";
import { TARGETS } from "../../tools/lib/pack/targets.mjs";

const address = (uri: string): Address => addressOf(uri) ?? assert.fail(uri);

describe("addresses", () => {
  test("are taken apart without what is secret", () => {
    assert.deepEqual(address("mongodb+srv://anna:geheim@cluster.example.com/shop?w=1&tls=true"), {
      isSrv: true,
      hosts: ["cluster.example.com"],
      database: "shop",
      hasUser: true,
      options: new Map([["w", "1"], ["tls", "true"]]),
    });
    assert.deepEqual(address("mongodb://a:1,b:2").hosts, ["a:1", "b:2"]);
    for (const wrong of ["http://a/", "localhost", "mongodb://", "mongodb:///shop"]) {
      assert.equal(addressOf(wrong), undefined, wrong);
    }
    const uri = "mongodb://anna:geheim@a:1/shop?authMechanismProperties=AWS_SESSION_TOKEN:geheim";
    assert.doesNotMatch(JSON.stringify(checkAddress(uri, false, "shop")), /geheim/);
  });

  test("without TLS are a warning where others can listen", () => {
    const state = (uri: string): string => checkEncryption(address(uri)).state;
    const near = [
      "localhost:1",
      "127.0.0.1",
      "[::1]:27017",
      "10.1.2.3:27017",
      "172.20.0.2",
      "mongo:27017",
      "%2Ftmp%2Fmongodb.sock",
    ];
    for (const host of near) assert.equal(state(`mongodb://${host}/shop`), "ok", host);
    for (
      const host of ["db.example.com", "8.8.8.8:27017", "172.32.0.1", "[2001:db8::1]:27017", "localhost,db.example.com"]
    ) {
      assert.equal(state(`mongodb://${host}/shop`), "warning", host);
      assert.equal(state(`mongodb://${host}/shop?tls=true`), "ok", host);
    }
    assert.equal(state("mongodb+srv://db.example.com/shop"), "ok");
    assert.equal(state("mongodb+srv://db.example.com/shop?tls=false"), "warning");
    assert.equal(state("mongodb://db.example.com/shop?tlsCAFile=ca.pem"), "ok");
    assert.equal(state("mongodb://db.example.com/shop?tls=true&tlsAllowInvalidCertificates=true"), "warning");
  });

  test("of one server by itself keep everything but the set", () => {
    assert.equal(
      directUri("mongodb://u:p@a:1,b:2/shop?replicaSet=rs0&tls=true", "b:2"),
      "mongodb://u:p@b:2/shop?tls=true&directConnection=true",
    );
    assert.equal(directUri("mongodb://a:1", "a:1"), "mongodb://a:1/?directConnection=true");
  });
});

describe("what a server says when it is asked by itself", () => {
  const causeOf = (uri: string, hello: Record<string, unknown>) =>
    explainHello("127.0.0.1:1", address(uri), hello)?.details?.cause;

  test("explains why the deployment was not found", () => {
    const uri = "mongodb://127.0.0.1:1/shop";
    assert.equal(causeOf(uri, { isreplicaset: true }), "not-initiated");
    assert.equal(causeOf(`${uri}?replicaSet=rs0`, {}), "replica-set");
    assert.equal(causeOf(`${uri}?replicaSet=rs0`, { setName: "rs1", hosts: [] }), "replica-set");
    assert.equal(causeOf(uri, { setName: "rs0", hosts: ["127.0.0.1:1"] }), "no-primary");
    assert.equal(causeOf(uri, {}), undefined);
  });

  test("such as names of members that this machine does not know", () => {
    const hello = { setName: "rs0", hosts: ["mongo:27017"], primary: "mongo:27017" };
    const finding = explainHello("127.0.0.1:1", address("mongodb://127.0.0.1:1/shop"), hello);
    assert.equal(finding?.details?.cause, "members");
    assert.match(finding.message, /calls its members mongo:27017/);
    assert.match(finding.advice!, /directConnection=true/);
  });
});

describe("versions", () => {
  test("are compared by number, not by letter", () => {
    for (
      const [version, needed, expected] of [
        ["1.4.5", "1.4", true],
        ["1.4.0", "1.4", true],
        ["1.3.14", "1.4", false],
        ["2.10.0", "2.7.12", true],
        ["2.7.11", "2.7.12", false],
        ["2.7.12-rc.1", "2.7.12", true],
        ["", "1.4", false],
      ] as const
    ) assert.equal(isAtLeast(version, needed), expected, `${version} ${needed}`);
  });

  test("of the server that are too old are a failure, those that lack something a warning", () => {
    const states = ["4.2.24", "4.4.29", "5.0.4", "6.0.27", "8.0.1"].map((version) => checkServerVersion(version).state);
    assert.deepEqual(states, ["failure", "warning", "ok", "ok", "ok"]);
    assert.match(checkServerVersion("8.0.1").message, /the tests have run against/);
  });
});

test("the doctor knows every platform that gets a package, and no other", () => {
  assert.deepEqual(PLATFORMS, Object.keys(TARGETS));
});
