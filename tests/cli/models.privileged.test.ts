import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { renderModels } from "../../cli/pull/render.ts";
import { nothingSeen, see } from "../../cli/pull/seen.ts";
import { className } from "../../cli/pull/names.ts";
import type { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { Binary } from "../../src/values/binary.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { Double } from "../../src/values/double.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { project, resolved } from "./support.ts";

const server = testDatabase("cli_models");
const made = project(server);

/** The schemas of the fields of what was seen. */
function fieldsOf(...documents: object[]): string {
  const seen = nothingSeen();
  for (const document of documents) see(seen, document);
  const sample = { collection: "things", className: "Thing", documents: documents.length, total: 9, seen };
  const code = renderModels([sample]);
  return /extends Document\(\{\n?([\s\S]*)\}\) \{/.exec(code)![1]!.replaceAll(/\n\s*/g, " ").trim();
}

const uuid = new Binary(new Uint8Array(16), 4);

describe("haricot models pull", () => {
  before(async () => {
    const orders = Array.from({ length: 20 }, (_, n) => ({
      _id: new ObjectId(),
      number: n,
      total: n % 2 === 0 ? n : new Double(n + 0.5),
      customer: { name: `customer ${n}`, ...n > 9 ? { vat: "x" } : {} },
      lines: [{ product: new ObjectId(), price: new Decimal128("1.50") }],
      placedAt: new Date(n),
      note: n === 3 ? null : n === 4 ? 5 : "text",
      save: true,
    }));
    await insert(server.database, "orders", orders);
    await insert(server.database, "countries", [{ _id: "de", big: 2n ** 60n, secret: uuid }]);
    await insert(server.database, "migrations_log", [{ name: "x" }]);
    await server.database.command({ create: "cheap", viewOn: "orders", pipeline: [] });
  });

  test("writes classes that read every document they were made of", async () => {
    const { code, output, errors } = await made.haricot(["models", "pull", "--uri", made.uri]);
    assert.equal(code, 0, errors);
    assert.match(errors, /orders: 20 of 20 documents/);
    assert.match(output, /Of 20 of the 20 documents of "orders"/);
    const file = join(made.folder, "models.ts");
    writeFileSync(file, resolved(output));
    const models = await import(pathToFileURL(file).href) as Record<string, ReturnType<typeof Document>>;
    assert.deepEqual(Object.keys(models).sort(), ["Country", "Order"]);
    await init({ database: server.database, documentModels: Object.values(models) });
    assert.equal(await models.Order!.count(), 20);
    for (const model of Object.values(models)) {
      assert.deepEqual(await model.inspectCollection(), { status: "OK", errors: [] });
    }
    const order = await models.Order!.findOne({ number: 3 } as never) as unknown as Record<string, unknown>;
    assert.deepEqual([order.total, order.note, order.save_], [3.5, null, true]);
  });

  test("says it as data, takes samples, and writes a file once", async () => {
    const args = ["models", "pull", "--uri", made.uri, "--collections", "orders", "--sample", "5", "-o", "out.ts"];
    const { code, output } = await made.haricot([...args, "--json"]);
    assert.equal(code, 0);
    const { file, models } = JSON.parse(output) as { file: string; models: object[] };
    assert.equal(file, "out.ts");
    assert.deepEqual(models, [{ collection: "orders", className: "Order", documents: 5, total: 20 }]);
    assert.match(readFileSync(join(made.folder, "out.ts"), "utf8"), /Of 5 of the 20 documents/);
    assert.equal((await made.haricot(args)).code, 1);
    assert.equal((await made.haricot([...args, "--force"])).code, 0);
    const missing = await made.haricot(["models", "pull", "--uri", made.uri, "--collections", "ordrs"]);
    assert.equal(missing.code, 2);
    assert.match(missing.errors, /no collection "ordrs"\. There are: countries, orders/);
  });

  test("tells kinds, optional and nullable fields, objects, lists and mixtures apart", () => {
    const id = new ObjectId();
    const cases: [object[], string][] = [
      [[{ _id: id, a: 1 }, { _id: id, a: 2 }], "a: z.int(),"],
      [[{ a: 1 }, { a: new Double(2) }], "a: z.number(),"],
      [[{ a: 1 }, { a: 2n }], "a: int64(),"],
      [[{ a: "x" }, {}], "a: z.string().optional(),"],
      [[{ a: "x" }, { a: null }, {}], "a: z.string().nullable().optional(),"],
      [[{ a: null }], "a: z.null(),"],
      [[{ a: "x" }, { a: true }], "a: z.union([z.string(), z.boolean()]),"],
      [
        [{ a: new Date(0), b: id, c: uuid, d: new Uint8Array(1) }],
        "a: z.date(), b: objectId(), c: uuid(), d: binary(),",
      ],
      [[{ a: { b: 1 } }, { a: {} }], "a: z.object({ b: z.int().optional(), }),"],
      [[{ a: [] }], "a: z.array(z.unknown()),"],
      [[{ a: [1] }, { a: ["x", null] }], "a: z.array(z.union([z.int(), z.string()]).nullable()),"],
      [[{ _id: "x" }, { _id: 1 }], "id: z.union([z.int(), z.string()]),"],
      [[{ "two words": 1, $odd: 2 }], '"two words": z.int(),'],
      [[{ a: { "x.y": 1 } }], "a: z.record(z.string(), z.unknown()),"],
      [[{ save: 1, id: 2 }], 'save_: alias(z.int(), "save"), id_: alias(z.int(), "id"),'],
    ];
    for (const [documents, expected] of cases) assert.equal(fieldsOf(...documents), expected);
  });

  test("names classes after collections", () => {
    const named = (name: string) => className(name, new Set(["Order"]));
    const names = ["order_items", "categories", "boxes", "news-status", "orders", "2024", "addresses", "Documents"];
    assert.deepEqual(names.map(named), [
      "OrderItem",
      "Category",
      "Box",
      "NewsStatus",
      "Order2",
      "Collection2024",
      "Address",
      "Document2",
    ]);
  });
});

describe("haricot indexes", () => {
  const source = `
import { Document, indexed } from "haricot";
import { z } from "zod";
export class Book extends Document({ isbn: indexed(z.string(), { unique: true }), title: z.string() }) {
  static settings = { name: "books" };
}
export const other = 1;`;
  const indexes = async () => {
    const found = await server.database.cursorCommand({ listIndexes: "books" }).toArray();
    return found.map(({ name }) => name).sort();
  };

  test("diff shows what differs, sync makes it equal, drops only where that is allowed", async () => {
    made.write("library.ts", source);
    await insert(server.database, "books", [{ isbn: "1", title: "a" }]);
    await server.database.command({ createIndexes: "books", indexes: [{ key: { title: 1 }, name: "title_1" }] });
    const run = (...args: string[]) => made.haricot(["indexes", ...args, "--models", "library.ts", "--uri", made.uri]);
    const diff = await run("diff", "--check");
    assert.equal(diff.code, 3, diff.errors);
    assert.match(
      diff.output,
      /^Book \(books\) \+ isbn_1 \{"isbn":1\} \{"unique":true\}\nBook \(books\) - title_1 \{"title":1\}\n$/,
    );
    assert.equal((await run("sync", "--dry-run")).code, 0);
    assert.deepEqual(await indexes(), ["_id_", "title_1"]);
    assert.match((await run("sync")).output, /^Book \(books\) \+ isbn_1 .*\n$/);
    assert.deepEqual(await indexes(), ["_id_", "isbn_1", "title_1"]);
    assert.equal((await run("sync", "--allow-index-dropping")).code, 0);
    assert.deepEqual(await indexes(), ["_id_", "isbn_1"]);
    const { code, output } = await run("diff", "--check", "--json");
    assert.equal(code, 0);
    const [book] = JSON.parse(output) as { keep: { name: string }[] }[];
    assert.deepEqual(book!.keep.map(({ name }) => name), ["isbn_1"]);
  });

  test("needs models", async () => {
    const { code, errors } = await made.haricot(["indexes", "diff", "--uri", made.uri]);
    assert.equal(code, 2);
    assert.match(errors, /the models are missing: --models/);
  });
});
