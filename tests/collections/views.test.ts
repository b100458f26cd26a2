import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  Document,
  init,
  InvalidArgument,
  Model,
  NotSupported,
  ServerError,
  type Settings,
  View,
  type ViewSettings,
  ViewWasNotInitialized,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { noticesOf } from "./notices.ts";

const at = testDatabase("views");

class Book extends Document({ title: z.string(), shelf: z.string(), pages: z.int() }) {
  static settings = { name: "books" } satisfies Settings;
}

/** Shelves with the pages on them. */
class Shelf extends View({ id: z.string(), pages: z.int(), books: z.int() }) {
  static settings = {
    name: "shelves",
    source: Book,
    pipeline: [{ $group: { _id: "$shelf", pages: { $sum: "$pages" }, books: { $sum: 1 } } }],
  } satisfies ViewSettings;
  get mean(): number {
    return this.pages / this.books;
  }
}

/** A view of a view, which names it and declares no id. */
class LongShelf extends View({ shelf: z.string(), pages: z.int() }) {
  static settings = {
    source: "shelves",
    pipeline: [{ $match: { pages: { $gt: 500 } } }, { $project: { _id: 0, shelf: "$_id", pages: 1 } }],
  } satisfies ViewSettings;
}

const models = [LongShelf, Shelf, Book];

beforeEach(async () => {
  await at.database.command({ dropDatabase: 1 });
  await init({ database: at.database, documentModels: models });
  await Book.insertMany([
    new Book({ title: "a", shelf: "north", pages: 100 }),
    new Book({ title: "b", shelf: "north", pages: 300 }),
    new Book({ title: "c", shelf: "south", pages: 700 }),
  ]);
});

const definition = async (name: string) => {
  const reply = await at.database.command({ listCollections: 1, filter: { name } });
  const [found] = (reply.cursor as { firstBatch: { type: string; options: Record<string, unknown> }[] }).firstBatch;
  return found;
};

