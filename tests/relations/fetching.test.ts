import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, Model } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { UnionDoc } from "../../src/document/union.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { count } from "../../src/query/accumulators.ts";
import { BackLink } from "../../src/relations/back-link.ts";
import { Link } from "../../src/relations/link.ts";
import { backLink, backLinkOne, link } from "../../src/relations/link-schema.ts";
import type { BackLinkDefinition } from "../../src/schema/link-definition.ts";
import { modelOf } from "../../src/schema/model.ts";
import type { Settings } from "../../src/types/settings.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

class Country extends Document({ name: z.string() }) {}
class Author extends Document({
  name: z.string(),
  address: z.object({ country: link(() => Country).optional(), street: z.string() }).optional(),
  get posts() {
    return backLink(() => Post, "author");
  },
  get profile() {
    return backLinkOne(() => Profile, "author");
  },
}) {
  readonly #secret = "s";
  greet(): string {
    return `${this.name}${this.#secret}`;
  }
}
class Profile extends Document({ text: z.string(), author: link(() => Author) }) {}
class Tag extends DocumentWithSoftDelete({ word: z.string() }) {}
class Post extends Document({
  title: z.string(),
  author: link(() => Author),
  editor: link(() => Author, { store: "id" }).optional(),
  tags: z.array(link(() => Tag)).default([]),
  more: z.array(link(() => Tag, { store: "id" })).nullable().default(null),
  byName: z.record(z.string(), link(() => Tag)).default({}),
  rows: z.array(z.array(link(() => Tag))).default([]),
  sections: z.array(z.object({ heading: z.string(), tag: link(() => Tag).optional() })).default([]),
  get next() {
    return link(() => Post).optional();
  },
}) {}

const opened = testDatabase("relations_fetching");
const models = [Country, Author, Profile, Tag, Post];
let be: Country, ann: Author, bob: Author, red: Tag, blue: Tag, gone: Tag, first: Post, second: Post;

before(async () => {
  await init({ database: opened.database, documentModels: models });
  be = await new Country({ name: "BE" }).insert();
  ann = await new Author({ name: "Ann", address: { country: be, street: "x" } }).insert();
  bob = await new Author({ name: "Bob" }).insert();
  await new Profile({ text: "about Ann", author: ann }).insert();
  [red, blue, gone] = [
    await new Tag({ word: "red" }).insert(),
    await new Tag({ word: "blue" }).insert(),
    await new Tag({ word: "gone" }).insert(),
  ];
  first = await new Post({
    title: "first",
    author: ann,
    editor: bob,
    tags: [blue, red, gone, blue],
    more: [red, Tag.linkFromId(new ObjectId()), blue],
    byName: { a: red, b: blue, c: red },
    rows: [[red, blue], [], [gone]],
    sections: [{ heading: "h1", tag: blue }, { heading: "h2" }, { heading: "h3", tag: red }],
  }).insert();
  second = await new Post({ title: "second", author: bob, next: first }).insert();
  await gone.delete();
});

const linkOf = (model: typeof Author, name: "posts"): BackLinkDefinition =>
  modelOf(model).field(name)!.link as BackLinkDefinition;
const words = (tags: readonly unknown[]): unknown[] =>
  tags.map((tag) => tag instanceof Tag ? tag.word : tag instanceof Link ? "link" : tag);

