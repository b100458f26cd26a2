// The routes. A model is the schema of a request's body, and an instance of it the body of a response.
import { sValidator } from "@hono/standard-validator";
import { type Context, Hono } from "hono";
import { DocumentNotFound, DuplicateKeyError, ValidationError } from "../../mod.ts";
import { Book, BookChanges, BookSearch } from "./books.ts";

/** Answers a request that does not fit its schema: 422 and everything that is wrong, each with its path. */
function unprocessable(result: { success: boolean; error?: unknown }, context: Pick<Context, "json">): Response | void {
  if (!result.success) return context.json({ issues: result.error }, 422);
}

/** Errors of Haricot as responses. */
function refused(error: Error, context: Context): Response {
  if (error instanceof DocumentNotFound) return context.json({ message: "There is no such book" }, 404);
  if (error instanceof DuplicateKeyError) {
    return context.json({ message: "There is one already", keys: error.keyValue }, 409);
  }
  // With an id it tells about a stored document, which is not the client's fault.
  if (error instanceof ValidationError && error.id === undefined) {
    const { issues, path, message } = error;
    return context.json({ issues: issues.length > 0 ? issues : [{ path: [path], message }] }, 422);
  }
  console.error(error);
  return context.json({ message: "Something went wrong" }, 500);
}

async function bookOf(id: string): Promise<Book> {
  const book = await Book.get(id);
  if (book === null) throw new DocumentNotFound("There is no such book");
  return book;
}

export const app = new Hono()
  .post("/books", sValidator("json", Book.schema(), unprocessable), async (context) => {
    const book = await context.req.valid("json").insert();
    return context.json(book, 201, { location: `/books/${book.id}` });
  })
  .get("/books", sValidator("query", BookSearch.schema(), unprocessable), async (context) => {
    const { tag, maxPrice, page } = context.req.valid("query");
    let found = Book.find();
    if (tag !== undefined) found = found.find(Book.tags.eq(tag));
    if (maxPrice !== undefined) found = found.find(Book.price.lte(maxPrice));
    const [total, books] = await Promise.all([
      found.count(),
      found.sort("title").skip((page - 1) * BookSearch.pageSize).limit(BookSearch.pageSize),
    ]);
    return context.json({ total, books });
  })
  .get("/books/:id", async (context) => context.json(await bookOf(context.req.param("id"))))
  .patch("/books/:id", sValidator("json", BookChanges, unprocessable), async (context) => {
    const book = await bookOf(context.req.param("id"));
    return context.json(await book.set(context.req.valid("json")));
  })
  .delete("/books/:id", async (context) => {
    const book = await bookOf(context.req.param("id"));
    await book.delete();
    return context.body(null, 204);
  })
  .get("/schema", (context) => context.json(Book.jsonSchema({ io: "input" })))
  .onError(refused);
