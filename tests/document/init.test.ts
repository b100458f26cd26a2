import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { databaseOfUri } from "../../src/document/database-name.ts";
import { Document, Model } from "../../src/document/factory.ts";
import { declaredIndexes } from "../../src/document/indexes.ts";
import { close, init } from "../../src/document/init.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import { modelOf } from "../../src/schema/model.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";
import { uri } from "../support/environment.ts";

const server = testDatabase("init");

class City extends Document({
  name: indexed(z.string(), { unique: true }),
  rank: indexed(alias(z.int(), "position"), { direction: -1 }).optional(),
  mayor: z.object({ name: indexed(z.string()) }).optional(),
  parts: z.array(z.object({ zip: indexed(z.string()) })).default([]),
  founded: z.date().optional(),
}) {
  static settings = {
    name: "cities",
    indexes: [
      "founded",
      ["name", this.rank.desc()],
      ["mayor.name", "text"],
      { keys: ["founded", ["rank", -1]], sparse: true, name: "by_age" },
    ],
  } satisfies Settings;
}

async function indexNames(collection: string): Promise<string[]> {
  const reply = await server.database.command({ listIndexes: collection });
  return (reply.cursor as { firstBatch: { name: string }[] }).firstBatch.map(({ name }) => name);
}

describe("declared indexes", () => {
  test("come from fields at every level and from settings, in stored names", () => {
    assert.deepEqual(declaredIndexes(modelOf(City)), [
      { key: { name: 1 }, unique: true, name: "name_1" },
      { key: { position: -1 }, name: "position_-1" },
      { key: { "mayor.name": 1 }, name: "mayor.name_1" },
      { key: { "parts.zip": 1 }, name: "parts.zip_1" },
      { key: { founded: 1 }, name: "founded_1" },
      { key: { name: 1, position: -1 }, name: "name_1_position_-1" },
      { key: { "mayor.name": "text" }, name: "mayor.name_text" },
      { key: { founded: 1, position: -1 }, sparse: true, name: "by_age" },
    ]);
  });

  test("a recursive model ends", () => {
    const Part = z.object({
      code: indexed(z.string()),
      get parts() {
        return z.array(Part);
      },
    });
    class Machine extends Document({ root: Part }) {}
    const names = declaredIndexes(modelOf(Machine)).map(({ name }) => name);
    assert.ok(names.includes("root.code_1"));
    assert.ok(names.length < 5);
  });

  test("unknown fields and other nonsense are named", () => {
    for (const indexes of [["nam"], [[]], [3], [["name", "name"]]]) {
      class Wrong extends Document({ name: z.string() }) {
        static settings = { indexes } as unknown as Settings;
      }
      assert.throws(() => declaredIndexes(modelOf(Wrong)), InvalidArgument);
    }
  });
});

describe("init", () => {
  test("binds models and creates their indexes, and can be repeated", async () => {
    await init({ database: server.database, documentModels: [City] });
    assert.deepEqual(
      (await indexNames("cities")).sort(),
      ["_id_", ...declaredIndexes(modelOf(City)).map(({ name }) => name)].sort(),
    );
    await init({ database: server.database, documentModels: [City] });
    assert.equal(await City.count(), 0);
  });

  test("skipIndexes leaves them alone", async () => {
    class Bare extends Document({ name: indexed(z.string()) }) {}
    await init({ database: server.database, documentModels: [Bare], skipIndexes: true });
    await new Bare({ name: "x" }).insert();
    assert.deepEqual(await indexNames("Bare"), ["_id_"]);
  });

  test("a failing index binds nothing", async () => {
    class Twice extends Document({ name: z.string() }) {
      static settings: Settings = { indexes: [{ keys: "name", name: "same" }, { keys: [["name", -1]], name: "same" }] };
    }
    await assert.rejects(init({ database: server.database, documentModels: [Twice] }), ServerError);
    await assert.rejects(async () => await Twice.find(), CollectionWasNotInitialized);
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

  test("a subclass is bound by itself", async () => {
    class Parent extends Document({ name: z.string() }) {}
    class Child extends Parent {}
    await init({ database: server.database, documentModels: [Parent] });
    await assert.rejects(async () => await Child.find(), CollectionWasNotInitialized);
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
      [[Projection], /projection/],
      [[() => ({})], /gave no class/],
      [[null], /no class made by Document/],
      [undefined, /list of classes/],
      [[One, Two], /One and Two have the same collection "shared"/],
    ];
    for (const [documentModels, message] of refused) {
      await assert.rejects(
        init({ database: server.database, documentModels: documentModels as never }),
        (error: unknown) => {
          assert.ok(error instanceof InvalidArgument);
          assert.match(error.message, message);
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
