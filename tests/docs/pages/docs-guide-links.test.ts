// Made from docs/guide/links.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Link, backLink, backLinkOne, init, link } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/links.md print what it says", async () => {
  await printsOf("docs/guide/links.md", async (uri) => {
    class Country extends Document({ name: z.string() }) {}

    class Author extends Document({
      name: z.string(),
      address: z.object({ street: z.string(), country: link(() => Country).optional() }).optional(),
      get posts() {
        return backLink(() => Post, "author");
      },
      get profile() {
        return backLinkOne(() => Profile, "author");
      },
    }) {
      greet() {
        return `I am ${this.name}`;
      }
    }

    class Profile extends Document({ about: z.string(), author: link(() => Author) }) {}
    class Tag extends Document({ word: z.string() }) {}

    class Post extends Document({
      title: z.string(),
      author: link(() => Author),
      tags: z.array(link(() => Tag)).default([]),
    }) {}

    class Comment extends Document({
      text: z.string(),
      post: link(() => Post),
      get answers() {
        return link(() => Comment).optional();
      },
    }) {}

    await init({
      uri: uri,
      documentModels: [Country, Author, Profile, Tag, Post, Comment],
    });

    const belgium = await new Country({ name: "Belgium" }).insert();
    const ann = await new Author({ name: "Ann", address: { street: "Kaai 1", country: belgium } }).insert();
    const bob = await new Author({ name: "Bob" }).insert();
    await new Profile({ about: "Writes about bread", author: ann }).insert();
    const [bread, beer] = [await new Tag({ word: "bread" }).insert(), await new Tag({ word: "beer" }).insert()];
    const first = await new Post({ title: "Rye", author: ann, tags: [bread, beer] }).insert();
    await new Post({ title: "Stout", author: bob.id, tags: [beer] }).insert();
    const hello = await new Comment({ text: "Hello", post: first }).insert();
    await new Comment({ text: "Hello yourself", post: first, answers: hello }).insert();

    const post = (await Post.findOne({ title: "Rye" }))!;
    console.log(post.author instanceof Link, post.author.id.equals(ann.id));

    for (const post of await Post.find().sort("title").fetchLinks()) {
      console.log(post.title, "-", post.author.greet(), "-", post.tags.map((tag) => tag.word).join(", "));
    }
    const author = (await Author.findOne({ name: "Ann" }).fetchLinks())!;
    console.log(author.posts[0]!.title, author.profile.about);

    const deep = (await Comment.findOne({ text: "Hello yourself" }).nestingDepth(4))!;
    const answered = deep.answers!.post.author as unknown as Author;
    console.log((answered.address!.country as unknown as Country).name);

    const chosen = (await Comment.findOne().fetchLinks("post.author"))!;
    console.log(chosen.post.author.name, chosen.post.tags[0] instanceof Link);

    const belgian = Post.find(Post.author.address.country.name.eq("Belgium")).fetchLinks();
    console.log(await belgian.count(), (await belgian)[0]!.title);
    console.log((await Post.find().sort(Post.author.name.desc()).fetchLinks("author")).map((post) => post.title));
    console.log((await Author.find(Author.posts.tags.word.eq("beer")).sort("name").fetchLinks()).map((one) => one.greet()));
    console.log(await Post.find(Post.author.eq(ann)).count());

    const Line = z.object({ title: z.string(), author: z.object({ name: z.string() }) });
    for (const line of await Post.find().sort("title").fetchLinks("author").project(Line)) console.log(line);
    console.log(
      await Post.find().fetchLinks("author").aggregate([
        { $group: { _id: "$author.name", posts: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ]),
    );

    const posts = await Post.find().fetchLinks("author").aggregate((p) => p.match((post) => post.author.id.eq(ann.id)));
    console.log(posts.map((post) => post.title));

    const rye = (await Post.findOne({ title: "Rye" }))!;
    console.log((await rye.author.fetch()).name, rye.author instanceof Link);
    console.log((await rye.fetchLink("author")).name, rye.author instanceof Author);
    console.log((await rye.fetchAllLinks()).tags.map((tag) => tag.word));
  }, ["true true","Rye - I am Ann - bread, beer","Stout - I am Bob - beer","Rye Writes about bread","Belgium","Ann true","1 Rye","[ 'Stout', 'Rye' ]","[ 'I am Ann', 'I am Bob' ]","1","{ title: 'Rye', author: { name: 'Ann' } }","{ title: 'Stout', author: { name: 'Bob' } }","[ { _id: 'Ann', posts: 1 }, { _id: 'Bob', posts: 1 } ]","[ 'Rye' ]","Ann true","Ann true","[ 'bread', 'beer' ]"]);
});
