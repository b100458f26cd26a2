import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ClientClosed, type ClientEvent, connect, InvalidArgument } from "../../mod.ts";
import { library, uri } from "../support/environment.ts";

describe("events of a client", () => {
  test("an operation takes a connection and gives it back", async () => {
    await using client = await connect(uri, { library });
    await using events = client.events("connectionCheckedOut", "connectionCheckedIn");
    await client.database("admin").command({ ping: 1 });
    // The connection that the client was opened with may come back after the listening began.
    let { value: out } = await events.next();
    if (out?.name === "connectionCheckedIn") out = (await events.next()).value;
    assert.ok(out?.name === "connectionCheckedOut");
    assert.equal((await events.next()).value?.name, "connectionCheckedIn");
    assert.ok(out.time instanceof Date && out.connectionId > 0 && out.durationMS >= 0);
    assert.match(out.address, /^127\.0\.0\.1:\d+$/);
  });

  test("listeners get their event from the call on, until they are removed", async () => {
    await using client = await connect(uri, { library });
    const seen: ClientEvent<"connectionCheckedIn">[] = [];
    const listener = (event: ClientEvent<"connectionCheckedIn">): void => void seen.push(event);
    client.on("connectionCheckedIn", listener);
    await client.database("admin").command({ ping: 1 });
    await until(() => seen.length > 0);
    const { length } = seen;
    client.off("connectionCheckedIn", listener);
    await client.database("admin").command({ ping: 1 });
    await client.database("admin").command({ ping: 1 });
    assert.equal(seen.length, length);
    assert.equal(client.engine.stats().listeners, 0);
  });

  test("servers are checked, and closing tells of pools and topology until the end", async () => {
    const client = await connect(uri, { library, heartbeatFrequencyMS: 500 });
    const events = client.events("serverHeartbeatSucceeded", "connectionPoolClosed", "topologyClosed");
    const names: string[] = [];
    const reading = (async () => {
      for await (const event of events) {
        names.push(event.name);
        if (event.name === "serverHeartbeatSucceeded" && names.length === 1) void client.close();
      }
    })();
    await reading;
    assert.equal(names[0], "serverHeartbeatSucceeded");
    assert.ok(names.includes("connectionPoolClosed") && names.includes("topologyClosed"), names.join());
    assert.equal((await events.next()).done, true);
  });

  test("events that nobody reads are kept up to a limit, and what is lost is counted", async () => {
    await using client = await connect(uri, { library });
    await using events = client.events("connectionCheckedOut");
    const admin = client.database("admin");
    for (let i = 0; i < 12; i++) await Promise.all(Array.from({ length: 100 }, () => admin.command({ ping: 1 })));
    let read = 0;
    for await (const event of events) {
      if (event.name === "eventsDropped") {
        assert.ok(event.count > 0);
        assert.equal(read + event.count, 1200);
        return;
      }
      read++;
    }
    assert.fail("nothing was dropped");
  });

  test("two streams each get all, and a closed one nothing more", async () => {
    await using client = await connect(uri, { library });
    const first = client.events("connectionCheckedOut");
    await using second = client.events("connectionCheckedOut");
    const waiting = first.next();
    await first.close();
    assert.equal((await waiting).done, true);
    await client.database("admin").command({ ping: 1 });
    assert.equal((await second.next()).value?.name, "connectionCheckedOut");
    assert.equal(client.engine.stats().listeners, 1);
  });

  test("names that there are not, no names, and what is no function are refused", async () => {
    const client = await connect(uri, { library });
    const code = (error: unknown): boolean => error instanceof InvalidArgument && error.code === "argument.event_name";
    assert.throws(() => client.events("poolExploded" as never), code);
    assert.throws(() => client.events(), code);
    assert.throws(() => client.on("primary" as never, () => {}), code);
    assert.throws(() => client.on("primaryChanged", "log" as never), InvalidArgument);
    await client.close();
    assert.throws(() => client.events("primaryChanged"), ClientClosed);
    assert.throws(() => client.on("primaryChanged", () => {}), ClientClosed);
  });
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
