// Made from docs/guide/queries.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { z } from "zod";
import { Document, Model, SortDirection, UpdateResponse, init } from "../../../mod.ts";
import { Inc, Push } from "../../../operators.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/queries.md print what it says", async () => {
  await printsOf("docs/guide/queries.md", async (uri) => {
    class Book extends Document({
      title: z.string(),
      price: z.number(),
      stock: z.int().default(0),
      tags: z.array(z.string()).default([]),
      author: z.object({ name: z.string(), country: z.string() }),
    }) {
      static settings = { name: "books" };
    }

    await init({ uri: uri, documentModels: [Book] });

    const ann = { name: "Ann", country: "NL" };
    const bob = { name: "Bob", country: "US" };
    await Book.insertMany([
      new Book({ title: "Atlas", price: 30, stock: 4, tags: ["maps"], author: ann }),
      new Book({ title: "Bees", price: 12, stock: 9, tags: ["animals"], author: bob }),
      new Book({ title: "Clay", price: 18, stock: 0, tags: ["craft"], author: ann }),
      new Book({ title: "Dough", price: 9, stock: 3, tags: ["craft", "food"], author: bob }),
    ]);

    const cheap = Book.find(Book.price.lt(20));
    const cheapCraft = cheap.find({ tags: "craft" }, Book.author.country.eq("US"));
    console.log((await cheap).length, (await cheapCraft).map(({ title }) => title).join());

    for await (const book of cheap.sort("-price")) console.log(book.title, book.price);

    console.log((await Book.findOne({ title: "Atlas" }))?.author.name, await Book.findOne({ title: "Zinc" }));

    const page = Book.find()
      .sort(Book.author.name.asc(), ["price", SortDirection.DESCENDING])
      .skip(1)
      .limit(2);
    console.log((await page).map(({ title }) => title).join(), await page.count());

    class Label extends Model({ title: z.string(), price: z.number() }) {
      get text(): string {
        return `${this.title}: ${this.price.toFixed(2)}`;
      }
    }
    class Worth extends Model({ title: z.string(), worth: z.number() }) {
      static settings = { projection: { _id: 0, title: 1, worth: { $multiply: ["$price", "$stock"] } } };
    }

    console.log((await Book.findOne({ title: "Bees" }).project(Label))?.text);
    for (const { title, worth } of await Book.find({ stock: { $gt: 0 } }).sort("title").project(Worth)) {
      console.log(title, worth);
    }
    const [first] = await Book.find().sort("title").select("title", "tags");
    console.log(first?.title, first?.tags.join());

    console.log(await Book.find({ tags: "craft" }).inc({ price: 1 }).set({ "author.country": "BE" }));
    console.log(await Book.findOne({ title: "Bees" }).update(Inc({ stock: -1 }), Push({ tags: "honey" })));

    const after = await Book.findOne({ title: "Bees" }).inc({ stock: -1 }).responseType(UpdateResponse.NEW_DOCUMENT);
    console.log(after?.stock, after?.tags.join());

    await Book.updateAll([{ $set: { price: { $round: [{ $multiply: ["$price", 1.1] }, 0] } } }]);
    console.log(await Book.find().sum(Book.price));

    console.log(await Book.findOne({ title: "Dough" }, Book.stock.gte(5)).inc({ stock: -5 }));

    const echo = new Book({ title: "Echo", price: 5, stock: 1, author: ann });
    const stored = await Book.findOne({ title: "Echo" }).inc({ stock: 1 }).upsert(echo);
    const again = await Book.findOne({ title: "Echo" }).inc({ stock: 1 }).upsert(echo).responseType("NEW_DOCUMENT");
    console.log(stored instanceof Book, again.stock);

    await Book.findOne({ title: "Echo" }).replaceOne(new Book({ title: "Echoes", price: 6, author: bob }));
    const gone = await Book.findOne({ author: bob }).sort("-title").delete().responseType("OLD_DOCUMENT");
    console.log(gone?.title);
    console.log(await Book.find({ stock: 0 }).delete(), await Book.count());

    await Book.find().delete().then(undefined, (error: Error) => console.log(error.message.slice(0, 44)));
  }, ["3 Dough","Clay 18","Bees 12","Dough 9","Ann null","Clay,Bees 2","Bees: 12.00","Atlas 120","Bees 108","Dough 27","Atlas maps","{ matchedCount: 2, modifiedCount: 2 }","{ matchedCount: 1, modifiedCount: 1 }","7 animals,honey","78","{ matchedCount: 0, modifiedCount: 0 }","true 2","Echoes","{ deletedCount: 1 } 3","Book: this would delete every document, beca"]);
});
