// Made from docs/how-to/large-reads.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Model, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/large-reads.md print what it says", async () => {
  await printsOf("docs/how-to/large-reads.md", async (uri) => {
    class Entry extends Document({ at: z.int(), level: z.enum(["info", "error"]), text: z.string() }) {
      static settings = { name: "entries" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Entry] });
    await Entry.insertMany(
      Array.from(
        { length: 5000 },
        (_, at) => new Entry({ at, level: at % 100 === 0 ? "error" : "info", text: `line ${at}` }),
      ),
    );

    let length = 0;
    for await (const entry of Entry.find({ level: "info" })) length += entry.text.length;
    console.log(length);

    let errors = 0;
    for await (const entry of Entry.find({ level: "error" }).sort("at")) {
      if (entry.at >= 1000) break;
      errors++;
    }
    console.log(errors);

    class Line extends Model({ at: z.int(), text: z.string() }) {}

    let last = "";
    for await (const { text } of Entry.find().sort("at").project(Line)) last = text;
    console.log(last);

    let sum = 0;
    for await (const { at } of Entry.find().select("at")) sum += at;
    console.log(sum);

    const sizes: number[] = [];
    for await (const page of Entry.find().options({ batchSize: 2000 }).getCursor().pages()) sizes.push(page.length);
    console.log(sizes.reduce((a, b) => a + b), sizes.every((size) => size <= 2000));
  }, ["43452","10","line 4999","12497500","5000 true"]);
});