describe("fetchLinks()", () => {
  test("link fields hold instances of the class that they lead to, made by their own constructors", async () => {
    const post = (await Post.findOne(Post.title.eq("first")).fetchLinks())!;
    assert.ok(post.author instanceof Author);
    assert.equal(post.author.greet(), "Anns");
    assert.equal(post.author.isNew, false);
    assert.ok(post.editor instanceof Author);
    assert.equal(post.editor.name, "Bob");
    assert.equal(post.next, undefined);
  });

  test("lists keep order and duplicates; what is not there, or marked as deleted, stays a link; null stays null", async () => {
    const post = (await Post.get(first.id).fetchLinks())!;
    assert.deepEqual(words(post.tags), ["blue", "red", "link", "blue"]);
    assert.equal(String(post.tags[2]!.id), String(gone.id));
    assert.deepEqual(words(post.more!), ["red", "link", "blue"]);
    assert.equal((await Post.get(second.id).fetchLinks())!.more, null);
    assert.deepEqual((await Post.get(second.id).fetchLinks())!.tags, []);
  });

  test("links in objects, lists of objects, records and lists of lists are fetched as well", async () => {
    const post = (await Post.get(first.id).fetchLinks())!;
    assert.deepEqual(words(post.sections.map(({ tag }) => tag)), ["blue", undefined, "red"]);
    assert.deepEqual(words(Object.values(post.byName)), ["red", "blue", "red"]);
    assert.deepEqual(post.rows.map(words), [["red", "blue"], [], ["link"]]);
    const author = (await Author.get(ann.id).fetchLinks())!;
    assert.ok(author.address!.country instanceof Country);
  });

  test("back links hold the documents that link here, a single one the document or null", async () => {
    const [one, other] = await Author.find().sort("name").fetchLinks();
    assert.deepEqual(one!.posts.map(({ title }) => title), ["first"]);
    assert.ok(one!.posts[0] instanceof Post);
    assert.equal(one!.profile.text, "about Ann");
    assert.equal(other!.profile, null);
  });

  test("linked documents have their own links, three levels deep, and circles end with a link", async () => {
    const post = (await Post.get(second.id).fetchLinks())!;
    const again = post.next!.author.posts[0]!;
    assert.equal(again.title, "first");
    assert.ok(again.author instanceof Link);
    assert.ok(post.next!.author.profile.author instanceof Link);
    const author = (post.next as unknown as Post).author as unknown as Author;
    assert.ok(author.address!.country instanceof Country);
    const deep = (await Author.findOne(Author.fields.name.eq("Ann")).nestingDepth(5))!;
    const last = deep.posts[0]!.author.posts[0]! as unknown as Post;
    assert.ok((last.author as unknown as Author).posts[0] instanceof Post);
    const shallow = (await Post.get(second.id).nestingDepth(1))!;
    assert.ok(shallow.next instanceof Post);
    assert.ok(shallow.next.author instanceof Link);
    assert.ok((await Post.get(second.id).nestingDepth(0))!.next instanceof Link);
  });

  test("single links can be fetched less deep, by the settings or by the query", async () => {
    class Brief extends Document({
      author: link(() => Author),
      editor: link(() => Author, { store: "id" }).optional(),
      get next() {
        return link(() => Brief).optional();
      },
    }) {
      static settings: Settings = {
        name: "Post",
        maxNestingDepth: 2,
        maxNestingDepthsPerField: { editor: 0, author: 1 },
      };
    }
    const Here = Brief.using(opened.database);
    const post = (await Here.findOne(Brief.id.eq(first.id)).fetchLinks())!;
    assert.ok(post.author instanceof Author);
    assert.ok(post.author.posts instanceof BackLink);
    assert.ok(post.editor instanceof Link);
    assert.ok((await Here.findOne(Brief.id.eq(first.id)).fetchLinks("editor"))!.editor instanceof Author);
    const query = (await Here.findOne(Brief.id.eq(first.id)).nestingDepthsPerField({ author: 0, editor: 1 }))!;
    assert.ok(query.author instanceof Link);
    assert.ok(query.editor instanceof Author);
    assert.throws(() => Post.find().nestingDepthsPerField({ autor: 1 }), /no link "autor"/);
    assert.throws(() => Post.find().nestingDepthsPerField({ author: 9 as never }), InvalidArgument);
  });

  test("names choose links, and those on the way to them", async () => {
    const post = (await Post.get(second.id).fetchLinks("next.author.address.country", "author"))!;
    assert.ok(post.author instanceof Author);
    const next = post.next as Post;
    assert.ok(next instanceof Post);
    assert.ok((next.author as Author).address!.country instanceof Country);
    assert.ok(next.editor instanceof Link);
    assert.throws(() => Post.find().fetchLinks("autor"), /Post has no link "autor": its links are "author", "editor"/);
    assert.throws(() => Post.find().fetchLinks("author.name"), InvalidArgument);
    assert.throws(() => Post.find().fetchLinks(3 as never), InvalidArgument);
    assert.throws(() => Post.find().nestingDepth(6 as never), InvalidArgument);
  });
});

