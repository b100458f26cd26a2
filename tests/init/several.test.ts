import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { connect } from "../../src/client/connect.ts";
import type { Client } from "../../src/client/client.ts";
import { Document } from "../../src/document/factory.ts";
import { close, init } from "../../src/document/init.ts";
import type { InitOptions } from "../../src/document/init-options.ts";
import { ClientClosed } from "../../src/errors/client-closed.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";

const server = testDatabase("several");

/** Options that let `init` open a client of its own. */
function own(documentModels: InitOptions["documentModels"]): InitOptions {
  return { uri, connect: { library }, database: server.database.name, documentModels };
}

describe("init again", () => {
  test("binds to the new client, and closes the one it opened when nothing is bound to it any more", async () => {
    class One extends Document({ n: z.int() }) {}
    class Two extends Document({ n: z.int() }) {}
    await init(own([One, Two]));
    const first = One.getCollection().database.client;
    assert.equal(Two.getCollection().database.client, first);
    await init(own([One]));
    assert.equal(first.closed, false, "Two is still there");
    const second = One.getCollection().database.client;
    await init(own([Two]));
    assert.equal(first.closed, true);
    assert.equal(second.closed, false);
    assert.deepEqual([await One.count(), await Two.count()], [0, 0]);
    await init({ database: server.database, documentModels: [One, Two] });
    assert.equal(second.closed, true);
    await close();
    assert.equal(server.client.closed, false);
    assert.equal(await One.count(), 0);
  });

  test("a client that the caller opened stays open", async () => {
    class Item extends Document({ n: z.int() }) {}
    await init({ database: server.database, documentModels: [Item] });
    await init(own([Item]));
    assert.equal(server.client.closed, false);
    await close();
    await assert.rejects(async () => await Item.find(), CollectionWasNotInitialized);
  });

  test("one that fails opens nothing for long", async () => {
    class Item extends Document({ n: z.int() }) {
      static client: Client | undefined;
      static customInit(): Promise<void> {
        this.client = this.getCollection().database.client;
        return Promise.reject(new Error("no luck"));
      }
    }
    await assert.rejects(init(own([Item])), /no luck/);
    assert.equal(Item.client!.closed, true);
    await assert.rejects(async () => await Item.find(), CollectionWasNotInitialized);
  });

  test("with a new client each time, while inserts and finds run side by side", async () => {
    class Sample extends Document({ n: z.int() }) {}
    const clients: Client[] = [];
    for (let round = 0; round < 5; round++) {
      const client = await connect(uri, { library });
      clients.push(client);
      await init({ database: client.database(server.database.name), documentModels: [Sample] });
      await Sample.deleteAll();
      await Promise.all(Array.from({ length: 20 }, (_, n) => new Sample({ n }).insert()));
      const counts = await Promise.all(Array.from({ length: 10 }, async () => (await Sample.findAll()).length));
      assert.deepEqual(new Set(counts), new Set([20]));
    }
    await Promise.all(clients.map((client) => client.close()));
    await assert.rejects(async () => await Sample.find(), ClientClosed);
  });
});

describe("two models with one collection", () => {
  class Person extends Document({ name: z.string() }) {
    static settings: Settings = { name: "people" };
  }
  class Contact extends Document({ name: z.string() }) {
    static settings: Settings = { name: "people" };
  }
  const message = /Person and Contact have the same collection "people" in one database.*Contact\.using\(database\)/;

  test("are refused across calls on the same database", async () => {
    await init({ database: server.database, documentModels: [Person] });
    await assert.rejects(init({ database: server.database, documentModels: [Contact] }), (error: unknown) => {
      return error instanceof InvalidArgument && error.code === "init.options" && message.test(error.message);
    });
    await assert.rejects(async () => await Contact.find(), CollectionWasNotInitialized);
  });

  test("are refused when one comes first in the meantime", async () => {
    class Early extends Document({ a: indexed(z.string()) }) {
      static settings: Settings = { name: "race" };
    }
    class Late extends Document({ b: indexed(z.string()) }) {
      static settings: Settings = { name: "race" };
    }
    const calls = [Early, Late].map((model) => init({ database: server.database, documentModels: [model] }));
    const outcomes = await Promise.allSettled(calls);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  });

  test("are refused for one address, and allowed in different databases, or when one is used without init", async () => {
    class Card extends Document({ name: z.string() }) {
      static settings: Settings = { name: "cards" };
    }
    class Ticket extends Document({ name: z.string() }) {
      static settings: Settings = { name: "cards" };
    }
    await init(own([Card]));
    await assert.rejects(init(own([Ticket])), /Card and Ticket have the same collection/);
    await init({ ...own([Ticket]), database: `${server.database.name}_other` });
    await new Card({ name: "x" }).insert();
    assert.deepEqual([await Card.count(), await Ticket.count()], [1, 0]);
    assert.equal(await Ticket.using(Card.getCollection().database).count(), 1);
    await Ticket.getCollection().database.command({ dropDatabase: 1 });
    await close();
    await init(own([Ticket]));
    await close();
  });

  test("a database of a closed client does not count", async () => {
    class Old extends Document({ name: z.string() }) {
      static settings: Settings = { name: "reused" };
    }
    class New extends Document({ name: z.string() }) {
      static settings: Settings = { name: "reused" };
    }
    const client = await connect(uri, { library });
    await init({ database: client.database("shop"), documentModels: [Old], skipIndexes: true });
    await client.close();
    await assert.rejects(init({ database: client.database("shop"), documentModels: [New] }), ClientClosed);
    await init({ database: server.client.database("shop"), documentModels: [New], skipIndexes: true });
  });
});

