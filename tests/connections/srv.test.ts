import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect, ConnectionError, InvalidArgument } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { assertKeepsSecret, rejection } from "./support/rejection.ts";

describe("mongodb+srv", () => {
  test("a name that can not be resolved is ServerSelectionError without credentials", async () => {
    // The domain .invalid never resolves (RFC 2606).
    const uri = "mongodb+srv://user:geheim@cluster.haricot.invalid/shop";
    const error = await rejection(connect(uri, { library, serverSelectionTimeoutMS: 500 }));
    assert.ok(error instanceof ConnectionError, String(error));
    assert.equal(error.code, "connection.server_selection");
    assert.match(error.message, /could not be resolved/);
    assertKeepsSecret(error, "geheim", uri);
  });

  const refused: [string, string][] = [
    ["a port", "mongodb+srv://user:geheim@cluster.haricot.invalid:27017/"],
    ["two hosts", "mongodb+srv://user:geheim@a.haricot.invalid,b.haricot.invalid/"],
  ];
  for (const [what, uri] of refused) {
    test(`${what} is InvalidArgument without credentials`, async () => {
      const error = await rejection(connect(uri, { library }));
      assert.ok(error instanceof InvalidArgument, String(error));
      assertKeepsSecret(error, "geheim", uri);
    });
  }
});
