import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ServerError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { rejection } from "./support/rejection.ts";

const at = testDatabase("collections");

interface Collection {
  readonly name: string;
  readonly options: Record<string, unknown>;
}
interface Index {
  readonly name: string;
  readonly key: Record<string, number>;
}

async function collections(filter: object = {}): Promise<Collection[]> {
  return await at.database.cursorCommand({ listCollections: 1, filter }).toArray() as unknown as Collection[];
}

async function indexes(collection: string): Promise<Index[]> {
  return await at.database.cursorCommand({ listIndexes: collection }).toArray() as unknown as Index[];
}

describe("collections, by commands", () => {
  test("are created with options and listed", async () => {
    await at.database.command({ create: "capped", capped: true, size: 4096 });
    const validator = { $jsonSchema: { required: ["name"] } };
    await at.database.command({ create: "checked", validator, collation: { locale: "de" } });
    await at.database.command({ create: "seen", viewOn: "checked", pipeline: [{ $project: { name: 1 } }] });
    const [capped] = await collections({ name: "capped" });
    assert.equal(capped!.options["capped"], true);
    const [checked] = await collections({ name: "checked" });
    assert.deepEqual(checked!.options["validator"], validator);
    assert.equal((checked!.options["collation"] as { locale: string }).locale, "de");
    const [seen] = await collections({ name: "seen" });
    assert.equal(seen!.options["viewOn"], "checked");
  });

  test("that exist with other options are an error", async () => {
    const error = await rejection(at.database.command({ create: "capped", capped: true, size: 8192 }));
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.codeName, "NamespaceExists");
  });

  test("are modified", async () => {
    await at.database.command({ create: "modified" });
    const modification = { validator: { n: { $gt: 0 } }, validationAction: "error" };
    await at.database.command({ collMod: "modified", ...modification });
    const insert = at.database.command({ insert: "modified", documents: [{ n: -1 }] });
    const error = await rejection(insert);
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.codeName ?? error.serverCode, 121);
  });

  test("are renamed, over another one only if told so", async () => {
    const { name } = at.database;
    const admin = at.client.database("admin");
    await at.database.command({ create: "old" });
    await at.database.command({ create: "taken" });
    const rename = { renameCollection: `${name}.old`, to: `${name}.taken` };
    const error = await rejection(admin.command(rename));
    assert.equal((error as ServerError).codeName, "NamespaceExists");
    await admin.command({ ...rename, dropTarget: true });
    assert.deepEqual((await collections({ name: { $in: ["old", "taken"] } })).map((one) => one.name), ["taken"]);
  });

  test("are dropped", async () => {
    await at.database.command({ create: "dropped" });
    await at.database.command({ drop: "dropped" });
    assert.deepEqual(await collections({ name: "dropped" }), []);
  });

  test("databases are listed", async () => {
    const reply = await at.client.database("admin").command({ listDatabases: 1, nameOnly: true });
    const names = (reply["databases"] as { name: string }[]).map(({ name }) => name);
    assert.ok(names.includes(at.database.name));
  });
});

describe("indexes, by commands", () => {
  test("are created, listed, hidden and dropped", async () => {
    const made = [{ key: { a: 1 }, name: "a" }, { key: { b: -1, c: 1 }, name: "bc", unique: true }];
    await at.database.command({ createIndexes: "indexed", indexes: made });
    assert.deepEqual((await indexes("indexed")).map(({ name }) => name).sort(), ["_id_", "a", "bc"]);
    await at.database.command({ collMod: "indexed", index: { name: "a", hidden: true } });
    const hidden = (await indexes("indexed")).filter((index) => "hidden" in index);
    assert.deepEqual(hidden.map(({ name, key }) => [name, key]), [["a", { a: 1 }]]);
    await at.database.command({ dropIndexes: "indexed", index: "a" });
    assert.deepEqual((await indexes("indexed")).map(({ name }) => name).sort(), ["_id_", "bc"]);
    await at.database.command({ dropIndexes: "indexed", index: "*" });
    assert.deepEqual((await indexes("indexed")).map(({ name }) => name), ["_id_"]);
  });

  test("of a collection that is not there are an error when they are read", async () => {
    const error = await rejection(indexes("absent"));
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.codeName, "NamespaceNotFound");
  });
});

describe("cursors of commands", () => {
  test("are read over many batches", async () => {
    const made = Array.from({ length: 20 }, (_, n) => ({ key: { [`f${n}`]: 1 }, name: `index ${n}` }));
    await at.database.command({ createIndexes: "many", indexes: made });
    const cursor = at.database.cursorCommand({ listIndexes: "many", cursor: { batchSize: 3 } });
    const names: unknown[] = [];
    for await (const { name } of cursor) names.push(name);
    assert.deepEqual(names, ["_id_", ...made.map(({ name }) => name)]);
  });

  test("can be asked for in a session, and read on by getMore", async () => {
    await using session = await at.client.startSession();
    const command = { listIndexes: "many", cursor: { batchSize: 3 } };
    const { cursor } = await at.database.command(command, { session }) as { cursor: { id: unknown } };
    const more = await at.database.command({ getMore: cursor.id, collection: "many" }, { session });
    assert.equal((more["cursor"] as { nextBatch: unknown[] }).nextBatch.length, 18);
  });

  test("a command without a cursor is an error that says so", async () => {
    const error = await rejection(at.database.cursorCommand({ ping: 1 }).toArray());
    assert.match(error.message, /cursor/);
  });
});
