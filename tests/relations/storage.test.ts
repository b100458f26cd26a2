import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentNotFound } from "../../src/errors/document-not-found.ts";
import { DocumentWasNotSaved } from "../../src/errors/document-was-not-saved.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { BackLink } from "../../src/relations/back-link.ts";
import { Link } from "../../src/relations/link.ts";
import { backLink, backLinkOne, link } from "../../src/relations/link-schema.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

class Door extends Document({ width: z.number() }) {
  static settings = { name: "doors" };
}
class Owner extends Document({
  id: z.string(),
  name: z.string(),
  get houses() {
    return backLink(() => House, "owner");
  },
  get home() {
    return backLinkOne(() => House, "owner");
  },
}) {}
class House extends Document({
  owner: link(() => Owner, { store: "id" }),
  front: link(() => Door),
  back: link(() => Door).optional(),
  doors: z.array(link(() => Door)).default([]),
  rooms: z.array(z.object({ name: z.string(), door: link(() => Door) })).default([]),
  get neighbour() {
    return link(() => House).nullish();
  },
}) {
  static settings = { name: "houses" };
}

const opened = testDatabase("relations_storage");
before(() => init({ database: opened.database, documentModels: [Door, Owner, House] }));
after(() => {});

async function stored(id: unknown): Promise<Record<string, unknown>> {
  const reply = await opened.database.command({ find: "houses", filter: { _id: id } });
  return (reply.cursor as { firstBatch: Record<string, unknown>[] }).firstBatch[0]!;
}

describe("links in storage", () => {
  test("documents, links, references, ids and JSON's form are stored as a DBRef, or as the id alone", async () => {
    const door = await new Door({ width: 1 }).insert();
    await new Owner({ id: "ann", name: "Ann" }).insert();
    const house = await new House({
      owner: "ann",
      front: door,
      back: { id: String(door.id), collection: "doors" },
      doors: [door.id, door.toRef(), Door.linkFromId(door.id)],
      rooms: [{ name: "hall", door }],
    }).insert();
    const ref = new DBRef("doors", door.id);
    assert.deepEqual(await stored(house.id), {
      _id: house.id,
      owner: "ann",
      front: ref,
      back: ref,
      doors: [ref, ref, ref],
      rooms: [{ name: "hall", door: ref }],
    });
    const read = (await House.get(house.id))!;
    const front: unknown = read.front;
    assert.ok(front instanceof Link && front.equals(door));
    assert.equal(read.owner.id, "ann");
    assert.equal((await read.front.fetch()).width, 1);
    assert.equal((await read.rooms[0]!.door.fetch()).width, 1);
    assert.equal(read.neighbour, undefined);
  });

  test("a reference in the other form is read; criteria and fetched links find the model's own form only", async () => {
    const door = await new Door({ width: 3 }).insert();
    const owner = new DBRef("Owner", "ann");
    await opened.database.command({ insert: "houses", documents: [{ owner, front: door.id, doors: [], rooms: [] }] });
    const whole = (house: House | null): [unknown, unknown] => [house?.owner.id, house?.front.id];
    const [own, other] = [House.find(House.front.eq(door)), House.find({ rooms: [] })];
    assert.deepEqual(whole(await other.firstOrNull()), ["ann", door.id]);
    assert.equal(await own.count(), 0);
    const front: unknown = (await other.fetchLinks("front").firstOrNull())?.front;
    assert.ok(front instanceof Link && front.equals(door));
    assert.equal((await front.fetch() as Door).width, 3);
    await other.delete();
  });

  test("a link to a document that is not stored is refused, and nothing is written", async () => {
    const before = await House.count();
    await assert.rejects(new House({ owner: "ann", front: new Door({ width: 2 }) }).insert(), (error: Error) => {
      assert.ok(error instanceof DocumentWasNotSaved);
      assert.match(error.message, /Door.*front/);
      return true;
    });
    assert.equal(await House.count(), before);
  });

  test("what is no link to the class is refused by the constructor", () => {
    const elsewhere = Owner.linkFromId("ann");
    for (
      const front of [elsewhere, 5, "nonsense", new DBRef("owners", new ObjectId()), { id: "x", collection: "owners" }]
    ) {
      assert.throws(() => new House({ owner: "ann", front: front as never }), ValidationError, String(front));
    }
  });

  test("a link that leads nowhere says so when it is fetched", async () => {
    const lost = Door.linkFromId(new ObjectId());
    await assert.rejects(lost.fetch(), DocumentNotFound);
    assert.equal(await (lost as unknown as Link).fetchOrNull(), null);
  });

  test("lists are fetched by one query, in order, with duplicates and with what is not found", async () => {
    const [a, b] = [await new Door({ width: 10 }).insert(), await new Door({ width: 20 }).insert()];
    const lost = Door.linkFromId(new ObjectId());
    const links = [Door.linkFromId(b.id), lost, a, Door.linkFromId(a.id), Door.linkFromId(b.id)];
    const found = await Link.fetchList(links) as (Door | Link)[];
    assert.deepEqual(found.map((one) => one instanceof Door ? one.width : one), [20, lost, 10, 10, 20]);
    await assert.rejects(Link.fetchList([...links, Owner.linkFromId("ann")]), InvalidArgument);
    const mixed = await Link.fetchMany([Owner.linkFromId("ann"), Door.linkFromId(a.id)]) as object[];
    assert.deepEqual(mixed.map((one) => one.constructor), [Owner, Door]);
  });

  test("a back link is fetched from the other side, and until then says that it was not", async () => {
    const ann = (await Owner.get("ann"))!;
    const houses: unknown = ann.houses;
    assert.ok(houses instanceof BackLink);
    assert.throws(() => [...(houses as unknown as Iterable<unknown>)], /fetchLinks/);
    assert.equal((await houses.fetch() as unknown[]).length, await House.count());
    assert.ok(await (ann.home as unknown as BackLink).fetch() instanceof House);
    assert.deepEqual(ann.toJSON(), { id: "ann", name: "Ann" });
    assert.throws(() => new Owner({ id: "bob", name: "Bob", houses: [] as never }), ValidationError);
  });

  test("JSON holds id and collection, and is taken back", async () => {
    const house = (await House.findOne())!;
    const json = JSON.parse(JSON.stringify(house));
    assert.deepEqual(json.front, { id: String(house.front.id), collection: "doors" });
    assert.ok((House.fromJSON(json).front as unknown as Link).equals(house.front));
  });

  test("documents read elsewhere lead to documents there", async () => {
    const other = opened.client.database(`${opened.database.name}_b`);
    try {
      const [There, DoorThere] = [House.using(other), Door.using(other)];
      const door = await new DoorThere({ width: 99 }).insert();
      const house = await new There({ owner: "ann", front: door.id }).insert();
      assert.equal((await (await There.get(house.id))!.front.fetch()).width, 99);
    } finally {
      await other.command({ dropDatabase: 1 });
    }
  });
});
