// Made from docs/how-to/web-frameworks.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, DuplicateKeyError, ValidationError, indexed, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/web-frameworks.md print what it says", async () => {
  await printsOf("docs/how-to/web-frameworks.md", async (uri) => {
    class Book extends Document({
      isbn: indexed(z.string().regex(/^\d{13}$/), { unique: true }),
      title: z.string().min(1),
      price: z.number().positive(),
    }) {
      static settings = { name: "books" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Book] });

    const lamp = { isbn: "9780000000001", title: "Lamps", price: 20 };
    const post = (path: string, body: unknown): Request =>
      new Request(`http://localhost${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });

    function refused(error: unknown): Response {
      if (error instanceof DuplicateKeyError) return Response.json({ taken: error.keyValue }, { status: 409 });
      if (error instanceof ValidationError && error.id === undefined) {
        return Response.json({ issues: error.issues }, { status: 422 });
      }
      console.error(error);
      return Response.json({ message: "Something went wrong" }, { status: 500 });
    }

    async function handle(request: Request): Promise<Response> {
      const { pathname, searchParams } = new URL(request.url);
      try {
        if (pathname === "/books" && request.method === "POST") {
          const book = await Book.fromJSON(await request.json()).insert();
          return Response.json(book, { status: 201 });
        }
        if (pathname === "/books") {
          const most = Number(searchParams.get("most") ?? 100);
          return Response.json(await Book.find(Book.price.lte(most)).sort("title").limit(20));
        }
        return new Response("Not found", { status: 404 });
      } catch (error) {
        return refused(error);
      }
    }

    for (const body of [lamp, lamp, { title: "", price: "20" }]) {
      const response = await handle(post("/books", body));
      console.log(response.status, Object.keys(await response.json()));
    }
    const listed = await handle(new Request("http://localhost/books?most=25"));
    console.log((await listed.json())[0].title);

    const app = new Hono()
      .post("/books", sValidator("json", Book.schema()), async (context) => {
        return context.json(await context.req.valid("json").insert(), 201);
      })
      .get("/books/:isbn", async (context) => {
        const book = await Book.findOne({ isbn: context.req.param("isbn") });
        return book === null ? context.notFound() : context.json(book);
      })
      .onError(refused);

    console.log((await app.request(post("/books", { ...lamp, isbn: "9780000000002" }))).status);
    console.log((await app.request(post("/books", lamp))).status);
    console.log((await app.request("/books/9780000000001")).status, (await app.request("/books/1")).status);
  }, ["201 [ 'id', 'isbn', 'title', 'price' ]","409 [ 'taken' ]","422 [ 'issues' ]","Lamps","201","409","200 404"]);
});
