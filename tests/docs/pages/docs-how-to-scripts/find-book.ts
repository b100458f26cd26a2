// Made from docs/how-to/scripts.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { Document, HaricotError, init } from "../../../../mod.ts";
import { z } from "zod";

class Book extends Document({ title: z.string() }) {}

const [title = "Lamps"] = process.argv.slice(2);
try {
  await init({ uri: process.env.DOCUMENTED_URI!, documentModels: [Book] });
  console.log((await Book.findOne({ title })) ?? `no book is called ${title}`);
} catch (error) {
  if (!(error instanceof HaricotError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
