// A script: reads books as JSON lines, stores the new ones, updates the known ones, and prints a report. It ends by itself.
//   bun examples/import-books.ts mongodb://localhost:27017/bookshop
//   deno run --allow-ffi=<library> examples/import-books.ts mongodb://localhost:27017/bookshop
import process from "node:process";
import { init, ValidationError } from "../mod.ts";
import { Book } from "./web-service/books.ts";

const LINES = `
{ "isbn": "9780261103252", "title": "The Lord of the Rings", "price": 24.5, "publishedAt": "1954-07-29T00:00:00Z", "tags": ["fantasy", "classic"] }
{ "isbn": "9780553293357", "title": "Foundation", "price": 9.9, "publishedAt": "1951-06-01T00:00:00Z", "tags": ["science fiction", "classic"] }
{ "isbn": "9780765326355", "title": "The Way of Kings", "price": 12, "publishedAt": "2010-08-31T00:00:00Z", "tags": ["fantasy"] }
{ "isbn": "123", "title": "", "price": -1, "publishedAt": "long ago" }
`;

/** The book in a line, or nothing, after saying why, where there is none. */
function bookOf(line: string): Book | undefined {
  try {
    return Book.fromJSON(JSON.parse(line));
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    console.log(`skipped: ${error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`);
  }
}

await init({ uri: process.argv[2] ?? "mongodb://localhost:27017/bookshop", documentModels: [Book] });

for (const line of LINES.trim().split("\n")) {
  const book = bookOf(line);
  if (book === undefined) continue;
  const { isbn, title, price, tags } = book;
  const outcome = await Book.findOne({ isbn }).set({ title, price, tags }).upsert(book);
  console.log(`${outcome instanceof Book ? "new" : "known"}: ${title}`);
}

const byTag = await Book.aggregate<{ _id: string; books: number; price: number }>([
  { $unwind: "$tags" },
  { $group: { _id: "$tags", books: { $sum: 1 }, price: { $avg: "$price" } } },
  { $sort: { _id: 1 } },
]);
for (const { _id, books, price } of byTag) console.log(`${_id}: ${books} at ${price.toFixed(2)} on average`);
