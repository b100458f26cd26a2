import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import type { Database } from "../../src/client/database.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("using");

class Order extends Document({ code: indexed(z.string(), { unique: true }), total: alias(z.number(), "t") }) {
  static settings: Settings = { name: "orders" };
  #tax = 0.2;
  lines = new Map<string, number>();

  get gross(): number {
    return this.total * (1 + this.#tax);
  }

  static dear() {
    return this.find(this.total.gt(100));
  }
}

/** A database beside that of the file; all are dropped at the end. */
function tenant(name: string): Database {
  return server.client.database(`${server.database.name}_${name}`);
}

before(() => init({ database: server.database, documentModels: [Order] }));
after(async () => {
  for (const name of ["a", "b", "c"]) await tenant(name).command({ dropDatabase: 1 }).catch(() => undefined);
});

async function codes(database: Database): Promise<string[]> {
  const reply = await database.command({ find: "orders", sort: { code: 1 } });
  return (reply.cursor as { firstBatch: { code: string }[] }).firstBatch.map(({ code }) => code);
}

async function emptied(name: string): Promise<typeof Order> {
  const Theirs = Order.using(tenant(name));
  await Theirs.deleteAll();
  return Theirs;
}

describe("using", () => {
  test("is the same class: instances, getters, statics, expressions, names", async () => {
    const Theirs = await emptied("a");
    const made = await new Theirs({ code: "x", total: 150 }).insert();
    assert.ok(made instanceof Order);
    assert.ok(made instanceof Theirs);
    const [read] = await Theirs.dear();
    assert.ok(read instanceof Order);
    assert.equal(read.gross, 180);
    assert.equal(read.lines.size, 0);
    assert.equal(Theirs.name, "Order");
    assert.equal(Theirs.getCollectionName(), "orders");
    assert.equal(Theirs.getCollection().database.name, tenant("a").name);
    assert.equal((await Theirs.find(Order.total.gt(100), { code: "x" }).sort(Theirs.total.desc())).length, 1);
    assert.equal(Object.getPrototypeOf(Theirs), Order);
    assert.deepEqual(read.toJSON(), { id: made.id.toString(), code: "x", total: 150 });
    assert.ok(new Order({ code: "y", total: 1 }) instanceof Theirs);
    assert.equal({} instanceof Theirs, false);
  });

  test("is made once for each database, whoever asks", () => {
    const Theirs = Order.using(tenant("a"));
    assert.equal(Order.using(tenant("a").name), Theirs);
    assert.equal(Order.using(server.client.database(tenant("a").name)), Theirs);
    assert.equal(Order.using(tenant("b")).using(tenant("a")), Theirs);
    assert.equal(Theirs.using(tenant("a").name), Theirs);
    assert.notEqual(Order.using(tenant("b")), Theirs);
  });

  test("every write of an instance goes where it was read from", async () => {
    const Theirs = await emptied("a");
    await Order.deleteAll();
    const id = (await new Theirs({ code: "x", total: 1 }).insert()).id;
    const read = (await Theirs.get(id))!;
    await read.set({ total: 2 });
    read.total = 3;
    await read.save();
    await read.replace();
    await read.inc({ total: 1 });
    assert.equal((await Theirs.get(id))!.total, 4);
    assert.equal(await Order.count(), 0);
    await Theirs.find({ code: "x" }).set({ total: 9 });
    assert.equal((await Theirs.find().firstOrNull())!.total, 9);
    assert.equal((await read.delete()).deletedCount, 1);
    assert.equal(read.isNew, true);
    await read.insert();
    assert.deepEqual([await Theirs.count(), await Order.count()], [1, 0]);
  });

  test("documents of the class are taken over by inserting them", async () => {
    const Theirs = await emptied("a");
    await Order.deleteAll();
    const one = await Theirs.insertOne(new Order({ code: "one", total: 1 }));
    const two = new Order({ code: "two", total: 2 });
    await Theirs.insertMany([two, new Theirs({ code: "three", total: 3 })]);
    await one.inc({ total: 10 });
    await two.set({ total: 20 });
    const found = await Theirs.find().sort(Order.code.asc());
    assert.deepEqual(found.map(({ total }) => total), [11, 3, 20]);
    assert.equal(await Order.count(), 0);
  });

  test("and by an upsert", async () => {
    const Theirs = await emptied("a");
    await Order.deleteAll();
    const fresh = new Order({ code: "up", total: 1 });
    await Theirs.findOne({ code: "up" }).set({ total: 5 }).upsert(fresh);
    await fresh.inc({ total: 1 });
    assert.equal((await Theirs.findOne({ code: "up" }))!.total, 2);
    assert.equal(await Order.count(), 0);
  });

  test("a failed insert takes nothing over", async () => {
    const Theirs = await emptied("c");
    await Theirs.indexes.create();
    await Order.deleteAll();
    await Theirs.insertOne(new Order({ code: "x", total: 1 }));
    const stored = new Order({ code: "y", total: 2 });
    const refused = new Order({ code: "x", total: 3 });
    await assert.rejects(Theirs.insertMany([stored, refused]));
    await refused.insert();
    assert.deepEqual(await codes(server.database), ["x"]);
    await stored.set({ total: 7 });
    assert.equal((await Theirs.findOne({ code: "y" }))!.total, 7);
  });

  test("a subclass stays one", async () => {
    class Express extends Order {
      static override settings: Settings = { name: "orders" };
      get label(): string {
        return `express ${this.code}`;
      }
    }
    const Theirs = await emptied("a");
    const express = new Express({ code: "e", total: 1 });
    await Theirs.insertOne(express);
    assert.equal(express.label, "express e");
    assert.ok(express instanceof Express);
    await express.set({ total: 2 });
    assert.equal((await Theirs.findOne({ code: "e" }))!.total, 2);
    assert.equal(Express.using(tenant("a")).getCollection().database.name, tenant("a").name);
  });

  test("indexes of a tenant are created when they are asked for", async () => {
    const Theirs = Order.using(tenant("b"));
    await tenant("b").command({ dropDatabase: 1 });
    await Theirs.insertOne(new Theirs({ code: "x", total: 1 }));
    assert.deepEqual((await Theirs.indexes.diff()).create.map(({ name }) => name), ["code_1"]);
    await Theirs.indexes.create();
    await assert.rejects(new Theirs({ code: "x", total: 2 }).insert(), DuplicateKeyError);
    assert.deepEqual((await Theirs.indexes.diff()).keep.map(({ name }) => name), ["code_1"]);
  });

  test("tenants work side by side without seeing each other", async () => {
    const tenants = await Promise.all(["a", "b"].map(emptied));
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const Theirs = tenants[n % 2]!;
        const order = await new Theirs({ code: `${n}`, total: n }).insert();
        await order.inc({ total: 100 });
        const read = await Theirs.get(order.id);
        assert.equal(read!.total, n + 100);
        assert.equal(await tenants[(n + 1) % 2]!.get(order.id), null);
      }),
    );
    for (const [at, Theirs] of tenants.entries()) {
      const found = await Theirs.findAll();
      assert.equal(found.length, 20);
      assert.ok(found.every(({ code }) => Number(code) % 2 === at));
    }
  });

  test("needs no init with a database, and needs it with a name", async () => {
    class Loose extends Document({ n: z.int() }) {}
    const Bound = Loose.using(tenant("a"));
    await Bound.deleteAll();
    await new Bound({ n: 1 }).insert();
    assert.equal(await Bound.count(), 1);
    assert.throws(() => Loose.using("a_name"), CollectionWasNotInitialized);
    await assert.rejects(async () => await Loose.find(), CollectionWasNotInitialized);
  });

  test("follows the client that the class is bound to", async () => {
    class Moving extends Document({ n: z.int() }) {}
    await init({ database: server.database, documentModels: [Moving] });
    const before = Moving.using("elsewhere");
    assert.equal(before.getCollection().database.client, server.client);
    assert.equal(Moving.using("elsewhere"), before);
  });

  test("what is no database is refused", () => {
    for (const wrong of [undefined, null, "", 3, {}, server.client]) {
      assert.throws(() => Order.using(wrong as never), (error: unknown) => {
        assert.ok(error instanceof InvalidArgument);
        assert.equal(error.code, "argument.database");
        assert.match(error.message, /Order\.using\("tenant_7"\)/);
        return true;
      });
    }
  });

  test("a name that the server could not have is refused by the first call", async () => {
    await assert.rejects(async () => await Order.using("a b$").find(), /database/i);
  });
});
