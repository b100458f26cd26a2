import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../mod.ts";
import { library, uri } from "../support/environment.ts";

describe("options that can not be used", () => {
  const cases: [string, RegExp][] = [
    ["w=0", /w=0 is not supported/],
    ["socketTimeoutMS=100", /socketTimeoutMS is not supported/],
    ["waitQueueTimeoutMS=100", /waitQueueTimeoutMS is not supported/],
    ["timeoutMS=100", /option of the call/],
    ["tlsAllowInvalidHostnames=true", /tlsAllowInvalidHostnames is not supported/],
    ["uuidRepresentation=javaLegacy", /uuidRepresentation/],
    ["maxPoolSise=5", /maxPoolSise is not known/],
  ];
  for (const [option, expected] of cases) {
    test(`${option} is refused with the reason`, async () => {
      await assert.rejects(connect(`mongodb://127.0.0.1:1/?${option}`, { library }), expected);
    });
  }

  test("options that mean nothing here pass", async () => {
    const address = `${uri}${uri.includes("?") ? "&" : "/?"}uuidRepresentation=standard&socketTimeoutMS=0`;
    await using client = await connect(address, { library });
    assert.equal((await client.database("admin").command({ ping: 1 }))["ok"], 1);
  });

  test("files are read by the library, without a permission of the runtime", async () => {
    const attempt = connect("mongodb://127.0.0.1:1/", { library, tlsCAFile: "/nowhere/authority.pem" });
    await assert.rejects(attempt, (error: Error) => {
      assert.match(error.message, /nowhere.authority\.pem/);
      assert.doesNotMatch(error.message, /allow-read|permission/i);
      return true;
    });
  });
});