describe("criteria on linked fields", () => {
  const titles = (posts: readonly { title: string }[]): string[] => posts.map(({ title }) => title);

  test("find by them, through several links", async () => {
    assert.deepEqual(titles(await Post.find(Post.author.name.eq("Ann")).fetchLinks()), ["first"]);
    assert.deepEqual(
      titles(await Post.find({ $or: [{ title: "none" }, { "author.name": "Bob" }] } as never).fetchLinks()),
      ["second"],
    );
    assert.deepEqual(titles(await Post.find(Post.next.author.address.country.name.eq("BE")).fetchLinks()), ["second"]);
    assert.deepEqual(titles(await Post.find(Post.tags.elemMatch((tag) => tag.word.eq("red"))).fetchLinks()), ["first"]);
    assert.deepEqual((await Author.find(Author.posts.title.eq("second")).fetchLinks()).map(({ name }) => name), [
      "Bob",
    ]);
    assert.deepEqual(titles(await Post.find(Post.author.name.ne("Ann"), Post.title.ne("x")).fetchLinks()), ["second"]);
    assert.deepEqual(titles(await Post.find(Post.title.lt(Post.author.name)).fetchLinks()), []);
    assert.deepEqual(titles(await Post.find(Post.title.gt(Post.author.name)).sort("title").fetchLinks()), [
      "first",
      "second",
    ]);
  });

  test("sort by them; skip and limit count what is left", async () => {
    assert.deepEqual(titles(await Post.find().sort(Post.author.name.desc()).fetchLinks()), ["second", "first"]);
    assert.deepEqual(titles(await Post.find().sort(Post.author.name.desc()).limit(1).fetchLinks()), ["second"]);
    assert.deepEqual(titles(await Post.find(Post.author.name.gt("A")).sort("title").skip(1).fetchLinks()), ["second"]);
  });

  test("count, exists, distinct and the computed values look there too", async () => {
    const query = Post.find(Post.author.name.eq("Bob")).fetchLinks();
    assert.equal(await query.count(), 1);
    assert.equal(await query.exists(), true);
    assert.equal(await Post.find(Post.author.name.eq("Eve")).fetchLinks().exists(), false);
    assert.deepEqual(await Post.find().fetchLinks().distinct(Post.author.name).then((all) => all.sort()), [
      "Ann",
      "Bob",
    ]);
    assert.deepEqual(await query.distinct("title"), ["second"]);
    assert.equal(await Post.find().fetchLinks().max(Post.author.name), "Bob");
  });

  test("without fetchLinks() they would never match, and say so", async () => {
    await assert.rejects(async () => await Post.find(Post.author.name.eq("Ann")), /add fetchLinks\(\)/);
    await assert.rejects(async () => await Post.find().sort(Post.author.name.asc()), InvalidArgument);
    await assert.rejects(async () => await Post.find(Post.author.name.eq("Ann")).count(), InvalidArgument);
    await assert.rejects(async () => await Post.find(Post.author.name.eq("Ann")).delete(), InvalidArgument);
    await assert.rejects(async () => await Post.find(Post.author.name.eq("Ann")).distinct("title"), InvalidArgument);
    assert.equal(await Post.find(Post.author.eq(ann)).count(), 1);
    assert.equal(await Post.find(Post.author.eq(ann)).fetchLinks().count(), 1);
  });

  test("what is about own fields runs first", () => {
    const stages = Post.find(Post.title.eq("a"), Post.author.name.eq("b")).sort("title").limit(3).fetchLinks("author")
      .buildAggregationPipeline();
    assert.deepEqual(stages.map((stage) => Object.keys(stage)[0]), ["$match", "$sort", "$lookup", "$match", "$limit"]);
    const plain = Post.find(Post.title.eq("a")).sort("title").skip(1).limit(3).fetchLinks("author", "editor")
      .buildAggregationPipeline();
    assert.deepEqual(plain.map((stage) => Object.keys(stage)[0]), [
      "$match",
      "$sort",
      "$skip",
      "$limit",
      "$lookup",
      "$lookup",
    ]);
  });
});

