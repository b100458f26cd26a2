// Made from docs/coming-from/mongoose.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Insert, ObjectId, Replace, Save, SaveChanges, Update, beforeEvent, connect, indexed, init, link, objectId, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/coming-from/mongoose.md print what it says", async () => {
  await printsOf("docs/coming-from/mongoose.md", async (uri) => {
    // Haricot

    class Author extends Document({ name: z.string() }) {
      static settings = { name: "authors" } satisfies Settings;
    }

    class Post extends Document({
      title: indexed(z.string(), { unique: true }),
      words: z.number().min(0).default(0),
      tags: z.array(z.string()).default([]),
      author: link(() => Author, { store: "id" }),
      createdAt: z.date().default(() => new Date()),
      updatedAt: z.date().default(() => new Date()),
    }) {
      static settings = { name: "posts", useRevision: true, useStateManagement: true } satisfies Settings;

      get minutes(): number {
        return Math.ceil(this.words / 200);
      }
      async tag(word: string) {
        return await this.push({ tags: word });
      }
      static long() {
        return this.find(this.words.gt(1000));
      }
      @beforeEvent(Insert, Replace, Save, SaveChanges, Update)
      touch() {
        this.updatedAt = new Date();
      }
    }

    await init({ uri: uri, documentModels: [Author, Post] });

    const ann = await new Author({ name: "Ann" }).insert();
    await Post.insertMany([
      new Post({ title: "Rye", words: 1200, author: ann }),
      new Post({ title: "Oats", words: 90, author: ann.id }),
    ]);

    const [post] = await Post.long().fetchLinks("author");
    console.log(post?.title, post?.minutes, post?.author.name);

    await Post.find({ author: ann }).inc({ words: 10 });
    const oats = (await Post.findOne({ title: "Oats" }))!;
    await oats.tag("grain");
    oats.words += 100;
    console.log(Object.keys(oats.getChanges()));
    await oats.saveChanges();
    console.log(oats.words, oats.tags, oats.updatedAt >= oats.createdAt);

    const Line = z.object({ _id: objectId().default(() => new ObjectId()), sku: z.string() });

    class Shape extends Document({ lines: z.array(Line).default([]), note: z.string().nullish() }) {
      static settings = { name: "shapes", isRoot: true, classId: "__t", classIdValue: "Shape" } satisfies Settings;
    }
    class Circle extends Shape.extend({ radius: z.number() }) {
      static settings = { classIdValue: "Circle" } satisfies Settings;
    }

    const client = await connect(uri);
    const database = client.database("coming_from_mongoose");
    await database.command({
      insert: "shapes",
      documents: [
        { lines: [{ _id: new ObjectId(), sku: "a" }], note: null, __v: 0 },
        { __t: "Circle", lines: [], radius: 3, __v: 0 },
      ],
    });
    await init({ database, documentModels: [Shape, Circle] });
    console.log(await Shape.findAll().withChildren().count());

    await database.command({
      update: "shapes",
      updates: [{ q: { __t: { $exists: false } }, u: { $set: { __t: "Shape" } }, multi: true }],
    });
    const all = await Shape.findAll().withChildren();
    console.log(all.map((shape) => shape.constructor.name), (await Shape.inspectCollection()).status);

    const circle = (await Circle.findOne())!;
    circle.radius = 4;
    await circle.save();
    console.log(
      await database.cursorCommand({ find: "shapes", filter: { __t: "Circle" }, projection: { _id: 0 } }).toArray(),
    );
    await database.command({ dropDatabase: 1 });
    await client.close();
  }, ["Rye 6 Ann","[ 'words' ]","200 [ 'grain' ] true","1","[ 'Shape', 'Circle' ] OK","[ { __t: 'Circle', lines: [], radius: 4, __v: 0 } ]"]);
});
