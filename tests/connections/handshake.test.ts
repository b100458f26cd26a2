import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../mod.ts";
import metadata from "../../package.json" with { type: "json" };
import { library, uri } from "../support/environment.ts";
import { operationsOf, uniqueAppName } from "./support/current-operations.ts";

describe("the handshake", () => {
  test("names Haricot, its version and the application", async () => {
    const appName = uniqueAppName("a&b=ü");
    await using client = await connect(uri, { library, appName });
    const [operation] = await operationsOf(client, appName);
    const { driver, application } = operation!.clientMetadata!;
    assert.deepEqual(String(driver!["name"]).split("|"), ["mongo-rust-driver", "Haricot"]);
    assert.equal(String(driver!["version"]).split("|")[1], metadata.version);
    assert.equal(application!["name"], appName);
  });

  test("takes the application's name from the URI, and that of the options rather", async () => {
    const [inUri, inOptions] = [uniqueAppName("uri"), uniqueAppName("options")];
    const address = `${uri}${uri.includes("?") ? "&" : "/?"}appName=${encodeURIComponent(inUri)}`;
    await using first = await connect(address, { library });
    assert.notEqual((await operationsOf(first, inUri)).length, 0);
    await using second = await connect(address, { library, appName: inOptions });
    assert.notEqual((await operationsOf(second, inOptions)).length, 0);
  });
});
