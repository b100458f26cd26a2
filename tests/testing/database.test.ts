import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, indexed, init, InvalidArgument, type Settings, View } from "../../mod.ts";
import { type TestDatabase, testDatabase, TestingError } from "../../testing.ts";
import { testDatabase as fileDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";

const place = { uri, connect: { library } };
const server = fileDatabase("testing");

class Product extends Document({
  name: indexed(z.string(), { unique: true }),
  about: indexed(z.string().default(""), { direction: "text" }),
  price: z.number().default(1),
}) {
  static settings = { name: "products", useCache: true } satisfies Settings;
}

class Reading extends Document({ at: z.date(), sensor: z.string(), value: z.number() }) {
  static settings = { name: "readings", timeseries: { timeField: "at", metaField: "sensor" } } satisfies Settings;
}

class Dear extends View({ name: z.string(), price: z.number() }) {
  static settings = { name: "dear", source: Product, pipeline: [{ $match: { price: { $gt: 5 } } }] };
}

async function exists(name: string): Promise<boolean> {
  const command = { listDatabases: 1, nameOnly: true, filter: { name } };
  const { databases } = await server.client.database("admin").command(command);
  return (databases as unknown[]).length > 0;
}

describe("a database for each test", () => {
  test("has the models and their indexes, and is gone afterwards", async () => {
    let name: string;
    {
      await using database = await testDatabase({ ...place, documentModels: [Product] });
      name = database.name;
      assert.match(name, /^test_[0-9a-z]{12}$/);
      await new Product({ name: "Assam" }).insert();
      assert.equal(await Product.count(), 1);
      assert.deepEqual((await Product.indexes.diff()).create, []);
      assert.equal(await exists(name), true);
      assert.equal(database.has(Product) && !database.has(Reading), true);
    }
    assert.equal(await exists(name), false);
    assert.throws(() => Product.getCollection(), { code: "model.not_initialized" });
  });

  test("has nothing of another one, and another name", async () => {
    await using one = await testDatabase({ ...place, documentModels: [Product], prefix: "shop" });
    await new Product({ name: "Assam" }).insert();
    await one.drop();
    await using other = await testDatabase({ ...place, documentModels: [Product], prefix: "shop" });
    assert.notEqual(one.name, other.name);
    assert.match(other.name, /^shop_/);
    assert.equal(await Product.count(), 0);
  });

  test("is dropped once, and its client closed", async () => {
    const database = await testDatabase(place);
    assert.equal(database.dropped, false);
    await Promise.all([database.drop(), database.drop()]);
    assert.equal(database.dropped && database.client.closed, true);
  });

  test("is dropped when the models can not be bound", async () => {
    class Broken extends Document({ name: z.string() }) {
      static settings = { name: "broken" } satisfies Settings;
      static customInit(): void {
        throw new Error("not today");
      }
    }
    const prefix = `broken${Math.floor(Math.random() * 2 ** 40).toString(36)}`;
    await assert.rejects(testDatabase({ ...place, documentModels: [Broken], prefix }), /not today/);
    const command = { listDatabases: 1, nameOnly: true, filter: { name: { $regex: `^${prefix}` } } };
    assert.deepEqual((await server.client.database("admin").command(command)).databases, []);
  });

  test("leaves models bound that are none of its own", async () => {
    class Tea extends Document({ name: z.string() }) {}
    await init({ database: server.database, documentModels: [Tea] });
    await (await testDatabase({ ...place, documentModels: [Product] })).drop();
    assert.equal(Tea.getCollection().database.name, server.database.name);
  });

  test("gives its address to programs that call init themselves", async () => {
    await using database = await testDatabase(place);
    await init({ uri: database.uri, connect: { library }, documentModels: [Product] });
    assert.equal(Product.getCollection().database.name, database.name);
  });
});

describe("tests at the same time", () => {
  test("have classes of their own with bind: false", async () => {
    const count = async (names: string[]) => {
      await using database = await testDatabase({ ...place, documentModels: [Product, Dear, Reading], bind: false });
      const Products = database.using(Product);
      await Products.insertMany(names.map((name) => new Products({ name, price: 9 })));
      assert.deepEqual((await Products.indexes.diff()).create, []);
      assert.equal(await database.using(Dear).count(), names.length);
      return await Products.count();
    };
    assert.deepEqual(await Promise.all([count(["a"]), count(["a", "b"]), count(["a", "b", "c"])]), [1, 2, 3]);
  });

  test("are refused a class that another one has, and told how to go on", async () => {
    await using database = await testDatabase({ ...place, documentModels: [Product] });
    await assert.rejects(testDatabase({ ...place, documentModels: [Product] }), (error: unknown) => {
      assert.ok(error instanceof TestingError);
      assert.equal(error.code, "testing.in_use");
      assert.equal(error.model, "Product");
      assert.match(error.message, new RegExp(database.name));
      assert.match(error.message, /bind: false/);
      return true;
    });
    assert.equal(await Product.count(), 0);
  });
});

describe("clear", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase({ ...place, documentModels: [Product, Reading, Dear] });
  });
  beforeEach(() => database.clear());
  after(() => database.drop());

  for (const round of ["first", "second"]) {
    test(`begins the ${round} test with nothing`, async () => {
      assert.equal(await Product.count(), 0);
      await new Product({ name: "Assam" }).insert();
    });
  }

  test("empties time series, capped collections and those that no model has", async () => {
    await new Reading({ at: new Date(), sensor: "a", value: 1 }).insert();
    await database.database.command({ create: "log", capped: true, size: 4096 });
    await database.database.command({ insert: "log", documents: [{ line: 1 }] });
    await database.database.command({ insert: "other", documents: [{ n: 1 }] });
    await database.clear();
    assert.equal(await Reading.count(), 0);
    for (const name of ["log", "other"]) {
      assert.equal((await database.database.command({ count: name })).n, 0);
    }
    const [log] = await database.database.cursorCommand({ listCollections: 1, filter: { name: "log" } }).toArray();
    assert.equal((log!.options as { capped: boolean }).capped, true);
    await new Reading({ at: new Date(), sensor: "a", value: 1 }).insert();
  });

  test("keeps indexes and views, also where a collection is made anew", async () => {
    const names = Array.from({ length: 2001 }, (_, index) => new Product({ name: `p${index}`, price: 9 }));
    await Product.insertMany(names);
    assert.equal(await Dear.count(), 2001);
    const listed = async () => (await Product.indexes.list()).map(({ name }) => name);
    const before = await listed();
    await database.clear();
    assert.equal(await Product.count(), 0);
    assert.equal(await Dear.count(), 0);
    assert.deepEqual(await listed(), before);
    const { create, drop, conflict } = await Product.indexes.diff();
    assert.deepEqual([create, drop, conflict], [[], [], []]);
  });

  test("drops results that models keep", async () => {
    await new Product({ name: "Assam" }).insert();
    assert.equal((await Product.find({ name: "Assam" })).length, 1);
    await database.clear();
    assert.equal((await Product.find({ name: "Assam" })).length, 0);
  });
});

describe("what can not be asked for", () => {
  test("an option that there is not", async () => {
    await assert.rejects(
      testDatabase({ ...place, models: [Product] } as never),
      (error: unknown) =>
        error instanceof InvalidArgument && /"models" is no option.*documentModels/.test(error.message),
    );
  });

  for (const prefix of ["", "a.b", "7up", "x".repeat(25), 3 as never]) {
    test(`the prefix ${JSON.stringify(prefix)}`, async () => {
      await assert.rejects(testDatabase({ ...place, prefix }), { code: "testing.options", path: "prefix" });
    });
  }
});