describe("in place of the references", () => {
  test("projections see the linked documents, in lists and objects and records", async () => {
    const Row = z.object({
      title: z.string(),
      author: z.object({ name: z.string(), posts: z.array(z.object({ title: z.string() })) }),
      byName: z.record(z.string(), z.object({ word: z.string() })),
      sections: z.array(z.object({ heading: z.string(), tag: z.object({ word: z.string() }).optional() })),
    });
    const [row] = await Post.find(Post.title.eq("first")).fetchLinks().project(Row);
    assert.deepEqual(row, {
      title: "first",
      author: { name: "Ann", posts: [{ title: "first" }] },
      byName: { a: { word: "red" }, b: { word: "blue" }, c: { word: "red" } },
      sections: [{ heading: "h1", tag: { word: "blue" } }, { heading: "h2" }, { heading: "h3", tag: { word: "red" } }],
    });
  });

  test("a projection with links of its own gets instances", async () => {
    class Short extends Model({ title: z.string(), author: link(() => Author), tags: z.array(link(() => Tag)) }) {}
    const [short] = await Post.find(Post.author.name.eq("Ann")).fetchLinks().project(Short);
    assert.ok(short instanceof Short);
    assert.ok(short.author instanceof Author);
    assert.deepEqual(words(short.tags), ["blue", "red", "link", "blue"]);
  });

  test("pipelines see them; criteria of the query run before, its sort after", async () => {
    const rows = await Post.find(Post.author.name.gt("A")).sort(Post.author.name.desc()).fetchLinks().aggregate<
      { who: string }
    >([
      { $project: { _id: 0, who: "$author.name", author: 1 } },
    ]);
    assert.deepEqual(rows.map(({ who }) => who), ["Bob", "Ann"]);
    const lists = await Post.find(Post.title.eq("first")).fetchLinks("tags", "more").aggregate([{
      $project: { tags: 1, more: 1, byName: 1 },
    }]);
    const { tags, more, byName } = lists[0] as Record<string, Record<string, unknown>[]>;
    assert.deepEqual(tags!.map(({ word, $id }) => word ?? $id), ["blue", "red", gone.id, "blue"]);
    assert.deepEqual(more!.map((one) => one instanceof ObjectId ? "id" : one.word), ["red", "id", "blue"]);
    assert.equal(byName!["a" as never]!.word, undefined);
    const typed = await Post.find(Post.author.name.eq("Ann")).fetchLinks().aggregate((p) =>
      p.group((f) => f.title, () => ({ n: count() }))
    );
    assert.deepEqual(typed, [{ _id: "first", n: 1 }]);
  });
});

describe("on demand", () => {
  /** How many reads of each collection the work makes. */
  const readsOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
    const count = async (): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {};
      for (const { name } of models) {
        const { cursor } = await opened.database.command({
          aggregate: name,
          pipeline: [{ $collStats: { latencyStats: {} } }],
          cursor: {},
        }) as { cursor: { firstBatch: { latencyStats: { reads: { ops: number } } }[] } };
        counts[name] = Number(cursor.firstBatch[0]!.latencyStats.reads.ops);
      }
      return counts;
    };
    // What counting itself costs is taken off.
    const [before, between] = [await count(), await count()];
    await work();
    const after = await count();
    const made = models.map(({ name }) => [name, after[name]! - 2 * between[name]! + before[name]!] as const);
    return Object.fromEntries(made.filter(([, reads]) => reads > 0));
  };

  test("fetchLink(name) puts the documents into the field and gives it", async () => {
    const post = (await Post.get(first.id))!;
    const author = await post.fetchLink("author");
    assert.ok(author instanceof Author);
    assert.equal(post.author as unknown, author);
    assert.ok(author.posts instanceof BackLink);
    assert.deepEqual(words((await post.fetchLink("tags"))!), ["blue", "red", "link", "blue"]);
    assert.deepEqual(words(Object.values(await post.fetchLink("byName"))), ["red", "blue", "red"]);
    assert.deepEqual((await author.fetchLink("posts")).map(({ title }) => title), ["first"]);
    assert.equal((await (await Author.get(bob.id))!.fetchLink("profile")) as unknown, null);
    await assert.rejects(() => post.fetchLink("autor" as never), /Post has no link "autor"/);
    await assert.rejects(() => post.fetchLink("author", { fetchLink: true } as never), InvalidArgument);
    const deep = await (await Post.get(first.id))!.fetchLink("author", { nestingDepth: 1 }) as Author;
    assert.equal((deep.posts as unknown as Post[])[0]!.title, "first");
  });

  test("fetchAllLinks() asks once for each model of a level, and once for each back link", async () => {
    const post = (await Post.get(first.id))!;
    const asked = await readsOf(() => post.fetchAllLinks({ nestingDepth: 1 }));
    assert.deepEqual(asked, { Author: 1, Tag: 1 });
    const all = await post.fetchAllLinks();
    assert.equal(all.author.greet(), "Anns");
    assert.deepEqual(words(all.sections.map(({ tag }) => tag)), ["blue", undefined, "red"]);
    assert.ok(all.tags[2] instanceof Link);
    const fresh = await (await Post.get(second.id))!.fetchAllLinks();
    assert.ok(fresh.next!.author instanceof Author);
    assert.equal(fresh.next!.author.posts[0]!.title, "first");
  });

  test("links fetch their own links when they are told to", async () => {
    const author = await (await Post.get(first.id))!.author.fetch({ fetchLinks: true });
    assert.equal((author.posts as unknown as Post[])[0]!.title, "first");
    const posts = await Link.fetchList([Post.linkFromId(second.id), Post.linkFromId(first.id)], {
      fetchLinks: true,
    }) as Post[];
    assert.deepEqual(posts.map((post) => (post.author as Author).name), ["Bob", "Ann"]);
    const linking = await new BackLink(ann, "posts", linkOf(Author, "posts")).fetch({ nestingDepth: 1 }) as Post[];
    assert.deepEqual(words(linking[0]!.tags), ["blue", "red", "link", "blue"]);
    await (await ann.fetch({ fetchLinks: true })).posts;
    await assert.rejects(() => first.author.fetch({ depth: 3 } as never), InvalidArgument);
  });
});

