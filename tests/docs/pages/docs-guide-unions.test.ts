// Made from docs/guide/unions.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, UnionDoc, init, type UnionSettings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/unions.md print what it says", async () => {
  await printsOf("docs/guide/unions.md", async (uri) => {
    class Comment extends Document({ text: z.string() }) {}

    class Rating extends Document({ stars: z.int(), text: z.string().optional() }) {}

    class Feedback extends UnionDoc([Comment, Rating]) {
      static settings = { name: "feedback" } satisfies UnionSettings;
    }

    await init({ uri: uri, documentModels: [Feedback, Comment, Rating] });

    await Comment.insertMany([new Comment({ text: "good" }), new Comment({ text: "late" })]);
    await new Rating({ stars: 5, text: "good" }).insert();

    console.log(await Comment.count(), await Rating.count(), await Feedback.count());
    for (const one of await Feedback.find({ text: "good" }).sort("id")) {
      console.log(one.constructor.name, one instanceof Rating ? one.stars : one.text);
    }

    console.log((await Feedback.findOne(Rating.stars.gt(3)))?.constructor.name);
    const counted = [{ $group: { _id: "$_class_id", n: { $sum: 1 } } }, { $sort: { _id: 1 as const } }];
    console.log(await Feedback.aggregate(counted));
    await Feedback.bulkWriter(async (bulkWriter) => {
      await new Rating({ stars: 1 }).insert({ bulkWriter });
      await Comment.find({ text: "late" }).delete().bulkWriter(bulkWriter);
    });
    console.log(await Feedback.count());
  }, ["2 1 3","Comment good","Rating 5","Rating","[ { _id: 'Comment', n: 2 }, { _id: 'Rating', n: 1 } ]","3"]);
});
