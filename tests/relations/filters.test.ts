import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWasNotSaved } from "../../src/errors/document-was-not-saved.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { link } from "../../src/relations/link-schema.ts";
import { indexed } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";

class Author extends Document({ name: indexed(z.string()) }) {}
class Post extends Document({
  title: z.string(),
  author: indexed(link(() => Author)),
  editor: link(() => Author, { store: "id" }).optional(),
  readers: indexed(z.array(link(() => Author))).default([]),
}) {
  static settings = { indexes: ["editor", [this.readers.desc(), "title"], ["title", "author"]] } satisfies Settings;
}

const opened = testDatabase("relations_filters");
const authors: Author[] = [];
before(async () => {
  await init({ database: opened.database, documentModels: [Author, Post] });
  for (const name of ["Ann", "Bob", "Cid"]) authors.push(await new Author({ name }).insert());
  const [ann, bob, cid] = authors as [Author, Author, Author];
  await Post.insertMany([
    new Post({ title: "a", author: ann, editor: bob, readers: [bob, cid] }),
    new Post({ title: "b", author: bob, readers: [cid] }),
    new Post({ title: "c", author: ann }),
  ]);
});

const titles = (posts: Post[]): string[] => posts.map(({ title }) => title).sort();

describe("filters on links", () => {
  test("a document, a link, a reference and an id mean the same", async () => {
    const [ann] = authors as [Author];
    for (const one of [ann, Author.linkFromId(ann.id), ann.toRef(), ann.id]) {
      assert.deepEqual(titles(await Post.find(Post.author.eq(one as Author))), ["a", "c"]);
      assert.deepEqual(titles(await Post.find({ author: one as Author })), ["a", "c"]);
    }
    assert.deepEqual(titles(await Post.find(Post.author.id.eq(ann.id))), ["a", "c"]);
    assert.deepEqual(titles(await Post.find({ "author": { $ne: ann } })), ["b"]);
    assert.deepEqual(Post.find(Post.author.eq(ann)).getFilterQuery(), { "author.$id": ann.id });
  });

  test("plain ids, lists of links, and lists of values", async () => {
    const [ann, bob, cid] = authors as [Author, Author, Author];
    assert.deepEqual(Post.find(Post.editor.eq(bob)).getFilterQuery(), { editor: bob.id });
    assert.deepEqual(titles(await Post.find(Post.editor.eq(bob))), ["a"]);
    assert.deepEqual(titles(await Post.find(Post.readers.eq(cid))), ["a", "b"]);
    assert.deepEqual(titles(await Post.find({ readers: { $all: [bob, cid] } })), ["a"]);
    assert.deepEqual(titles(await Post.find(Post.author.in([bob, ann]))), ["a", "b", "c"]);
    assert.deepEqual(titles(await Post.find(Post.readers.size(0))), ["c"]);
    assert.deepEqual(titles(await Post.find(Post.editor.exists(false))), ["b", "c"]);
    assert.deepEqual(titles(await Post.find({ editor: null })), ["b", "c"]);
    assert.deepEqual((await Post.find().sort(Post.author.desc(), Post.title.asc()))[0]!.title, "b");
  });

  test("both ways of storing use the index on the link", async () => {
    const [ann] = authors as [Author];
    for (
      const query of [Post.find(Post.author.eq(ann)), Post.find(Post.editor.eq(ann)), Post.find(Post.readers.eq(ann))]
    ) {
      const plan = JSON.stringify(await query.explain());
      assert.match(plan, /IXSCAN/);
      assert.doesNotMatch(plan, /COLLSCAN/);
    }
    const keys = (await Post.indexes.list()).map(({ key }) => JSON.stringify(key)).sort();
    assert.deepEqual(keys, [
      '{"_id":1}',
      '{"author.$id":1}',
      '{"editor":1}',
      '{"readers.$id":-1,"title":1}',
      '{"readers.$id":1}',
      '{"title":1,"author.$id":1}',
    ]);
  });

  test("a document that is not stored, and text that is no id, find nothing and say so", () => {
    assert.throws(() => Post.find(Post.author.eq(new Author({ name: "Eve" }))), DocumentWasNotSaved);
    assert.throws(() => Post.find({ author: new Author({ name: "Eve" }) }), DocumentWasNotSaved);
    assert.throws(() => Post.find(Post.author.eq("nobody" as never)), InvalidArgument);
    assert.equal(Post.find(Post.author.eq(new ObjectId())).getFilterQuery()["author.$id"] instanceof ObjectId, true);
  });
});