describe("fetched documents", () => {
  test("are JSON by their own rules; circles and what was not fetched end as references", async () => {
    const post = (await Post.get(first.id).fetchLinks("author.posts", "tags"))!;
    const json = JSON.parse(JSON.stringify(post));
    assert.equal(json.author.name, "Ann");
    assert.equal(json.author.posts[0].title, "first");
    assert.deepEqual(json.author.posts[0].author, { id: String(ann.id), collection: "Author" });
    assert.deepEqual(json.tags[2], { id: String(gone.id), collection: "Tag" });
    assert.deepEqual(json.author.address.country, { id: String(be.id), collection: "Country" });
    assert.equal("profile" in json.author, false);
    const circle = (await Post.get(first.id))!;
    (await circle.fetchLink("author") as unknown as { posts: unknown }).posts = [circle];
    assert.deepEqual(JSON.parse(JSON.stringify(circle)).author.posts, [{ id: String(first.id), collection: "Post" }]);
  });

  test("are stored as references, and stay in their places while these do not change", async () => {
    const post = (await Post.get(first.id).fetchLinks())!;
    const { author, tags } = post as unknown as Post;
    await post.save();
    const other = (await Post.get(first.id))!;
    assert.ok(other.author instanceof Link);
    for (
      const write of [() => post.set({ title: "first" }), () => post.sync(), () => post.replace(), () => post.inc({})]
    ) {
      await write().catch((error) => assert.match(String(error), /inc/));
      assert.equal(post.author as unknown, author);
      assert.deepEqual(words(post.tags), words(tags));
    }
    await other.set({ author: bob });
    await post.sync();
    assert.ok(post.author instanceof Link);
    assert.ok(post.author.id.equals(bob.id));
    await other.set({ author: ann });
  });

  test("of another database are of its classes", async () => {
    const there = opened.client.database(`${opened.database.name}_b`);
    try {
      const [OtherAuthor, OtherPost] = [Author.using(there), Post.using(there)];
      const author = await new OtherAuthor({ name: "There" }).insert();
      await new OtherPost({ title: "t", author }).insert();
      const post = (await OtherPost.findOne(Post.author.name.eq("There")).fetchLinks("author.posts"))!;
      assert.ok(post.author instanceof OtherAuthor);
      await post.author.set({ name: "Moved" });
      assert.equal((await OtherAuthor.findOne())!.name, "Moved");
      assert.equal((await post.author.posts[0]!.author.fetch()).name, "Moved");
      assert.equal(await Author.find({ name: "Moved" }).count(), 0);
    } finally {
      await there.command({ dropDatabase: 1 });
    }
  });

  test("are looked up through indexes, however links are stored", async () => {
    for (
      const query of [
        Post.find().limit(9).fetchLinks("author"),
        Post.find().limit(9).fetchLinks("editor"),
        Post.find().limit(9).fetchLinks("tags"),
      ]
    ) {
      const plan = JSON.stringify(await query.explain("executionStats"));
      assert.match(plan, /"indexesUsed":\["_id_"\]|"indexName":"_id_"/);
    }
  });
});

