import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PORT, testStudio, TOKEN } from "./support.ts";

const studio = testStudio("access");
const looking = testStudio("looking", { readOnly: true });

describe("who may ask", () => {
  test("the page, with its token", async () => {
    const { status, body } = await studio.ask("models", {});
    assert.equal(status, 200);
    assert.equal(body.database, studio.server.database.name);
  });

  const WRONG = [
    null,
    "",
    "Bearer",
    "Bearer ",
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    TOKEN,
    `Basic ${TOKEN}`,
  ];
  for (const authorization of WRONG) {
    test(`nobody with the authorization ${JSON.stringify(authorization)}`, async () => {
      const { status, body } = await studio.ask("models", {}, { authorization });
      assert.deepEqual([status, body.error.kind], [401, "token"]);
      assert.equal(JSON.stringify(body).includes(TOKEN), false);
    });
  }

  for (const host of ["evil.example", `evil.example:${PORT}`, "127.0.0.1", `127.0.0.1:${PORT + 1}`, null]) {
    test(`nobody who asks for the host ${host}, to which another name may lead`, async () => {
      const { status, body } = await studio.ask("models", {}, { host, origin: `http://${host}` });
      assert.deepEqual([status, body.error.kind], [403, "origin"]);
    });
  }

  for (const origin of ["http://evil.example", "null", `http://127.0.0.1:${PORT + 1}`, `https://127.0.0.1:${PORT}`]) {
    test(`no page of the origin ${origin}`, async () => {
      const { status, body } = await studio.ask("models", {}, { origin });
      assert.deepEqual([status, body.error.kind], [403, "origin"]);
    });
  }

  test("no request that the browser says is of another site", async () => {
    const { status } = await studio.ask("models", {}, { "origin": null, "sec-fetch-site": "cross-site" });
    assert.equal(status, 403);
  });

  test("no form: requests are JSON", async () => {
    const { status } = await studio.ask("models", "{}", { "content-type": "text/plain" });
    assert.equal(status, 400);
  });
});

describe("what every answer says to the browser", () => {
  test("scripts of this server alone and none inline, no frames, nothing kept", async () => {
    for (
      const { headers } of [await studio.ask("models", {}), await studio.ask("models", {}, { authorization: null })]
    ) {
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("access-control-allow-origin"), null);
      assert.equal(headers.get("set-cookie"), null);
    }
  });
});

describe("requests that the page never makes", () => {
  const WRONG: readonly [string, unknown][] = [
    ["list", { model: "Product", conditions: [{ field: "name", operator: "$where", text: "1" }] }],
    ["list", { model: "Product", conditions: [{ field: "name", operator: "constructor", values: [] }] }],
    ["list", { model: "Product", filter: { $where: "1" } }],
    ["list", { model: "Product", limit: 100_000 }],
    ["list", { model: "Product", skip: -1 }],
    ["get", { model: "Product", id: "65a1b2c3d4e5f60718293a4b" }],
    ["get", { model: "Product", id: { $ne: null } }],
    ["get", { model: "Product", id: { t: "objectId", v: "1", more: 1 } }],
    ["remove", { model: "Product", id: { t: "int", v: "1" }, how: "deleteAll" }],
    ["models", "{"],
    ["models", null],
  ];
  for (const [name, body] of WRONG) {
    test(`${name} with ${JSON.stringify(body)} is refused`, async () => {
      const answer = await studio.ask(name, body);
      assert.deepEqual([answer.status, answer.body.error.kind], [400, "request"]);
    });
  }

  test("models that there are not, and names of the language", async () => {
    for (const model of ["Nothing", "__proto__", "constructor", ""]) {
      assert.equal((await studio.ask("list", { model })).status, 404);
    }
  });

  test("a call that there is not", async () => {
    assert.equal((await studio.ask("drop", {})).status, 404);
  });

  test("what nobody is to see is taken out of messages", async () => {
    const body = { model: "mongodb://ann:hunter2@host/", conditions: [] };
    const answer = await studio.ask("list", body);
    assert.equal(answer.status, 404);
    assert.equal(JSON.stringify(answer.body).includes("hunter2"), false);
  });
});

describe("with --read-only", () => {
  const id = { t: "int", v: "1" };
  const CHANGES: readonly [string, unknown][] = [
    ["update", { model: "Product", id, changes: [] }],
    ["insert", { model: "Product", document: { t: "object", v: [] } }],
    ["remove", { model: "Product", id, how: "delete" }],
    ["restore", { model: "Note", id }],
  ];
  for (const [name, body] of CHANGES) {
    test(`${name} is refused`, async () => {
      const answer = await looking.ask(name, body);
      assert.deepEqual([answer.status, answer.body.error.kind], [403, "readOnly"]);
    });
  }

  test("everything can be looked at", async () => {
    assert.equal((await looking.get("models", {})).readOnly, true);
    assert.deepEqual((await looking.get("list", { model: "Product" })).rows, []);
  });
});
