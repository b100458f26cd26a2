import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { z } from "zod";
import {
  backLink,
  type Client,
  connect,
  Document,
  init,
  InvalidArgument,
  Link,
  link,
  ServerError,
  transaction,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";

class Country extends Document({ name: z.string() }) {}
class Writer extends Document({
  name: z.string(),
  country: link(() => Country, { store: "id" }),
  get articles() {
    return backLink(() => Article, "writer");
  },
}) {}
class Article extends Document({
  n: z.int(),
  writer: link(() => Writer),
  editors: z.array(link(() => Writer, { store: "id" })),
  place: z.tuple([z.number(), z.number()]).default([0, 0]),
}) {}

const at = testDatabase("fetching_commands");
/** Reads what Haricot refuses to read: collections of the server. */
const observer = new MongoClient(uri);
const appName = `haricot_fetching_${Math.floor(Math.random() * 2 ** 32)}`;
let client: Client;
const ARTICLES = 50, WRITERS = 5;

before(async () => {
  client = await connect(uri, { library, appName });
  await init({ database: client.database(at.database.name), documentModels: [Country, Writer, Article] });
  const country = await new Country({ name: "BE" }).insert();
  const writers = Array.from({ length: WRITERS }, (_, n) => new Writer({ name: `w${n}`, country }));
  await Writer.insertMany(writers);
  const some = (n: number) => writers[n % WRITERS]!;
  await Article.insertMany(
    Array.from({ length: ARTICLES }, (_, n) => new Article({ n, writer: some(n), editors: [some(n), some(n + 1)] })),
  );
  await observer.db(at.database.name).command({ profile: 2 });
});
after(async () => {
  await client.close();
  await observer.close();
});

type Sent = Record<string, unknown> & { filter?: Record<string, { $in: unknown[] }> };
let calls = 0;

/** Commands that the server received for queries with this comment, in their order. */
async function commands(comment: string): Promise<Sent[]> {
  const entries = observer.db(at.database.name).collection("system.profile").find({ "command.comment": comment });
  return (await entries.sort({ ts: 1 }).toArray()).map(({ command }) => command as Sent);
}

async function sent(work: (options: { comment: string }) => PromiseLike<unknown>): Promise<Sent[]> {
  const comment = `call ${calls++}`;
  await work({ comment });
  return await commands(comment);
}

const named = (command: Sent): string =>
  command.find !== undefined
    ? `find ${command.find}`
    : command.aggregate !== undefined
    ? `aggregate ${command.aggregate}`
    : Object.keys(command)[0]!;

describe("a query that fetches links sends", () => {
  test("its own find, and one find for each model of a level, with each id once", async () => {
    const made = await sent((options) =>
      Article.find().options(options).fetchLinks("writer.country", "editors.country")
    );
    assert.deepEqual(made.map(named), ["find Article", "find Writer", "find Country"]);
    assert.deepEqual(made.map(({ filter }) => filter?._id?.$in?.length), [undefined, WRITERS, undefined]);
  });

  test("one find for what links back to all of a level", async () => {
    const made = await sent((options) => Writer.find().options(options).fetchLinks("articles.writer"));
    assert.deepEqual(made.map(named), ["find Writer", "find Article", "find Writer"]);
    assert.equal(made[1]!.filter!["writer.$id"]!.$in.length, WRITERS);
  });

  test("one aggregation where few documents are read, or where the query looks into linked ones", async () => {
    for (
      const query of [
        (options: object) => Article.findOne().options(options).fetchLinks(),
        (options: object) => Article.find().limit(20).options(options).fetchLinks(),
        (options: object) => Article.find().options(options).fetchLinks().firstOrNull(),
        (options: object) => Article.find(Article.writer.name.eq("w1")).options(options).fetchLinks(),
        (options: object) => Article.find().sort(Article.writer.name.asc()).options(options).fetchLinks(),
        (options: object) => Article.find().options({ ...options, readConcern: { level: "snapshot" } }).fetchLinks(),
      ]
    ) assert.deepEqual((await sent(query)).map(named), ["aggregate Article"]);
    const more = await sent((options) => Article.find().limit(21).options(options).fetchLinks("writer"));
    assert.deepEqual(more.map(named), ["find Article", "find Writer"]);
  });

  test("finds where few documents would take many lookups: models that link to each other, some levels deep", async () => {
    const made = await sent((options) => Article.findOne().options(options).nestingDepth(5));
    const [writer, country, article] = ["Writer", "Country", "Article"].map((name) => `find ${name}`);
    assert.deepEqual(made.map(named).sort(), [article, article, article, country, country, writer, writer, writer]);
  });

  test("a plain find where nothing is fetched", async () => {
    assert.deepEqual((await sent((options) => Article.find().options(options).nestingDepth(0))).map(named), [
      "find Article",
    ]);
    const none = await sent((options) => Article.find({ n: -1 }).options(options).fetchLinks());
    assert.deepEqual(none.map(named), ["find Article"]);
  });

  test("the options of a find: the same ones for linked documents, but for what is about its own", async () => {
    const made = await sent(({ comment }) =>
      Article.find().options({
        comment,
        noCursorTimeout: true,
        allowPartialResults: true,
        readConcern: { level: "majority" },
        batchSize: 60,
        hint: { _id: 1 },
      }).fetchLinks("writer")
    );
    for (const { noCursorTimeout, allowPartialResults, readConcern, batchSize } of made) {
      assert.deepEqual([noCursorTimeout, allowPartialResults, batchSize], [true, true, 60]);
      assert.equal((readConcern as { level: string }).level, "majority");
    }
    assert.deepEqual(made.map(({ hint }) => hint), [{ _id: 1 }, undefined]);
    const few = await sent(({ comment }) =>
      Article.findOne().options({ comment, noCursorTimeout: false }).fetchLinks()
    );
    assert.equal(few.every((command) => command.find !== undefined && command.noCursorTimeout === false), true);
  });

  test("all in its session, and in the transaction around it, which sees its own writes", async () => {
    await using session = await client.startSession();
    const made = await sent((options) => Article.find().session(session).options(options).fetchLinks("writer.country"));
    assert.equal(made.length, 3);
    assert.equal(new Set(made.map(({ lsid }) => JSON.stringify(lsid))).size, 1);
    await transaction(async () => {
      await Writer.find({ name: "w0" }).set({ name: "changed" });
      const inside = await sent(async (options) => {
        const articles = await Article.find().sort("n").options(options).fetchLinks();
        assert.equal(articles[0]!.writer.name, "changed");
        assert.equal(articles[0]!.editors[1]!.articles.length, ARTICLES / WRITERS);
      });
      assert.equal(new Set(inside.map(({ txnNumber }) => String(txnNumber))).size, 1);
      assert.ok(inside.every(({ autocommit }) => autocommit === false));
      await Writer.find({ name: "changed" }).set({ name: "w0" });
    });
  });
});

describe("a loop over a query that fetches links", () => {
  test("fetches those of a batch when it comes to it", async () => {
    const comment = `call ${calls++}`;
    let read = 0;
    const fetches = async () => (await commands(comment)).filter((command) => named(command) === "find Writer").length;
    for await (const article of Article.find().sort("n").options({ comment, batchSize: 20 }).fetchLinks("writer")) {
      assert.equal(article.writer.name, `w${article.n % WRITERS}`);
      if (read % 20 === 0) assert.equal(await fetches(), read / 20 + 1);
      read++;
    }
    assert.equal(read, ARTICLES);
    assert.equal(await fetches(), 3);
  });

  test("goes on inside of a transaction", async () => {
    await transaction(async () => {
      let read = 0;
      for await (const { n, writer } of Article.find().sort("n").options({ batchSize: 20 }).fetchLinks("writer")) {
        assert.equal(writer.name, `w${n % WRITERS}`);
        read++;
      }
      assert.equal(read, ARTICLES);
    });
  });

  test("gives pages and single values alike, and ends early", async () => {
    const sizes: number[] = [];
    for await (const page of Article.find().options({ batchSize: 20 }).fetchLinks("writer").getCursor().pages()) {
      assert.ok(page.every(({ writer }) => writer instanceof Writer));
      sizes.push(page.length);
    }
    assert.deepEqual(sizes, [20, 20, 10]);
    const cursor = Article.find().options({ batchSize: 20 }).fetchLinks("writer").getCursor();
    const [first, second] = await Promise.all([cursor.next(), cursor.next()]);
    assert.ok(first.value!.writer instanceof Writer && second.value!.writer instanceof Writer);
    const next = cursor.next();
    await cursor.close();
    assert.ok((await next).done === false);
    assert.deepEqual(await cursor.next(), { done: true, value: undefined });
    const closed = Article.find().options({ batchSize: 20 }).fetchLinks("writer").getCursor();
    const pending = closed.next();
    await closed.close();
    assert.equal((await pending).done, true);
  });
});

describe("what goes wrong while links are fetched", () => {
  /** Lets the server hold or fail finds of a collection, of this file's client. */
  async function failing(collection: string, data: object, run: () => Promise<void>): Promise<void> {
    const admin = at.client.database("admin");
    const namespace = `${at.database.name}.${collection}`;
    const point = { configureFailPoint: "failCommand" };
    const failing = { appName, namespace, failCommands: ["find"], ...data };
    await admin.command({ ...point, mode: "alwaysOn", data: failing });
    try {
      await run();
    } finally {
      await admin.command({ ...point, mode: "off" });
    }
  }

  test("maxTimeMS is a limit of the whole: what comes later has what is left", async () => {
    await failing("Article", { blockConnection: true, blockTimeMS: 200 }, async () => {
      const made = await sent(({ comment }) =>
        Article.find().options({ comment, maxTimeMS: 30_000 }).fetchLinks("writer.country")
      );
      const [first, second, third] = made.map(({ maxTimeMS }) => maxTimeMS as number) as [number, number, number];
      assert.equal(first, 30_000);
      assert.ok(second <= 29_800 && third <= second && third > 0, `${second}, ${third}`);
    });
    await failing("Writer", { blockConnection: true, blockTimeMS: 1000 }, async () => {
      const late = Article.find().options({ timeoutMS: 150 }).fetchLinks("writer");
      await assert.rejects(async () => await late, { name: "OperationTimeout" });
    });
  });

  test("a signal ends what is under way", async () => {
    await failing("Writer", { blockConnection: true, blockTimeMS: 3000 }, async () => {
      const controller = new AbortController();
      const reason = new Error("not needed any more");
      const articles = Article.find().signal(controller.signal).fetchLinks("writer").toList();
      const held = { $match: { appName, "command.find": "Writer" } };
      const admin = at.client.database("admin");
      const current = () => admin.cursorCommand({ aggregate: 1, pipeline: [{ $currentOp: {} }, held], cursor: {} });
      while ((await current().toArray()).length === 0) await sleep(5);
      controller.abort(reason);
      await assert.rejects(articles, reason);
    });
  });

  test("an error of the server is that of the query, and names the model whose documents were asked for", async () => {
    await failing("Country", { errorCode: 2 }, async () => {
      const error = await Article.find().fetchLinks("writer.country").then(() => undefined, (thrown) => thrown);
      assert.ok(error instanceof ServerError);
      assert.match(error.stack!, /fetching-commands/);
      const cursor = Article.find().fetchLinks("writer.country").getCursor();
      await assert.rejects(() => cursor.next(), ServerError);
      assert.equal(cursor.closed, true);
    });
  });

  test("options of find alone are refused where another command answers", async () => {
    for (const option of ["noCursorTimeout", "allowPartialResults"] as const) {
      const query = Article.find(Article.writer.name.eq("w1")).options({ [option]: true }).fetchLinks();
      await assert.rejects(async () => await query, { name: "InvalidArgument", path: option });
      const rows = Article.find().options({ [option]: true }).aggregate([]);
      await assert.rejects(async () => await rows, { name: "InvalidArgument", path: option });
    }
    const counted = Article.find().options({ noCursorTimeout: true });
    assert.equal(await counted.count(), ARTICLES);
    await assert.rejects(() => Article.find().options({ allowPartialResults: true }).count(), InvalidArgument);
    await assert.rejects(() => Article.find().options({ allowPartialResults: true }).distinct("n"), InvalidArgument);
  });
});

test("documents that link to the same document hold one instance, as deep as was asked", async () => {
  const articles = await Article.find().sort("n").fetchLinks("writer.country", "editors");
  const [first, second] = [articles[0]!, articles[WRITERS]!];
  assert.equal(first.writer, second.writer);
  assert.ok(first.writer.country instanceof Country);
  assert.equal(first.editors[0], second.editors[0]);
  assert.ok((first.editors[0]!.country as unknown) instanceof Link);
  assert.equal(articles[4]!.editors[1], first.editors[0]);
});

test("criteria that a pipeline does not take are those of a find", async () => {
  await Article.getCollection().database.command({
    createIndexes: "Article",
    indexes: [{ key: { place: "2d" }, name: "place" }],
  });
  const near = { place: { $near: [1, 1] } } as never;
  assert.ok((await Article.findOne(near).fetchLinks("writer"))!.writer instanceof Writer);
  assert.equal((await Article.find(near).limit(3).fetchLinks("writer")).length, 3);
});