test("getLinkFields() tells of all links", () => {
  const told = Post.getLinkFields().map(({ path, direction, target, isList }) =>
    `${path} ${direction} ${target.name} ${isList}`
  );
  assert.deepEqual(told, [
    "author forward Author false",
    "editor forward Author false",
    "tags forward Tag true",
    "more forward Tag true",
    "byName forward Tag true",
    "rows forward Tag true",
    "sections.tag forward Tag true",
    "next forward Post false",
  ]);
  assert.deepEqual(Author.getLinkFields().filter(({ direction }) => direction === "back").map(({ isList }) => isList), [
    true,
    false,
  ]);
});

test("documents whose back links were fetched can be validated and stored", async () => {
  const author = (await Author.get(bob.id).fetchLinks())!;
  author.validateSelf();
  assert.equal(author.posts.length, 1);
  author.name = "Bob!";
  await author.save();
  assert.equal((await Author.get(bob.id))!.name, "Bob!");
  await author.set({ name: "Bob" });
  assert.equal(author.posts[0]!.title, "second");
  const [stored] = await Author.find({ name: "Bob" }).aggregate([]);
  assert.deepEqual(Object.keys(stored!).sort(), ["_id", "name"]);
});

describe("links to another database", () => {
  class Archived extends Document({ word: z.string() }) {}
  class Item extends Document({ n: z.int(), archived: link(() => Archived) }) {}

  test("are fetched by queries that ask nothing of what they lead to", async () => {
    const there = opened.client.database(`${opened.database.name}_archive`);
    try {
      await init({ database: there, documentModels: [Archived] });
      await init({ database: opened.database, documentModels: [Item] });
      const archived = await new Archived({ word: "old" }).insert();
      await new Item({ n: 1, archived }).insert();
      assert.equal((await Item.findOne().fetchLinks())!.archived.word, "old");
      assert.equal((await Item.find().fetchLinks())[0]!.archived.word, "old");
      await assert.rejects(async () => await Item.find(Item.archived.word.eq("old")).fetchLinks(), {
        name: "InvalidArgument",
        message: /leads to Archived in the database/,
      });
    } finally {
      await there.command({ dropDatabase: 1 });
    }
  });
});

test("constructors and field initialisers see references, whichever way links are fetched", async () => {
  class Seen extends Document({ title: z.string(), author: link(() => Author) }) {
    static settings: Settings = { name: "Post" };
    readonly seen = this.author instanceof Link;
  }
  const Here = Seen.using(opened.database);
  for (const query of [Here.find().fetchLinks("author"), Here.find().limit(5).fetchLinks("author")]) {
    for (const post of await query) assert.deepEqual([post.seen, post.author instanceof Author], [true, true]);
  }
});

test("the projection of a linked model's settings counts, whichever way its documents are fetched", async () => {
  class Title extends Document({ shown: z.string() }) {
    static settings: Settings = { name: "Author", projection: { shown: { $concat: ["<", "$name", ">"] } } };
  }
  class Titled extends Document({ title: z.string(), author: link(() => Title) }) {
    static settings: Settings = { name: "Post" };
  }
  const Here = Titled.using(opened.database);
  for (const limit of [0, 5]) {
    const posts = await Here.find().sort("title").limit(limit).fetchLinks("author");
    assert.deepEqual(posts.map((post) => post.author.shown), ["<Ann>", "<Bob>"]);
  }
});

test("members of a union may have links of one name to different models", async () => {
  class Red extends Document({ id: z.int(), red: z.boolean() }) {}
  class Green extends Document({ id: z.int(), green: z.boolean() }) {}
  class Apple extends Document({ to: link(() => Red, { store: "id" }) }) {}
  class Pear extends Document({ to: link(() => Green, { store: "id" }) }) {}
  class Fruit extends UnionDoc([Apple, Pear]) {
    static settings = { name: "fruits" };
  }
  await init({ database: opened.database, documentModels: [Red, Green, Apple, Pear, Fruit] });
  await Promise.all([new Red({ id: 1, red: true }).insert(), new Green({ id: 1, green: true }).insert()]);
  await Apple.insertMany([new Apple({ to: 1 })]);
  await Pear.insertMany([new Pear({ to: 1 })]);
  for (const limit of [0, 5]) {
    const fruits = await Fruit.find().limit(limit).fetchLinks() as unknown as (Apple | Pear)[];
    const told = fruits.map((fruit) => `${fruit.constructor.name} ${fruit.to.constructor.name}`).sort();
    assert.deepEqual(told, ["Apple Red", "Pear Green"]);
  }
});
