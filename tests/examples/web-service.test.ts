import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { app } from "../../examples/web-service/app.ts";
import { Book } from "../../examples/web-service/books.ts";
import { init } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { client } from "./service-client.ts";

const shop = testDatabase("web_service");
const send = client((path, request) => app.request(path, request));

const book = {
  isbn: "9780261103252",
  title: "Rings",
  price: 24.5,
  publishedAt: "1954-07-29T00:00:00.000Z",
  tags: ["a"],
};
const numbered = (n: number) => ({ ...book, isbn: String(9_780_000_000_000 + n), title: `Book ${n}`, price: n });

describe("a web service with a model as body of requests and responses", () => {
  before(async () => await init({ database: shop.database, documentModels: [Book] }));
  beforeEach(async () => void await Book.deleteAll());

  test("creates a document from a body, and answers with it", async () => {
    const { tags: _tags, ...least } = book;
    const { status, json, headers } = await send("POST", "/books", least);
    assert.equal(status, 201);
    assert.match(json.id, /^[0-9a-f]{24}$/);
    assert.deepEqual(json, { id: json.id, ...book, tags: [] });
    assert.equal(headers.get("location"), `/books/${json.id}`);
    const stored = await Book.get(json.id);
    assert.ok(stored instanceof Book && stored.publishedAt instanceof Date);
    assert.deepEqual(stored.toJSON(), json);
  });

  test("what it answered with is a body again, its id included", async () => {
    const { json } = await send("POST", "/books", { ...book, id: "65a1b2c3d4e5f60718293a4b" });
    assert.equal(json.id, "65a1b2c3d4e5f60718293a4b");
    await send("DELETE", `/books/${json.id}`);
    assert.deepEqual((await send("POST", "/books", json)).json, json);
  });

  test("the revision stays inside", async () => {
    const { json } = await send("POST", "/books", book);
    assert.equal(JSON.stringify(json).includes("revision"), false);
    assert.notEqual((await Book.get(json.id))?.revisionId, undefined);
  });

  test("lists by a query of the URL, page by page", async () => {
    const tagged = Array.from({ length: 23 }, (_, n) => ({ ...numbered(n + 10), tags: n % 2 === 0 ? ["even"] : [] }));
    for (const one of tagged) await send("POST", "/books", one);
    const first = await send("GET", "/books");
    assert.deepEqual([first.json.total, first.json.books.length], [23, 20]);
    const last = await send("GET", "/books?page=2");
    assert.deepEqual(last.json.books.map(({ title }: Book) => title), ["Book 30", "Book 31", "Book 32"]);
    const even = await send("GET", "/books?tag=even&maxPrice=14");
    assert.deepEqual(even.json.books.map(({ price }: Book) => price), [10, 12, 14]);
  });

  test("changes what the body names and leaves the rest", async () => {
    const { json } = await send("POST", "/books", book);
    const changed = await send("PATCH", `/books/${json.id}`, { price: 20 });
    assert.deepEqual([changed.status, changed.json], [200, { ...json, price: 20 }]);
    assert.equal((await Book.get(json.id))?.price, 20);
  });

  test("deletes", async () => {
    const { json } = await send("POST", "/books", book);
    assert.equal((await send("DELETE", `/books/${json.id}`)).status, 204);
    assert.equal(await Book.count(), 0);
  });

  test("404 for a document that is not there", async () => {
    const path = `/books/${"0".repeat(24)}`;
    for (const [method, body] of [["GET"], ["PATCH", { price: 1 }], ["DELETE"]] as const) {
      const { status, json } = await send(method, path, body);
      assert.deepEqual([status, json], [404, { message: "There is no such book" }]);
    }
  });

  test("422 with every finding and its path", async () => {
    const refused = async (method: string, path: string, body?: unknown): Promise<string[]> => {
      const { status, json } = await send(method, path, body);
      assert.equal(status, 422, JSON.stringify(json));
      return json.issues.map((issue: { path: string[] }) => issue.path.join("."));
    };
    const wrong = { isbn: "12", title: "", price: "3", publishedAt: "1954", tags: ["a", 1] };
    assert.deepEqual(await refused("POST", "/books", wrong), ["isbn", "title", "price", "publishedAt", "tags.1"]);
    assert.deepEqual(await refused("POST", "/books", []), [""]);
    assert.deepEqual(await refused("GET", "/books?page=0&maxPrice=much"), ["maxPrice", "page"]);
    assert.deepEqual(await refused("GET", "/books/not-an-id"), ["id"]);
    const { json } = await send("POST", "/books", book);
    assert.deepEqual(await refused("PATCH", `/books/${json.id}`, { price: -1 }), ["price"]);
    assert.deepEqual(await refused("PATCH", `/books/${json.id}`, { _id: "x" }), [""]);
    assert.equal(await Book.count(), 1);
  });

  test("operators in a query of the URL are text", async () => {
    await send("POST", "/books", book);
    assert.equal((await send("GET", "/books?tag[$ne]=x")).json.total, 1);
    assert.equal((await send("GET", `/books?tag=${encodeURIComponent('{"$ne":"x"}')}`)).json.total, 0);
  });

  test("409 for a duplicate", async () => {
    await send("POST", "/books", book);
    const { status, json } = await send("POST", "/books", book);
    assert.deepEqual([status, json.keys], [409, { isbn: book.isbn }]);
  });

  test("a stored document that does not fit is the service's fault and not the client's", async () => {
    const { json } = await send("POST", "/books", book);
    const id = Book.fromJSON(json).id;
    await shop.database.command({ update: "books", updates: [{ q: { _id: id }, u: { $set: { price: "free" } } }] });
    const logged: unknown[] = [];
    const { error } = console;
    console.error = (...parts: unknown[]) => void logged.push(...parts);
    try {
      assert.equal((await send("GET", `/books/${json.id}`)).status, 500);
    } finally {
      console.error = error;
    }
    assert.match(String(logged[0]), /Book\.price/);
  });

  test("describes its body", async () => {
    assert.deepEqual((await send("GET", "/schema")).json, Book.jsonSchema({ io: "input" }));
  });
});
