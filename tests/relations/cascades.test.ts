import assert from "node:assert/strict";
import { before as beforeTests, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { DocumentWasNotSaved } from "../../src/errors/document-was-not-saved.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { after as afterAction, before } from "../../src/events/declarations.ts";
import { After, Delete, Insert, Save } from "../../src/events/event.ts";
import { backLink, link } from "../../src/relations/link-schema.ts";
import { DeleteRules, WriteRules } from "../../src/relations/rules.ts";
import { transaction } from "../../src/session/transaction.ts";
import { testDatabase } from "../support/database.ts";

const log: string[] = [];

class Window extends Document({ x: z.number() }) {
  static events = {
    inserted: afterAction(Insert),
    saved: afterAction(Save),
    deleted: afterAction(Delete),
  };
  inserted() {
    log.push(`insert ${this.x}`);
  }
  saved() {
    log.push(`save ${this.x}`);
  }
  deleted() {
    log.push(`delete ${this.x}`);
  }
}
class Roof extends DocumentWithSoftDelete({ tiles: z.int() }) {}
class House extends Document({
  name: z.string(),
  windows: z.array(link(() => Window)).default([]),
  roof: link(() => Roof).optional(),
  plan: z.object({ front: link(() => Window).optional() }).default({}),
  get neighbour() {
    return link(() => House).optional();
  },
  get street() {
    return link(() => Street).optional();
  },
}) {}
class Yard extends Document({ windows: z.array(link(() => Window)).default([]) }) {
  static events = { swept: [before(Insert, Save), afterAction(Delete)] };
  swept() {
    log.push("swept");
  }
}
class Street extends Document({
  name: z.string(),
  get houses() {
    return backLink(() => House, "street");
  },
}) {}

const opened = testDatabase("relations_cascades");
beforeTests(() => init({ database: opened.database, documentModels: [Window, Roof, House, Yard, Street] }));

const WRITE = { linkRule: WriteRules.WRITE };

describe("actions that are skipped", () => {
  test("a name counts for the classes that have it, a misspelt one is an error before anything is written", async () => {
    const yard = new Yard({ windows: [new Window({ x: 90 })] });
    log.length = 0;
    await yard.insert({ ...WRITE, skipActions: ["swept"] });
    assert.deepEqual(log, ["insert 90"]);
    await yard.save({ ...WRITE, skipActions: ["swept", After] });
    assert.deepEqual(log, ["insert 90"]);
    await yard.delete({ linkRule: DeleteRules.DELETE_LINKS, skipActions: ["swept"] });
    assert.deepEqual(log, ["insert 90", "delete 90"]);
    const other = new Yard({ windows: [new Window({ x: 91 })] });
    await assert.rejects(other.insert({ ...WRITE, skipActions: ["sweept"] }), /"sweept", which is no action/);
    assert.equal(await Window.find({ x: 91 }).exists(), false);
  });
});

describe("writing with linked documents", () => {
  test("an insert stores what is new, at any depth, and refers to it", async () => {
    log.length = 0;
    const [a, b] = [new Window({ x: 1 }), new Window({ x: 2 })];
    const house = new House({ name: "one", windows: [a, b], roof: new Roof({ tiles: 9 }), plan: { front: a } });
    assert.equal(await house.insert(WRITE), house);
    assert.deepEqual(log, ["insert 1", "insert 2"]);
    const read = (await House.get(house.id))!;
    assert.deepEqual(read.windows.map(({ id }) => String(id)), [String(a.id), String(b.id)]);
    assert.equal((await read.plan.front!.fetch()).x, 1);
    assert.equal((await read.roof!.fetch()).tiles, 9);
  });

  test("what is stored already is saved", async () => {
    const window = await new Window({ x: 3 }).insert();
    window.x = 4;
    log.length = 0;
    await new House({ name: "two", windows: [window, new Window({ x: 5 })] }).insert(WRITE);
    assert.deepEqual(log, ["insert 5", "save 4"]);
    assert.equal((await Window.get(window.id))!.x, 4);
  });

  test("save and replace cascade as well; saving a new document inserts it and what it links to", async () => {
    const house = await new House({ name: "three", windows: [new Window({ x: 6 })] }).save(WRITE);
    (house.windows[0] as unknown as Window).x = 7;
    house.windows.push(new Window({ x: 8 }));
    await house.replace(WRITE);
    const stored = await Promise.all((await House.get(house.id))!.windows.map((one) => one.fetch()));
    assert.deepEqual(stored.map(({ x }) => x), [7, 8]);
  });

  test("documents that link to each other in a circle are stored each once", async () => {
    const [left, right] = [new House({ name: "left" }), new House({ name: "right" })];
    left.neighbour = right;
    right.neighbour = left;
    await left.insert(WRITE);
    assert.equal(String((await House.get(left.id))!.neighbour!.id), String(right.id));
    assert.equal(String((await House.get(right.id))!.neighbour!.id), String(left.id));
  });

  test("without the rule a link to a new document is refused, and so is one that is left out of the cascade", async () => {
    const before = await House.count();
    const house = new House({ name: "four", windows: [new Window({ x: 9 })] });
    await assert.rejects(house.insert(), DocumentWasNotSaved);
    await assert.rejects(house.insert({ linkRule: WriteRules.DO_NOTHING }), DocumentWasNotSaved);
    assert.equal(await House.count(), before);
    assert.equal(house.isNew, true);
  });

  test("in a transaction that does not come to be, nothing is stored and everything is new again", async () => {
    const house = new House({ name: "five", windows: [new Window({ x: 10 })], roof: new Roof({ tiles: 1 }) });
    const stop = new Error("stop");
    await assert.rejects(
      transaction(async () => {
        await house.insert(WRITE);
        throw stop;
      }, { client: opened.client }),
      stop,
    );
    assert.equal(house.isNew, true);
    assert.equal((house.windows[0] as unknown as Window).isNew, true);
    assert.equal(await Window.find({ x: 10 }).count(), 0);
    assert.equal(await Roof.find({ tiles: 1 }).count(), 0);
  });

  test("a session that is given reaches what is linked", async () => {
    await using session = await opened.client.startSession();
    await session.startTransaction();
    await new House({ name: "six", windows: [new Window({ x: 11 })] }).insert({ ...WRITE, session });
    await session.abort();
    assert.equal(await Window.find({ x: 11 }).count(), 0);
  });

  test("calls that can not cascade say so", async () => {
    const house = new House({ name: "seven" });
    await assert.rejects(House.insertMany([house], WRITE as never), InvalidArgument);
    await assert.rejects(house.insert({ linkRule: "DELETE_LINKS" }), /WriteRules/);
    await assert.rejects(house.delete({ linkRule: "WRITE" }), /DeleteRules/);
    await assert.rejects(house.insert({ linkRule: "ALL" as never }), InvalidArgument);
  });
});

describe("deleting with linked documents", () => {
  test("what was fetched is deleted first, each by its own class; references alone stay", async () => {
    const [a, b] = [await new Window({ x: 20 }).insert(), await new Window({ x: 21 }).insert()];
    const roof = await new Roof({ tiles: 5 }).insert();
    const house = await new House({ name: "gone", windows: [a, Window.linkFromId(b.id)], roof }).insert();
    log.length = 0;
    assert.deepEqual(await house.delete({ linkRule: DeleteRules.DELETE_LINKS }), { deletedCount: 1 });
    assert.deepEqual(log, ["delete 20"]);
    assert.equal(await Window.get(a.id), null);
    assert.notEqual(await Window.get(b.id), null);
    assert.equal(roof.isDeleted(), true);
    assert.equal(await House.get(house.id), null);
  });

  test("what links back and was fetched goes too", async () => {
    const street = await new Street({ name: "Elm" }).insert();
    await new House({ name: "on Elm", street }).insert();
    const houses = await (street.houses as unknown as { fetch(): Promise<House[]> }).fetch();
    (street as unknown as { houses: House[] }).houses = houses;
    await street.delete({ linkRule: DeleteRules.DELETE_LINKS });
    assert.equal(await House.find({ name: "on Elm" }).count(), 0);
  });

  test("without the rule they stay", async () => {
    const window = await new Window({ x: 30 }).insert();
    const house = await new House({ name: "stays", windows: [window] }).insert();
    await house.delete();
    assert.notEqual(await Window.get(window.id), null);
  });
});
