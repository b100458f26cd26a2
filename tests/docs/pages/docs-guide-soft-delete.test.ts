// Made from docs/guide/soft-delete.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { DocumentWithSoftDelete, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/soft-delete.md print what it says", async () => {
  await printsOf("docs/guide/soft-delete.md", async (uri) => {
    class Note extends DocumentWithSoftDelete({ text: z.string() }) {}

    await init({ uri: uri, documentModels: [Note] });

    const [milk] = await Promise.all(["milk", "bread", "tea"].map((text) => new Note({ text }).insert()));

    await milk!.delete();
    await Note.find({ text: "bread" }).delete();
    console.log(await Note.count(), await Note.get(milk!.id));
    for await (const note of Note.findManyInAll().sort("text")) console.log(note.text, note.isDeleted());

    const trash = await Note.findManyInAll(Note.deletedAt.ne(null)).sort("text");
    console.log(trash.map(({ text }) => text));

    await milk!.restore();
    console.log(await Note.find({ text: "bread" }).restore());
    await Note.find({ text: "tea" }).delete();
    console.log(await Note.findManyInAll(Note.deletedAt.ne(null)).hardDelete());
    console.log((await Note.find().sort("text")).map(({ text }) => text));
  }, ["1 null","bread true","milk true","tea false","[ 'bread', 'milk' ]","{ matchedCount: 1, modifiedCount: 1 }","{ deletedCount: 1 }","[ 'bread', 'milk' ]"]);
});
