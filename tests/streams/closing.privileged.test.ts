import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Client, connect, Document, init } from "../../mod.ts";
import { TestServer } from "../connections/support/server.ts";
import { library } from "../support/environment.ts";

class Tag extends Document({ word: z.string() }) {}

/** Lets a read reach the engine, which looks for a server then. */
const sent = () => sleep(20);

/** A test that waits for a server selection hangs: it takes ten minutes here. */
const AT_ONCE = { timeout: 30_000 };

describe("while no server answers, as in an election", () => {
  let server: TestServer, client: Client;
  before(async () => {
    server = await TestServer.start();
    client = await connect(`mongodb://${server.host}/`, { library, serverSelectionTimeoutMS: 600_000 });
    await init({ database: client.database("closing"), documentModels: [Tag], skipIndexes: true });
    await server.kill();
  });
  after(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });

  test("close() ends a read that opens the stream", AT_ONCE, async () => {
    const stream = Tag.watch();
    const reading = stream.next();
    await sent();
    await stream.close();
    assert.deepEqual(await reading, { done: true, value: undefined });
  });

  test("leaving an await using block does as well", AT_ONCE, async () => {
    let opening: Promise<unknown>;
    {
      await using stream = Tag.watch();
      opening = stream.open();
      await sent();
    }
    await opening;
  });

  test("a signal ends it with its reason", AT_ONCE, async () => {
    const controller = new AbortController(), reason = new Error("enough");
    const stream = Tag.watch([], { signal: controller.signal });
    const ended = assert.rejects(stream.next(), reason);
    await sent();
    controller.abort(reason);
    await ended;
    assert.equal(stream.closed, true);
    await assert.rejects(Tag.watch([], { signal: controller.signal }).open(), reason);
  });
});