describe("a view", () => {
  test("is created by init, of a class or of a collection's name", async () => {
    assert.deepEqual(await definition("shelves"), {
      ...await definition("shelves"),
      type: "view",
      options: { viewOn: "books", pipeline: Shelf.settings.pipeline },
    });
    assert.equal((await definition("LongShelf"))?.options.viewOn, "shelves");
  });

  test("gives instances of its class by find in all its forms, and by loops", async () => {
    const shelves = await Shelf.find(Shelf.books.gt(0)).sort(Shelf.pages.desc());
    assert.deepEqual(shelves.map(({ id, pages, mean }) => [id, pages, mean]), [["south", 700, 700], [
      "north",
      400,
      200,
    ]]);
    assert.ok(shelves.every((shelf) => shelf instanceof Shelf));
    assert.equal((await Shelf.findOne({ books: 2 }))?.id, "north");
    assert.equal((await Shelf.get("south"))?.pages, 700);
    assert.equal(await Shelf.get("west"), null);
    assert.equal((await Shelf.findMany({ pages: { $gt: 500 } }).firstOrNull())?.id, "south");
    assert.equal((await Shelf.findAll()).length, 2);
    assert.equal((await Shelf.all().skip(1).limit(5)).length, 1);
    const seen: string[] = [];
    for await (const { id } of Shelf.find().sort("id")) seen.push(id);
    assert.deepEqual(seen, ["north", "south"]);
    assert.deepEqual((await LongShelf.find()).map((shelf) => shelf.toJSON()), [{ shelf: "south", pages: 700 }]);
  });

  test("can be projected", async () => {
    class Short extends Model({ id: z.string() }) {}
    assert.deepEqual((await Shelf.find().sort("id").project(Short)).map(({ id }) => id), ["north", "south"]);
    assert.deepEqual(await Shelf.find({ books: 1 }).select("pages"), [{ id: "south", pages: 700 }]);
  });

  test("counts and computes", async () => {
    assert.equal(await Shelf.count(), 2);
    assert.equal(await Shelf.find(Shelf.pages.gt(500)).count(), 1);
    assert.equal(await Shelf.exists(), true);
    assert.equal(await Shelf.find({ pages: 1 }).exists(), false);
    assert.deepEqual((await Shelf.distinct(Shelf.books)).sort(), [1, 2]);
    assert.equal(await Shelf.sum(Shelf.pages), 1100);
    assert.equal(await Shelf.avg(Shelf.books), 1.5);
    assert.equal(await Shelf.min(Shelf.pages), 400);
    assert.equal(await Shelf.find({ books: 2 }).max(Shelf.pages), 400);
  });

  test("aggregates, with stages and with the builder", async () => {
    assert.deepEqual(await Shelf.aggregate([{ $group: { _id: null, all: { $sum: "$pages" } } }]), [{
      _id: null,
      all: 1100,
    }]);
    const rows = await Shelf.find({ books: 1 }).aggregate((pipeline) => pipeline.match({ pages: 700 }));
    assert.equal(rows[0]?.pages, 700);
  });

  test("reads an ambient change at once, for it is computed when it is read", async () => {
    await new Book({ title: "d", shelf: "west", pages: 1 }).insert();
    assert.equal((await Shelf.get("west"))?.books, 1);
  });

  test("has no writes, where types are not looked at either", async () => {
    const shelf = Shelf as unknown as typeof Book;
    const all = shelf.find({ pages: 1 });
    const writes: [string, () => unknown][] = [
      ["insertOne", () => shelf.insertOne({} as never)],
      ["insertMany", () => shelf.insertMany([])],
      ["replaceMany", () => shelf.replaceMany([])],
      ["updateAll", () => shelf.updateAll({ $set: { pages: 1 } })],
      ["deleteAll", () => shelf.deleteAll()],
      ["bulkWriter", () => shelf.bulkWriter()],
      ["set", () => all.set({ pages: 1 })],
      ["inc", () => all.inc({ pages: 1 })],
      ["update", () => all.update({ $set: { pages: 1 } })],
      ["delete", () => all.delete()],
      ["upsert", () => all.upsert({} as never)],
      ["findOne().delete", () => shelf.findOne().delete()],
      ["replaceOne", () => shelf.findOne().replaceOne({} as never)],
    ];
    for (const [name, write] of writes) {
      assert.throws(
        write,
        (error) => error instanceof NotSupported && /^Shelf is a view/.test(error.message),
        name,
      );
    }
    assert.equal(typeof ((await Shelf.findOne()) as unknown as Book).save, "undefined");
  });

  test("says what it is", () => {
    assert.equal(Shelf.getModelType(), "View");
    assert.equal(Shelf.getCollectionName(), "shelves");
    assert.equal(Shelf.getSettings().source, Book);
    assert.deepEqual(Shelf.fromJSON({ id: "x", pages: 1, books: 1 }).toJSON(), { id: "x", pages: 1, books: 1 });
  });

  test("can be read in another database", async () => {
    const name = `${at.database.name}_b`;
    try {
      const Theirs = Shelf.using(name);
      await assert.rejects(async () => await Theirs.get(3 as never), /id/);
      assert.deepEqual(await Theirs.find(), []);
    } finally {
      await at.client.database(name).command({ dropDatabase: 1 });
    }
  });

  test("without an id has no get", () => {
    assert.throws(() => LongShelf.get("x" as never), (error) => {
      assert.ok(error instanceof InvalidArgument);
      assert.match(error.message, /^LongShelf: get\(\.\.\.\) looks for the id, and the shape of this view has none/);
      return true;
    });
  });
});

