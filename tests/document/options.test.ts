import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, InvalidArgument } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("options");

class Item extends Document({ n: z.int() }) {
  static settings = { name: "items" };
}

before(() => init({ database: server.database, documentModels: [Item] }));

function refused(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof InvalidArgument && error.code === code && words.test(error.message);
}

describe("a misspelt option is an error and not ignored", () => {
  const writes: Record<string, (options: never) => Promise<unknown>> = {
    insert: (options) => new Item({ n: 1 }).insert(options),
    save: (options) => new Item({ n: 1 }).save(options),
    replace: (options) => new Item({ n: 1 }).replace(options),
    delete: (options) => new Item({ n: 1 }).delete(options),
    insertOne: (options) => Item.insertOne(new Item({ n: 1 }), options),
    insertMany: (options) => Item.insertMany([new Item({ n: 1 })], options),
  };
  for (const [name, write] of Object.entries(writes)) {
    test(`of ${name}`, async () => {
      await assert.rejects(write({ sesion: 1 } as never), refused("argument.options", /"sesion"/));
      await assert.rejects(write(null as never), refused("argument.options", /an object/));
      assert.equal(await Item.exists(), false);
    });
  }

  test("of init", async () => {
    const given = { database: server.database, documentModels: [Item], skipIndexs: true };
    await assert.rejects(init(given), refused("init.options", /"skipIndexs"/));
    await assert.rejects(init(undefined as never), refused("init.options", /documentModels/));
  });

  test("among the settings", async () => {
    class Other extends Document({ n: z.int() }) {
      static settings = { unknownField: "keep" };
    }
    await assert.rejects(
      init({ database: server.database, documentModels: [Other] }),
      refused("settings.invalid", /Other: settings\.unknownField/),
    );
  });
});

test("an update can not change the id", async () => {
  const item = await new Item({ n: 1 }).insert();
  const change = { id: new Item({ n: 1 }).id } as never;
  await assert.rejects(item.set(change), refused("document.id_fixed", /Item/));
  await assert.rejects(async () => await Item.find({ n: 1 }).set(change), refused("document.id_fixed", /Item/));
});
