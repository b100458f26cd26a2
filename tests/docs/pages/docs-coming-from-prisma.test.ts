// Made from docs/coming-from/prisma.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, ObjectId, alias, backLink, connect, indexed, init, link, or, transaction, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/coming-from/prisma.md print what it says", async () => {
  await printsOf("docs/coming-from/prisma.md", async (uri) => {
    // Haricot

    class Author extends Document({
      name: z.string(),
      get posts() {
        return backLink(() => Post, "author");
      },
    }) {
      static settings = { name: "Author" } satisfies Settings;
    }

    class Post extends Document({
      title: indexed(z.string(), { unique: true }),
      views: z.int().default(0),
      tags: z.array(z.string()).default([]),
      meta: z.object({ words: z.int() }).nullish(),
      author: link(() => Author, { store: "id" }),
    }) {
      static settings = { name: "Post" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Author, Post] });

    const ann = await new Author({ name: "Ann" }).insert();
    await Post.insertMany([
      new Post({ title: "Rye", views: 7, tags: ["bread"], meta: { words: 1200 }, author: ann }),
      new Post({ title: "Stout", views: 3, author: ann }),
    ]);

    console.log(await Post.find(or(Post.meta.words.gt(1000), Post.title.regex(/^x/i))).count());
    const [rye] = await Post.find(Post.author.name.eq("Ann")).sort("-views").fetchLinks("author");
    console.log(rye?.title, rye?.author.name);
    console.log((await Author.findOne().fetchLinks("posts"))?.posts.length);

    await transaction(async () => {
      await Post.findOne({ title: "Stout" }).inc({ views: 1 });
      await rye?.push({ tags: "grain" });
    });
    console.log(await Post.sum(Post.views), rye?.tags);

    class Writer extends Document({ name: z.string() }) {
      static settings = { name: "Writer" } satisfies Settings;
    }
    class Essay extends Document({
      title: indexed(z.string(), { unique: true }),
      note: z.string().nullish(),
      writer: alias(link(() => Writer, { store: "id" }), "writerId"),
    }) {
      static settings = { name: "Essay" } satisfies Settings;
    }

    const client = await connect(uri);
    const database = client.database("coming_from_prisma");
    const _id = new ObjectId();
    await database.command({ insert: "Writer", documents: [{ _id, name: "Bob" }] });
    await database.command({ insert: "Essay", documents: [{ title: "Beans", note: null, writerId: _id }] });
    await database.command({
      createIndexes: "Essay",
      indexes: [{ key: { title: 1 }, name: "Essay_title_key", unique: true }],
    });

    await init({ database, documentModels: [Writer, Essay] });
    console.log((await Essay.findOne({ title: "Beans" }).fetchLinks())?.writer.name);
    console.log((await Essay.inspectCollection()).status, (await Essay.indexes.list()).map(({ name }) => name));
    await database.command({ dropDatabase: 1 });
    await client.close();
  }, ["1","Rye Ann","2","11 [ 'bread', 'grain' ]","Bob","OK [ '_id_', 'Essay_title_key' ]"]);
});