describe("init and a view that is there", () => {
  test("as declared: nothing is said, and nothing changes", async () => {
    const recreated = { database: at.database, documentModels: models, recreateViews: true };
    assert.deepEqual(await noticesOf(() => init({ database: at.database, documentModels: models })), []);
    assert.deepEqual(await noticesOf(() => init(recreated)), []);
  });

  test("with another pipeline: it stays with a notice, and recreateViews stores the declared one", async () => {
    class Longest extends View({ id: z.string(), pages: z.int() }) {
      static settings: ViewSettings = {
        name: "longest",
        source: Book,
        pipeline: [{ $group: { _id: "$shelf", pages: { $max: "$pages" } } }],
      };
    }
    await at.database.command({ create: "longest", viewOn: "books", pipeline: [{ $match: { pages: 1 } }] });
    const notices = await noticesOf(async () => {
      await init({ database: at.database, documentModels: [Longest] });
      assert.deepEqual(await Longest.find(), []);
      await init({ database: at.database, documentModels: [Longest], recreateViews: true });
      assert.deepEqual((await Longest.find().sort("id")).map(({ pages }) => pages), [300, 700]);
      await init({ database: at.database, documentModels: [Longest] });
    });
    assert.deepEqual(notices.map(({ code }) => code), ["view.changed"]);
    assert.match(notices[0]!.message, /^Longest: the view "longest" is stored with another source or pipeline/);
  });

  test("the order of stages' keys counts, another source too", async () => {
    class Sorted extends View({ id: z.string() }) {
      static settings: ViewSettings = { source: "books", pipeline: [{ $sort: { shelf: 1, pages: -1 } }] };
    }
    const run = () => init({ database: at.database, documentModels: [Sorted] });
    await run();
    await at.database.command({ collMod: "Sorted", viewOn: "books", pipeline: [{ $sort: { pages: -1, shelf: 1 } }] });
    assert.equal((await noticesOf(run)).length, 1);
    await at.database.command({
      collMod: "Sorted",
      viewOn: "magazines",
      pipeline: [{ $sort: { shelf: 1, pages: -1 } }],
    });
    assert.equal((await noticesOf(run)).length, 1);
  });

  test("a collection by its name is left alone, with and without recreateViews", async () => {
    await at.database.command({ insert: "Taken", documents: [{ precious: true }] });
    class Taken extends View({ precious: z.boolean() }) {
      static settings: ViewSettings = { source: "books", pipeline: [] };
    }
    for (const recreateViews of [false, true]) {
      await assert.rejects(
        init({ database: at.database, documentModels: [Taken], recreateViews }),
        (error) => error instanceof InvalidArgument && error.code === "view.collection" && /Taken/.test(error.message),
      );
    }
    assert.equal((await definition("Taken"))?.type, "collection");
    await assert.rejects(async () => await Taken.find(), ViewWasNotInitialized);
  });

  test("several processes at once create it once", async () => {
    await at.database.command({ drop: "shelves" });
    class Alone extends View({ id: z.string() }) {
      static settings: ViewSettings = { source: "books", pipeline: [] };
    }
    await Promise.all([1, 2, 3, 4].map(() => init({ database: at.database, documentModels: [Alone] })));
    assert.equal(await Alone.count(), 3);
  });
});

describe("what can not be a view", () => {
  const refused: [string, unknown, RegExp][] = [
    ["no source", { pipeline: [] }, /settings\.source .* expected a class/],
    ["a projection as source", { source: Model({ a: z.string() }), pipeline: [] }, /settings\.source/],
    ["no pipeline", { source: Book }, /settings\.pipeline .* expected a list of stages/],
    ["one stage that is no list", { source: Book, pipeline: { $match: {} } }, /settings\.pipeline/],
    ["a setting of documents", { source: Book, pipeline: [], useRevision: true }, /useRevision .* no such setting/],
  ];
  for (const [what, settings, message] of refused) {
    test(what, async () => {
      class Wrong extends View({ id: z.string() }) {
        static settings = settings as ViewSettings;
      }
      await assert.rejects(init({ database: at.database, documentModels: [Wrong] }), message);
    });
  }

  test("a pipeline that the server does not know", async () => {
    class Wrong extends View({ id: z.string() }) {
      static settings: ViewSettings = { source: Book, pipeline: [{ $matsch: {} }] };
    }
    await assert.rejects(init({ database: at.database, documentModels: [Wrong] }), (error) => {
      assert.ok(error instanceof ServerError);
      assert.match(error.message, /^Wrong: could not create the view "Wrong": .*\$matsch/);
      return true;
    });
  });

  test("recreateViews that is no boolean", async () => {
    const options = { database: at.database, documentModels: [], recreateViews: "yes" as never };
    await assert.rejects(init(options), /"recreateViews" is true or false/);
  });

  test("a read before init", async () => {
    class Early extends View({ id: z.string() }) {
      static settings: ViewSettings = { source: Book, pipeline: [] };
    }
    await assert.rejects(async () => await Early.find(), (error) => {
      assert.ok(error instanceof ViewWasNotInitialized);
      assert.match(error.message, /^Early is not bound to a database yet/);
      return true;
    });
  });
});