describe("customInit", () => {
  const calls: string[] = [];
  class First extends Document({ n: z.int() }) {
    static async customInit(): Promise<void> {
      // All models are bound by now, those further down in the list too.
      calls.push(`${this.name} ${await Second.count()}`);
    }
  }
  class Second extends First {}
  before(() => init({ database: server.database, documentModels: [First, Second] }));

  test("is awaited last, for each class that has it, inherited or not", () => {
    assert.deepEqual(calls, ["First 0", "Second 0"]);
  });

  test("that fails leaves the models where they were", async () => {
    class Failing extends Document({ n: z.int() }) {
      static fails = false;
      static customInit(): void {
        if (this.fails) throw new Error("seed data is missing");
      }
    }
    await init({ database: server.database, documentModels: [Failing] });
    Failing.fails = true;
    const other = server.client.database("elsewhere");
    await assert.rejects(init({ database: other, documentModels: [Failing], skipIndexes: true }), /seed data/);
    assert.equal(Failing.getCollection().database, server.database);
  });
});

describe("options", () => {
  class Item extends Document({ n: indexed(z.int()) }) {}

  test("of the client go to the client that uri opens", async () => {
    await init({ ...own([Item]), connect: { library, appName: "the-shop", maxPoolSize: 2 } });
    const { database } = Item.getCollection();
    const current = await database.client.database("admin").command({
      aggregate: 1,
      pipeline: [{ $currentOp: {} }, { $match: { appName: "the-shop" } }, { $limit: 1 }],
      cursor: {},
    });
    assert.equal((current.cursor as { firstBatch: unknown[] }).firstBatch.length, 1);
    await close();
  });

  const refused: [string, unknown, RegExp][] = [
    [
      "a misspelt one",
      { databse: "x", documentModels: [Item] },
      /"databse" is no option\. There are: uri, database, connect/,
    ],
    ["no object", undefined, /takes an object/],
    [
      "connect beside an open database",
      { connect: {}, documentModels: [Item] },
      /`connect` is for the client that `uri` opens/,
    ],
    ["a switch that is none", { skipIndexes: "yes", documentModels: [Item] }, /"skipIndexes" is true or false/],
    [
      "two that contradict",
      { skipIndexes: true, allowIndexDropping: true, documentModels: [Item] },
      /give one of the two/,
    ],
    ["a signal that is none", { signal: 3, documentModels: [Item] }, /signal/i],
  ];
  for (const [what, options, message] of refused) {
    test(`${what} is refused`, async () => {
      const given = options === undefined ? undefined : { database: server.database, ...options };
      await assert.rejects(init(given as never), (error: unknown) => {
        return error instanceof InvalidArgument && message.test(error.message);
      });
    });
  }

  test("one of the client that it does not know is refused by the client", async () => {
    await assert.rejects(init({ ...own([Item]), connect: { library, maxPolSize: 2 } as never }), /maxPolSize/);
  });

  test("declarations that can not be are told before a server is looked for", async () => {
    class Indexed extends Document({ n: z.int() }) {
      static settings: Settings = { indexes: ["m"] };
    }
    class Stored extends Document({ n: z.map(z.string(), z.int()) }) {}
    const uri = "mongodb://127.0.0.1:1/nobody?serverSelectionTimeoutMS=60000";
    for (const [model, message] of [[Indexed, /no field "m"/], [Stored, /Stored.n can not be stored/]] as const) {
      await assert.rejects(init({ uri, connect: { library }, documentModels: [model] }), (error: unknown) => {
        return error instanceof InvalidArgument && message.test(error.message);
      });
    }
  });

  test("an aborted signal ends it, and nothing is bound", async () => {
    class Never extends Document({ n: indexed(z.int()) }) {}
    const signal = AbortSignal.abort(new Error("shutting down"));
    await assert.rejects(init({ ...own([Never]), signal }), /shutting down/);
    await assert.rejects(init({ database: server.database, documentModels: [Never], signal }), /shutting down/);
    await assert.rejects(async () => await Never.find(), CollectionWasNotInitialized);
  });
});

test("many models are prepared a few at a time, and all of them", async () => {
  const models = Array.from({ length: 30 }, (_, n) => {
    return class extends Document({ a: indexed(z.string()), b: indexed(z.string()) }) {
      static settings: Settings = { name: `many_${n}` };
    };
  });
  await init({ database: server.database, documentModels: models });
  for (const model of models) assert.equal((await model.indexes.list()).length, 3);
});
