import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { databaseOfUri } from "../../src/document/database-name.ts";
import { Document, Model } from "../../src/document/factory.ts";
import { close, init } from "../../src/document/init.ts";
import type { InitOptions } from "../../src/document/init-options.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { DuplicateKeyError } from "../../src/errors/duplicate-key-error.ts";
import { IndexConflict } from "../../src/errors/index-conflict.ts";
import { indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";

const server = testDatabase("init");

class City extends Document({ name: indexed(z.string(), { unique: true }), founded: z.date().optional() }) {
  static settings = { name: "cities", indexes: ["founded", ["name", this.founded.desc()]] } satisfies Settings;
}

async function indexNames(collection: string): Promise<string[]> {
  const reply = await server.database.command({ listIndexes: collection });
  return (reply.cursor as { firstBatch: { name: string }[] }).firstBatch.map(({ name }) => name).sort();
}

describe("init", () => {
  test("binds models and creates their indexes, and can be repeated", async () => {
    await init({ database: server.database, documentModels: [City] });
    assert.deepEqual(await indexNames("cities"), ["_id_", "founded_1", "name_1", "name_1_founded_-1"]);
    await init({ database: server.database, documentModels: [City] });
    assert.equal(await City.count(), 0);
  });

  test("skipIndexes leaves them alone", async () => {
    class Bare extends Document({ name: indexed(z.string()) }) {}
    await init({ database: server.database, documentModels: [Bare], skipIndexes: true });
    await new Bare({ name: "x" }).insert();
    assert.deepEqual(await indexNames("Bare"), ["_id_"]);
  });

  test("a failing index binds nothing, and says which it was", async () => {
    class Fine extends Document({ name: indexed(z.string()) }) {}
    class Twice extends Document({ name: z.string() }) {
      static settings: Settings = { indexes: [{ keys: "name", unique: true, name: "only_one" }] };
    }
    await server.database.command({ insert: "Twice", documents: [{ name: "x" }, { name: "x" }] });
    await assert.rejects(init({ database: server.database, documentModels: [Fine, Twice] }), (error: unknown) => {
      assert.ok(error instanceof DuplicateKeyError);
      assert.match(error.message, /^Twice: could not build on "Twice" the index "only_one"/);
      return true;
    });
    for (const model of [Fine, Twice]) {
      await assert.rejects(async () => await model.find(), CollectionWasNotInitialized);
    }
  });

  test("a failing index leaves an earlier binding as it was", async () => {
    class Note extends Document({ name: z.string() }) {
      static settings: Settings = { indexes: [{ keys: "name", unique: true }] };
    }
    await init({ database: server.database, documentModels: [Note] });
    const other = server.client.database(`${server.database.name}_other`);
    await other.command({ insert: "Note", documents: [{ name: "x" }, { name: "x" }] });
    await assert.rejects(init({ database: other, documentModels: [Note] }), DuplicateKeyError);
    assert.equal(await Note.count(), 0);
    await other.command({ dropDatabase: 1 });
  });

  describe("indexes that are not declared", () => {
    class Before extends Document({ a: indexed(z.string()), b: indexed(z.string()), c: indexed(z.string()) }) {
      static settings: Settings = { name: "changing" };
    }
    class After extends Document({ a: indexed(z.string()), b: indexed(z.string(), { unique: true }), c: z.string() }) {
      static settings: Settings = { name: "changing" };
    }
    // Another client of the same server: in one, two models can not have one collection.
    async function restart(options: Partial<InitOptions>): Promise<void> {
      await Before.using(server.database).indexes.sync({ drop: true });
      await init({ uri, connect: { library }, database: server.database.name, documentModels: [After], ...options });
    }

    test("stay, unless dropping is allowed", async () => {
      await assert.rejects(restart({}), IndexConflict);
      await assert.rejects(restart({ allowIndexDropping: false }), IndexConflict);
      assert.deepEqual(await indexNames("changing"), ["_id_", "a_1", "b_1", "c_1"]);
      await restart({ skipIndexes: true });
      assert.deepEqual(await indexNames("changing"), ["_id_", "a_1", "b_1", "c_1"]);
    });

    test("go with allowIndexDropping, and conflicting ones are replaced", async () => {
      await restart({ allowIndexDropping: true });
      assert.deepEqual(await indexNames("changing"), ["_id_", "a_1", "b_1"]);
      assert.equal((await After.indexes.list()).find(({ name }) => name === "b_1")!.unique, true);
      await close();
    });

    test("a text index that is there as declared is not built again", async () => {
      class Page extends Document({ title: z.string(), body: z.string() }) {
        static settings: Settings = {
          indexes: [{ keys: [["title", "text"], ["body", "text"]], weights: { title: 3 } }],
        };
      }
      await init({ database: server.database, documentModels: [Page] });
      const drops = async (): Promise<unknown> =>
        ((await server.database.command({ serverStatus: 1 })).metrics as {
          commands: Record<string, { total: number }>;
        })
          .commands.dropIndexes!.total;
      const before = await drops();
      await init({ database: server.database, documentModels: [Page], allowIndexDropping: true });
      assert.equal(await drops(), before);
    });
  });

  test("models may come from functions, promises and modules", async () => {
    class Late extends Document({ name: z.string() }) {}
    class Later extends Document({ name: z.string() }) {}
    class Projection extends Model({ name: z.string() }) {}
    await init({
      database: server.database,
      documentModels: [() => Late, async () => await Promise.resolve({ Later, Projection, helper: () => 1 })],
    });
    assert.equal(await Late.count(), 0);
    assert.equal(await Later.count(), 0);
  });

  test("a subclass is bound by itself, and a forgotten one says so", async () => {
    class Parent extends Document({ name: z.string() }) {}
    class Child extends Parent {}
    await init({ database: server.database, documentModels: [Parent] });
    for (const use of [async () => await Child.find(), () => new Child({ name: "x" }).insert(), () => Child.count()]) {
      await assert.rejects(use, (error: unknown) => {
        assert.ok(error instanceof CollectionWasNotInitialized);
        assert.equal(error.model, "Child");
        assert.match(error.message, /Child extends Parent, which is bound .* documentModels: \[Parent, Child\]/);
        return true;
      });
    }
    await init({ database: server.database, documentModels: [Child] });
    await new Child({ name: "x" }).insert();
    assert.equal(await Parent.count(), 0);
    assert.equal(Child.getCollectionName(), "Child");
  });

  test("what can not be a model is refused", async () => {
    class Projection extends Model({ name: z.string() }) {}
    class One extends Document({ a: z.string() }) {
      static settings: Settings = { name: "shared" };
    }
    class Two extends Document({ a: z.string() }) {
      static settings: Settings = { name: "shared" };
    }
    const refused: [unknown, RegExp][] = [
      [["models.Product"], /is text/],
      [[class Other {}], /does not extend Document/],
      [[Projection], /Projection is a projection/],
      [[Model({ name: z.string() })], /an anonymous class is a projection/],
      [[() => ({})], /gave no class/],
      [[null], /no class made by Document/],
      [undefined, /list of classes/],
      [[One, Two], /One and Two have the same collection "shared"/],
      [[One.using(server.database)], /One\.using\(\.\.\.\) is bound already/],
      [[() => {
        throw new Error("no such module");
      }], /no such module/],
    ];
    for (const [documentModels, message] of refused) {
      await assert.rejects(
        init({ database: server.database, documentModels: documentModels as never }),
        (error: unknown) => {
          assert.ok(error instanceof InvalidArgument || message.test("no such module"));
          assert.match((error as Error).message, message);
          return true;
        },
      );
    }
  });

  test("with a URI it opens a client of its own, which close() closes, unbinding its models only", async () => {
    class Own extends Document({ name: z.string() }) {}
    class Other extends Document({ name: z.string() }) {}
    await init({ uri, database: server.database.name, documentModels: [Own] });
    await init({ database: server.database, documentModels: [Other] });
    await new Own({ name: "x" }).insert();
    assert.equal(await Own.count(), 1);
    await close();
    await assert.rejects(async () => await Own.find(), CollectionWasNotInitialized);
    assert.equal(await Other.count(), 0);
    await close();
  });

  test("the server and the database must be given, once", async () => {
    await assert.rejects(init({ documentModels: [City] }), /needs the server/);
    await assert.rejects(
      init({ uri: "mongodb://localhost:27017/?retryWrites=true", documentModels: [City] }),
      /names no database/,
    );
    await assert.rejects(
      init({ uri: "mongodb://localhost/x", database: server.database, documentModels: [City] }),
      /not both/,
    );
  });
});

test("the database of a URI", () => {
  const cases: [string, string | undefined][] = [
    ["mongodb://localhost:27017/shop", "shop"],
    ["mongodb://user:p%40ss@a:1,b:2/shop?replicaSet=rs0", "shop"],
    ["mongodb+srv://cluster.example.com/my%20db", "my db"],
    ["mongodb://localhost", undefined],
    ["mongodb://localhost/?a=b", undefined],
    ["mongodb://%2Ftmp%2Fmongodb.sock/shop", "shop"],
  ];
  for (const [uri, name] of cases) assert.equal(databaseOfUri(uri), name);
});
