import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  before as beforeEvent,
  BulkWriteError,
  Document,
  indexed,
  init,
  InvalidArgument,
  ObjectId,
  Replace,
  ReplaceError,
  type Settings,
  uuid,
  ValidationError,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("replace_many");

class Node extends Document({
  label: indexed(z.string(), { unique: true }),
  n: z.int().default(0),
  note: z.string().nullish(),
  get child() {
    return z.object({
      name: z.string(),
      get next() {
        return z.object({ name: z.string() }).optional();
      },
    }).optional();
  },
}) {
  static settings = { name: "nodes" } satisfies Settings;
  static events = { count: beforeEvent(Replace) };
  replaced = 0;
  count() {
    this.replaced++;
  }
}

class Keyed extends Document({ id: uuid(), n: z.int() }) {
  static settings = { name: "keyed" } satisfies Settings;
}

before(() => init({ database: server.database, documentModels: [Node, Keyed] }));

let serial = 0;
async function nodes(count: number): Promise<Node[]> {
  const made = Array.from({ length: count }, () => new Node({ label: `n${++serial}`, note: "x" }));
  await Node.insertMany(made);
  return made;
}

describe("replaceMany", () => {
  test("puts each instance in the place of its document, and runs its actions", async () => {
    const all = await nodes(10);
    const some = all.slice(0, 5);
    for (const node of some) {
      node.n = 1;
      node.note = undefined;
      node.child = { name: "a", next: { name: "b" } };
    }
    assert.equal(await Node.replaceMany(some), undefined);
    assert.deepEqual(some.map(({ replaced }) => replaced), [1, 1, 1, 1, 1]);
    const stored = await Node.find({ label: { $in: all.map(({ label }) => label) } }).sort("-n", "label");
    assert.deepEqual(stored.map(({ n }) => n), [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    assert.deepEqual(stored[0]!.child, { name: "a", next: { name: "b" } });
    assert.equal("note" in stored[0]!, false);
  });

  test("of documents with ids of other types", async () => {
    const all = [1, 2].map((n) => new Keyed({ id: crypto.randomUUID(), n }));
    await Keyed.insertMany(all);
    for (const keyed of all) keyed.n += 10;
    await Keyed.replaceMany(all);
    assert.deepEqual((await Keyed.findAll().sort("n")).map(({ n }) => n), [11, 12]);
  });

  test("replaces nothing when a document is missing", async () => {
    const all = await nodes(3);
    const stranger = new Node({ label: "stranger" });
    for (const node of all) node.n = 1;
    await assert.rejects(Node.replaceMany([...all, stranger]), (error: unknown) => {
      assert.ok(error instanceof ReplaceError);
      assert.equal(error.code, "document.replace");
      assert.deepEqual(error.ids, [stranger.id]);
      assert.ok(error.message.includes(String(stranger.id)));
      return true;
    });
    assert.deepEqual((await Node.find({ label: all[0]!.label }))[0]?.n, 0);
    assert.equal(all[0]!.replaced, 0);
  });

  test("replaces nothing when a document comes twice", async () => {
    const [node] = await nodes(1);
    await assert.rejects(Node.replaceMany([node!, node!]), (error: unknown) => {
      assert.ok(error instanceof ReplaceError);
      assert.match(error.message, /more than once/);
      return true;
    });
  });

  test("of none does nothing", async () => {
    await Node.replaceMany([]);
  });

  test("refuses what is no document of the model, and values that do not fit", async () => {
    await assert.rejects(Node.replaceMany([{ id: new ObjectId() }] as never), InvalidArgument);
    await assert.rejects(Node.replaceMany("x" as never), InvalidArgument);
    const [node] = await nodes(1);
    node!.n = "x" as never;
    const others = await nodes(1);
    await assert.rejects(Node.replaceMany([...others, node!]), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.deepEqual([error.model, error.path, error.index], ["Node", "n", 1]);
      return true;
    });
  });

  test("stops at the first failure, which says its position", async () => {
    const all = await nodes(3);
    for (const node of all) node.n = 1;
    all[1]!.label = all[0]!.label;
    await assert.rejects(Node.replaceMany(all), (error: unknown) => {
      assert.ok(error instanceof BulkWriteError);
      assert.deepEqual(error.errors.map(({ index }) => index), [1]);
      return true;
    });
    const stored = await Promise.all(all.map(({ id }) => Node.get(id)));
    assert.deepEqual(stored.map((node) => node?.n), [1, 0, 0]);
    const [alone] = await nodes(1);
    alone!.label = all[0]!.label;
    await assert.rejects(Node.replaceMany([alone!]), BulkWriteError);
  });

  test("looks for the documents in its session", async () => {
    const session = await server.client.startSession();
    await session.startTransaction();
    const node = await new Node({ label: `n${++serial}` }).insert({ session });
    await assert.rejects(Node.replaceMany([node]), ReplaceError);
    node.n = 3;
    await Node.replaceMany([node], { session });
    await session.commit();
    await session.end();
    assert.equal((await Node.get(node.id))?.n, 3);
  });

  test("splits what is too much for one command", async () => {
    const all = await nodes(2_000);
    for (const node of all) node.note = "y".repeat(30_000);
    await Node.replaceMany(all);
    assert.equal(await Node.find({ note: /^y/ }).count(), 2_000);
    await Node.find({ note: /^y/ }).delete();
  });
});
