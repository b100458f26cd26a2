import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { type Client, connect, ConnectionError, Document, init } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { rejection } from "./support/rejection.ts";
import { TestServer } from "./support/server.ts";

class Note extends Document({ id: z.int(), text: z.string() }) {
  static settings = { name: "notes" };
}

const KINDS = [["a standalone server", false], ["a replica set of one", true]] as const;

for (const [kind, replicaSet] of KINDS) {
  describe(`${kind} that goes and comes back`, () => {
    let server: TestServer;
    let client: Client;
    /** A client that gives up soon. */
    let hasty: Client;

    before(async () => {
      server = await TestServer.start({ replicaSet });
      if (replicaSet) await initiate(server);
      const uri = `mongodb://${server.host}/${replicaSet ? "?replicaSet=rs0" : ""}`;
      client = await connect(uri, { library });
      hasty = await connect(uri, { library, serverSelectionTimeoutMS: 200 });
      await init({ database: client.database("reconnect"), documentModels: [Note] });
      await new Note({ id: 1, text: "before" }).insert({ writeConcern: { w: 1, j: true } });
    });
    after(async () => {
      await client.close();
      await hasty.close();
      await server[Symbol.asyncDispose]();
    });

    test("operations during the outage fail clearly or wait; the same client goes on by itself", async () => {
      const slow = client.database("admin").command({ sleep: 1, millis: 20_000, lock: "none" });
      const cutOff = rejection(slow);
      await client.database("admin").command({ ping: 1 });
      await server.kill();
      const broken = await cutOff;
      assert.ok(broken instanceof ConnectionError, String(broken));

      const ping = () => hasty.database("admin").command({ ping: 1 });
      for (const error of [await rejection(ping()), await rejection(ping())]) {
        assert.ok(error instanceof ConnectionError, String(error));
      }
      const waiting = [Note.get(1), Note.find({}).toList()] as const;
      const writing = client.database("reconnect").command({ count: "notes", query: { _id: 1 } });

      await server.startAgain();
      assert.equal((await waiting[0])?.text, "before");
      assert.equal((await waiting[1]).length, 1);
      assert.equal((await writing)["n"], 1);
      await new Note({ id: 2, text: "after" }).insert();
      assert.equal((await Note.get(2))?.text, "after");
    });

    test("many operations that are under way when it goes all settle, and none that was acknowledged is lost", async () => {
      const ids = Array.from({ length: 300 }, (_, index) => 1000 + index);
      const outcomes = Promise.allSettled(ids.map(async (id) => {
        await new Note({ id, text: "x" }).insert({ writeConcern: { w: 1, j: true } });
        return id;
      }));
      await server.kill();
      await server.startAgain();
      const settled = await outcomes;
      const stored = new Set((await Note.find({ id: { $gte: 1000 } }).toList()).map(({ id }) => id));
      for (const outcome of settled) {
        if (outcome.status === "fulfilled") assert.ok(stored.has(outcome.value), `${outcome.value} is lost`);
        else assert.ok(outcome.reason instanceof ConnectionError, String(outcome.reason));
      }
    });
  });
}

describe("a server that is not there yet", () => {
  test("is waited for when connecting", async () => {
    await using server = await TestServer.start();
    await server.kill();
    const connecting = connect(`mongodb://${server.host}/`, { library });
    await server.startAgain();
    await using client = await connecting;
    assert.equal((await client.database("admin").command({ ping: 1 }))["ok"], 1);
  });
});

async function initiate(server: TestServer): Promise<void> {
  await using direct = await connect(`mongodb://${server.host}/?directConnection=true`, { library });
  const members = [{ _id: 0, host: server.host }];
  await direct.database("admin").command({ replSetInitiate: { _id: "rs0", members } });
}
