import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { runDocument } from "../../src/client/run.ts";
import { BulkWriteError } from "../../src/errors/bulk-write-error.ts";
import { ConnectionError } from "../../src/errors/connection-error.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { HaricotError } from "../../src/errors/haricot-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { OperationTimeout } from "../../src/errors/operation-timeout.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import { ServerSelectionError } from "../../src/errors/server-selection-error.ts";
import { SessionError } from "../../src/errors/session-error.ts";
import { testDatabase } from "../support/database.ts";
import { library } from "../support/environment.ts";
import { insert } from "../support/insert.ts";

const at = testDatabase("errors");

async function rejection(promise: Promise<unknown>): Promise<HaricotError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof HaricotError, `not a HaricotError: ${String(error)}`);
    return error;
  }
  return assert.fail("it did not reject");
}

describe("errors of the server", () => {
  test("a refused command is ServerError with the server's code and name", async () => {
    const error = await rejection(at.database.command({ collMod: "absent", validator: {} }));
    assert.ok(error instanceof ServerError);
    assert.deepEqual([error.code, error.serverCode, error.codeName], ["server.error", 26, "NamespaceNotFound"]);
  });

  test("a duplicate in a findAndModify is DuplicateKeyError with the key", async () => {
    await at.database.command({
      createIndexes: "unique",
      indexes: [{ key: { email: 1 }, name: "email", unique: true }],
    });
    await insert(at.database, "unique", [{ _id: 1, email: "a" }, { _id: 2, email: "b" }]);
    const command = { findAndModify: "unique", query: { _id: 2 }, update: { $set: { email: "a" } } };
    const error = await rejection(runDocument({ database: at.database, command, model: "User" }));
    assert.ok(error instanceof DuplicateKeyError, String(error));
    assert.equal(error.code, "server.duplicate_key");
    assert.deepEqual(error.keyPattern, { email: 1 });
    assert.deepEqual(error.keyValue, { email: "a" });
  });

  test("an unordered insert lists every failed index", async () => {
    await insert(at.database, "bulk", [{ _id: 2 }, { _id: 4 }]);
    const documents = [1, 2, 3, 4, 5].map((_id) => ({ _id }));
    const error = await rejection(insert(at.database, "bulk", documents, false));
    assert.ok(error instanceof BulkWriteError, String(error));
    assert.deepEqual(error.errors.map(({ index, code }) => [index, code]), [[1, 11000], [3, 11000]]);
    assert.deepEqual(error.errors[0]!.keyValue, { _id: 2 });
    assert.deepEqual(error.result, { n: 3 });
  });

  test("an ordered insert stops at the first failure", async () => {
    const documents = [10, 2, 11].map((_id) => ({ _id }));
    const error = await rejection(insert(at.database, "bulk", documents));
    assert.ok(error instanceof BulkWriteError, String(error));
    assert.deepEqual([error.errors.map(({ index }) => index), error.result], [[1], { n: 1 }]);
  });

  test("maxTimeMS that passes is OperationTimeout", async () => {
    const slow = { sleep: 1, millis: 3000, lock: "none", maxTimeMS: 20 };
    const error = await rejection(at.client.database("admin").command(slow));
    assert.ok(error instanceof OperationTimeout, String(error));
  });

  test("timeoutMS that passes is OperationTimeout", async () => {
    const error = await rejection(
      at.client.database("admin").command({ sleep: 1, millis: 3000, lock: "none" }, { timeoutMS: 30 }),
    );
    assert.ok(error instanceof OperationTimeout, String(error));
    assert.equal(error.code, "operation.timeout");
  });
});

describe("errors of the guard", () => {
  const cases: [string, string, Record<string, unknown>][] = [
    ["guard.collection_name", "a hostile collection name", { find: "a$b" }],
    ["guard.operator", "an unknown operator", { find: "c", filter: { a: { $nonsense: 1 } } }],
    ["guard.server_javascript", "$where", { find: "c", filter: { $where: "true" } }],
    ["guard.empty_criteria", "a delete of everything", { delete: "c", deletes: [{ q: {}, limit: 0 }] }],
  ];
  for (const [code, what, command] of cases) {
    test(`${what} is InvalidArgument ${code}`, async () => {
      const error = await rejection(runDocument({ database: at.database, command }));
      assert.ok(error instanceof InvalidArgument, String(error));
      assert.equal(error.code, code);
    });
  }

  test("a hostile database name is refused", async () => {
    const error = await rejection(at.client.database("a.b").command({ ping: 1 }));
    assert.equal(error.code, "guard.database_name");
  });
});

describe("errors of connections and sessions", () => {
  test("a server that is not there is ServerSelectionError without credentials", async () => {
    const attempt = async () => {
      const client = await connect("mongodb://user:geheim@127.0.0.1:1/", { library, serverSelectionTimeoutMS: 100 });
      await client.database("admin").command({ ping: 1 });
    };
    const error = await rejection(attempt());
    assert.ok(error instanceof ServerSelectionError && error instanceof ConnectionError, String(error));
    assert.doesNotMatch(`${error.message} ${error.stack}`, /geheim/);
  });

  test("a commit without a transaction is SessionError", async () => {
    await using session = await at.client.startSession();
    const error = await rejection(session.commit());
    assert.ok(error instanceof SessionError, String(error));
  });

  test("an ended session is refused by name", async () => {
    const session = await at.client.startSession();
    await session.end();
    await session.end();
    const error = await rejection(runDocument({ database: at.database, command: { find: "c" }, session }));
    assert.ok(error instanceof SessionError, String(error));
  });
});

describe("where an error comes from", () => {
  test("the caller's function is in the stack", async () => {
    async function functionOfTheCaller(): Promise<void> {
      await at.database.command({ collMod: "absent", validator: {} });
    }
    const error = await rejection(functionOfTheCaller());
    assert.match(error.stack ?? "", /functionOfTheCaller/);
    assert.match(error.stack ?? "", /errors\.test\.ts/);
  });

  test("the name in the stack is that of the class", async () => {
    const error = await rejection(at.database.command({ collMod: "absent", validator: {} }));
    assert.equal(error.name, "ServerError");
    assert.match(String(error), /^ServerError: /);
  });
});
