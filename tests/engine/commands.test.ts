import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { runDocument, runValue } from "../../src/client/run.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { testDatabase } from "../support/database.ts";
import { library } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { untyped } from "../support/rows.ts";

const at = testDatabase("commands");

describe("commands", () => {
  test("a command gives the server's reply", async () => {
    const reply = await at.client.database("admin").command({ ping: 1 });
    assert.equal(reply["ok"], 1);
  });

  test("an insert gives the count, and what was inserted is found", async () => {
    const reply = await insert(at.database, "things", [{ _id: 1, name: "one" }, { _id: 2, name: "two" }]);
    assert.equal(reply["n"], 2);
    const count = await runDocument({ database: at.database, command: { count: "things", query: { name: "two" } } });
    assert.equal(count["n"], 1);
  });

  test("a findAndModify gives the document and whether it was there", async () => {
    const change = (id: number) => ({
      database: at.database,
      command: { findAndModify: "changed", query: { _id: id }, update: { $inc: { n: 1 } }, upsert: true, new: true },
    });
    assert.deepEqual(await runValue(change(1), untyped), { value: { _id: 1, n: 1 }, updatedExisting: false });
    assert.deepEqual(await runValue(change(1), untyped), { value: { _id: 1, n: 2 }, updatedExisting: true });
  });

  test("a findAndModify that finds nothing gives null", async () => {
    const command = { findAndModify: "changed", query: { _id: "absent" }, remove: true };
    assert.deepEqual(await runValue({ database: at.database, command }, untyped), {
      value: null,
      updatedExisting: false,
    });
  });

  test("a thousand operations at once all get their own answer", async () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    const replies = await Promise.all(numbers.map((n) => {
      const pipeline = [{ $documents: [{ n }] }];
      return runDocument({ database: at.client.database("admin"), command: { aggregate: 1, pipeline, cursor: {} } });
    }));
    const received = replies.map((reply) => (reply["cursor"] as { firstBatch: { n: number }[] }).firstBatch[0]!.n);
    assert.deepEqual(received, numbers);
  });

  test("a reply larger than the drain buffer arrives whole", async () => {
    const text = "x".repeat(1_000_000);
    await insert(at.database, "large", [{ _id: 1, text }]);
    const reply = await runDocument({ database: at.database, command: { find: "large", filter: { _id: 1 } } });
    const { firstBatch } = reply["cursor"] as { firstBatch: { text: string }[] };
    assert.equal(firstBatch[0]!.text, text);
  });
});

describe("connecting", () => {
  test("an empty address is refused before anything is opened", async () => {
    await assert.rejects(connect("", { library }), InvalidArgument);
  });

  test("an address that can not be understood is InvalidArgument without its credentials", async () => {
    await assert.rejects(connect("mongodb://user:geheim@host:port:port", { library }), (error: Error) => {
      assert.ok(error instanceof InvalidArgument, String(error));
      assert.doesNotMatch(error.message, /geheim/);
      return true;
    });
  });

  test("an unknown option is refused by name", async () => {
    const options = { library, nonsenseOption: 1 };
    await assert.rejects(connect("mongodb://127.0.0.1:1", options), /nonsenseOption/);
  });
});
