import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { close, type CommandEvent, connect, type Database, Document, indexed, init, type Log } from "../../mod.ts";
import { library, uri } from "../support/environment.ts";

class Item extends Document({ title: z.string(), token: z.string() }) {
  static settings = { name: "items" };
}

class Indexed extends Document({ title: indexed(z.string()) }) {
  static settings = { name: "indexed_items" };
}

type Work = (database: Database) => unknown;

async function logged(log: Log, work: Work = () => Item.find(Item.token.eq("s3cr3t")).toList()): Promise<void> {
  const client = await connect(uri, { library });
  try {
    const database = client.database("seeing_log");
    await init({ database, documentModels: [Item], skipIndexes: true, log });
    await work(database);
  } finally {
    await client.close();
  }
}

describe("the log", () => {
  test("a function gets every command when it has ended", async () => {
    const events: CommandEvent[] = [];
    await logged((event) => void events.push(event));
    const [event] = events.filter(({ command }) => command === "find");
    assert.deepEqual([event!.model, event!.collection], ["Item", "items"]);
    assert.ok(event!.durationMS! > 0);
  });

  test("a line has command, place, model, time, documents, bytes and shape", async () => {
    const lines: string[] = [];
    await logged({ write: (line) => void lines.push(line) });
    assert.match(
      lines.at(-1)!,
      /^[\d:.]{12} haricot find seeing_log\.items \(Item\) [\d.]+ ms, 0 read, \d+ B sent, \d+ B received \{ filter: \{ token: \? \} \}$/,
    );
  });

  test("values are shown to those who ask for them", async () => {
    const lines: string[] = [];
    await logged({ values: true, write: (line) => void lines.push(line) });
    assert.match(lines.at(-1)!, /\{ filter: \{ token: "s3cr3t" \} \}$/);
  });

  test("with a limit only slower commands are logged, marked, and failures whatever they took", async () => {
    const lines: string[] = [];
    const log: Log = { slow: 80, write: (line) => void lines.push(line) };
    await logged(log, async (database) => {
      await Item.find(Item.token.eq("x")).toList();
      await database.client.database("admin").command({ sleep: 1, millis: 120, lock: "none" });
      await assert.rejects(database.command({ noSuchCommand: 1 }));
    });
    assert.equal(lines.length, 2, lines.join("\n"));
    assert.match(lines[0]!, / haricot SLOW sleep admin 1\d\d ms, /);
    assert.match(lines[1]!, / haricot FAILED noSuchCommand seeing_log server\.error \(59\), /);
  });

  test("JSON has one object per line, with the shape and without the error's text", async () => {
    const lines: string[] = [];
    await logged({ format: "json", write: (line) => void lines.push(line) });
    const event = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    assert.deepEqual([event["command"], event["model"], event["query"]], ["find", "Item", "{ filter: { token: ? } }"]);
  });

  test("waiting of change streams is neither slow nor a line for each empty answer", async () => {
    const lines: string[] = [];
    await logged({ slow: 30, write: (line) => void lines.push(line) }, async () => {
      await using stream = await Item.watch([], { maxAwaitTimeMS: 60 }).open();
      const next = stream.next();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await new Item({ title: "a", token: "b" }).insert();
      await next;
    });
    assert.deepEqual(lines.filter((line) => line.includes("getMore")), []);
  });

  test("only the client's own commands are logged, and none after the log was ended", async () => {
    const names: string[] = [];
    await using other = await connect(uri, { library });
    await using client = await connect(uri, { library, log: ({ command }) => void names.push(command) });
    await other.database("admin").command({ buildInfo: 1 });
    await client.database("admin").command({ ping: 1 });
    client.log(false);
    await client.database("admin").command({ hostInfo: 1 });
    assert.deepEqual(names, ["ping"]);
  });

  test("a later init with a log replaces the earlier one of its client", async () => {
    const seen: string[] = [];
    await using client = await connect(uri, { library, log: () => void seen.push("first") });
    const database = client.database("seeing_log");
    await init({ database, documentModels: [Item], skipIndexes: true, log: () => void seen.push("second") });
    await Item.find().count();
    assert.deepEqual([...new Set(seen)], ["second"]);
  });

  test("init with a URI logs from its first command on", async () => {
    const names: string[] = [];
    const log: Log = ({ command }) => void names.push(command);
    await init({ uri, database: "seeing_log", connect: { library }, documentModels: [Indexed], log });
    await close();
    assert.ok(names.includes("listIndexes"), names.join());
  });

  test("the URI's password is in no line and no event, whatever fails", async () => {
    const lines: string[] = [];
    const address = new URL(uri);
    address.username = "somebody";
    address.password = "s3cr3t";
    const failed = connect(address.href, { library, log: (event) => void lines.push(JSON.stringify(event)) });
    await assert.rejects(failed, (error: Error) => !`${error.message}${error.stack}`.includes("s3cr3t"));
    assert.ok(!lines.join().includes("s3cr3t"));
  });

  test("options that there are not, and values that they can not have, are refused before anything is sent", async () => {
    const wrong: [unknown, RegExp][] = [
      [{ slow: -1 }, /`slow` is a number of milliseconds/],
      [{ slow: "100" }, /`slow` is a number/],
      [{ slow: NaN }, /`slow` is a number/],
      [{ solw: 100 }, /"solw" is no option/],
      [{ format: "xml" }, /"text" or "json"/],
      [{ values: "yes" }, /`values` is true or false/],
      [{ write: "stderr" }, /`write` is a function/],
      ["verbose", /`log` is true, a function/],
      [[], /`log` is true, a function/],
      [null, /`log` is true, a function/],
    ];
    for (const [log, message] of wrong) {
      const refused = (error: { code?: string; message: string }): boolean =>
        error.code === "log.options" && message.test(error.message);
      await assert.rejects(connect(uri, { library, log: log as Log }), refused);
      await assert.rejects(init({ uri, database: "x", documentModels: [Item], log: log as Log }), refused);
    }
  });
});
