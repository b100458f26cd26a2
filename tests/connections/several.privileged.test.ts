import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { type Client, ClientClosed, connect, Document, init } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { eventually } from "./support/current-operations.ts";
import { rejection } from "./support/rejection.ts";
import { TestServer } from "./support/server.ts";

class Left extends Document({ id: z.int() }) {
  static settings = { name: "things" };
}
class Right extends Document({ id: z.int() }) {
  static settings = { name: "things" };
}

let servers: TestServer[];
before(async () => servers = await Promise.all([TestServer.start(), TestServer.start()]));
after(() => Promise.all(servers.map((server) => server[Symbol.asyncDispose]())));

const open = (index: number): Promise<Client> => connect(`mongodb://${servers[index]!.host}/`, { library });

async function connections(client: Client): Promise<number> {
  const status = await client.database("admin").command({ serverStatus: 1 });
  return Number((status["connections"] as { current: number }).current);
}

/** Connections of the server once the monitors of a new client have opened theirs. */
async function settledConnections(client: Client): Promise<number> {
  let last = await connections(client);
  return await eventually(() => connections(client), (now) => {
    const isSettled = now === last;
    last = now;
    return isSettled;
  });
}

describe("several clients", () => {
  test("to two servers at once, each model on its own", async () => {
    await using left = await open(0);
    await using right = await open(1);
    await init({ database: left.database("several"), documentModels: [Left] });
    await init({ database: right.database("several"), documentModels: [Right] });
    const ids = Array.from({ length: 50 }, (_, id) => id);
    await Promise.all(ids.flatMap((id) => [new Left({ id }).insert(), new Right({ id: 100 + id }).insert()]));
    assert.deepEqual((await Left.find({}).sort("id").toList()).map(({ id }) => id), ids);
    assert.deepEqual((await Right.find({}).sort("id").toList()).map(({ id }) => id), ids.map((id) => 100 + id));
  });

  test("a model moves to another server when it is bound anew", async () => {
    await using left = await open(0);
    await using right = await open(1);
    await init({ database: left.database("moving"), documentModels: [Left] });
    await new Left({ id: 1 }).insert();
    await init({ database: right.database("moving"), documentModels: [Left] });
    assert.equal(await Left.count(), 0);
    assert.equal((await left.database("moving").command({ count: "things" }))["n"], 1);
  });

  test("a session of one client is refused by another", async () => {
    await using left = await open(0);
    await using right = await open(1);
    await using session = await left.startSession();
    const error = await rejection(right.database("several").command({ count: "things" }, { session }));
    assert.match(error.message, /client/);
  });

  test("closing one leaves the others working, and its connections are gone from the server", async () => {
    await using observer = await open(0);
    const before = await settledConnections(observer);
    const clients = await Promise.all(Array.from({ length: 5 }, () => open(0)));
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: 10 }, () => client.database("admin").command({ ping: 1 }))),
    );
    assert.ok(await connections(observer) > before);
    await Promise.all(clients.map((client) => client.close()));
    assert.equal(await eventually(() => connections(observer), (now) => now <= before), before);
    await assert.rejects(clients[0]!.database("admin").command({ ping: 1 }), ClientClosed);
  });
});
