import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, Link, link, Model, type Settings, WriteRules } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

class Step extends Document({
  name: z.string(),
  get next() {
    return link(() => Step).nullable().default(null);
  },
}) {
  static settings = { name: "steps", maxNestingDepth: 2 } as const;
}
class Ping extends Document({
  name: z.string(),
  get pong() {
    return link(() => Pong).nullable().default(null);
  },
}) {}
class Pong extends Document({
  name: z.string(),
  get ping() {
    return link(() => Ping).nullable().default(null);
  },
}) {}
class Topic extends Document({ number: z.int() }) {}
class Note extends Document({ text: z.string(), topic: link(() => Topic) }) {
  static settings = { indexes: [[["text", "text"]]] } satisfies Settings;
}

const at = testDatabase("relations_circles");
const models = [Step, Ping, Pong, Topic, Note];
before(() => init({ database: at.database, documentModels: models }));
beforeEach(async () => {
  for (const model of models) await (model as typeof Step).deleteAll();
});

const WRITE = { linkRule: WriteRules.WRITE };

/** The names along a chain of links; what was not fetched is a `Link`. */
function along(document: unknown, ...fields: string[]): unknown[] {
  const names: unknown[] = [];
  for (let at: unknown = document, step = 0; at !== null; step++) {
    if (at instanceof Link) return [...names, "Link"];
    names.push((at as { name: string }).name);
    at = (at as Record<string, unknown>)[fields[step % fields.length]!];
  }
  return [...names, null];
}

describe("links of a class to itself", () => {
  test("end with null, or with a link where the settings' depth is used up", async () => {
    const step = new Step({
      name: "1",
      next: new Step({ name: "2", next: new Step({ name: "3", next: new Step({ name: "4" }) }) }),
    });
    await step.insert(WRITE);
    assert.equal(await Step.count(), 4);
    assert.deepEqual(along(await Step.findOne({ name: "1" }).fetchLinks(), "next"), ["1", "2", "3", "Link"]);
    assert.deepEqual(along(await Step.findOne({ name: "3" }).fetchLinks(), "next"), ["3", "4", null]);
    assert.deepEqual(along(await Step.findOne({ name: "1" }), "next"), ["1", "Link"]);
  });

  test("of a document to itself are as deep as the query says", async () => {
    const self = await new Step({ name: "self" }).insert();
    self.next = self;
    await self.save();
    const four = await Step.findOne().nestingDepth(4);
    assert.deepEqual(along(four, "next"), ["self", "self", "self", "self", "self", "Link"]);
    assert.deepEqual(along(await Step.findOne().nestingDepth(0), "next"), ["self", "Link"]);
  });
});

describe("links of two classes to each other", () => {
  test("are stored once each and fetched by turns, until null or the depth", async () => {
    const chain = new Ping({
      name: "1",
      pong: new Pong({ name: "2", ping: new Ping({ name: "3", pong: new Pong({ name: "4" }) }) }),
    });
    await chain.insert(WRITE);
    assert.deepEqual([await Ping.count(), await Pong.count()], [2, 2]);
    const read = (depth: 1 | 2 | 3) => Ping.findOne({ name: "1" }).nestingDepth(depth);
    assert.deepEqual(along(await read(1), "pong", "ping"), ["1", "2", "Link"]);
    assert.deepEqual(along(await read(2), "pong", "ping"), ["1", "2", "3", "Link"]);
    assert.deepEqual(along(await read(3), "pong", "ping"), ["1", "2", "3", "4", null]);
  });
});

describe("text search with fetchLinks()", () => {
  beforeEach(async () => {
    for (const number of [1, 2]) {
      const topic = await new Topic({ number }).insert();
      await Note.insertMany(["hello world", "hello again", "world"].map((text) => new Note({ text, topic })));
    }
  });

  test("stands first, whatever else is looked for", async () => {
    const found = await Note.find({ $text: { $search: "hello" } }).fetchLinks();
    assert.equal(found.length, 4);
    assert.ok(found.every(({ topic }) => topic instanceof Topic));
    const query = Note.find({ $text: { $search: "hello" } }, Note.topic.number.eq(1)).fetchLinks();
    assert.equal(await query.count(), 2);
    assert.deepEqual(await query.aggregate([{ $count: "count" }]), [{ count: 2 }]);
    assert.deepEqual((await query.sort("text")).map(({ text }) => text), ["hello again", "hello world"]);
  });
});

describe("projections of links", () => {
  test("take fields of linked documents under names of their own", async () => {
    const topic = await new Topic({ number: 7 }).insert();
    const note = await new Note({ text: "x", topic }).insert();
    class Row extends Model({ id: z.unknown(), about: z.int() }) {
      static settings = { projection: { id: "$_id", about: "$topic.number" } } as const;
    }
    const row = await Note.findOne().fetchLinks().project(Row);
    assert.ok(row instanceof Row);
    assert.deepEqual([row.id, row.about], [note.id, 7]);
  });
});

describe("links of classes in a tree", () => {
  class Root extends Document({ name: z.string(), toRoot: link(() => Topic).optional() }) {
    static settings = { isRoot: true, name: "roots" } as const;
  }
  class Left extends Root.extend({ surname: z.string(), toLeft: link(() => Topic).optional() }) {}
  class Right extends Root.extend({ email: z.string(), toRight: link(() => Topic).optional() }) {}

  test("are those of the class and of its parents, not of its siblings", async () => {
    const linksOf = (model: { getLinkFields(): readonly { path: string }[] }) =>
      model.getLinkFields().map(({ path }) => path);
    assert.deepEqual(linksOf(Root), ["toRoot"]);
    assert.deepEqual(linksOf(Left), ["toRoot", "toLeft"]);
    assert.deepEqual(linksOf(Right), ["toRoot", "toRight"]);
    await init({ database: at.database, documentModels: [Topic, Root, Left, Right] });
    const topic = await new Topic({ number: 3 }).insert();
    await new Left({ name: "l", surname: "s", toRoot: topic, toLeft: topic }).insert();
    await new Right({ name: "r", email: "e", toRight: topic }).insert();
    const [left, right] = await Root.find().withChildren().sort("name").fetchLinks() as unknown as [
      Left,
      Right,
    ];
    assert.ok((left.toRoot as unknown) instanceof Topic && (left.toLeft as unknown) instanceof Topic);
    assert.ok((right.toRight as unknown) instanceof Topic && right.toRoot === undefined);
  });
});
