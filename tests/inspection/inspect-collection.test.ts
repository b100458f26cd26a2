import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { runDocument } from "../../src/client/run.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { uuid } from "../../src/schema/bson.ts";
import type { Settings } from "../../src/types/settings.ts";
import { Binary } from "../../src/values/binary.ts";
import { Double } from "../../src/values/double.ts";
import { insert } from "../support/insert.ts";
import { testDatabase } from "../support/database.ts";

const db = testDatabase("inspection");

class Book extends Document({
  id: z.union([z.number(), z.string()]),
  title: z.string(),
  pages: z.int().positive(),
  isbn: z.string().refine((text) => text.startsWith("978"), "is no ISBN").optional(),
  weight: z.number().optional(),
}) {
  static settings = { name: "books" } satisfies Settings;
}

/** Has code of its own that stored data can break. */
class Fussy extends Document({ title: z.string() }) {
  readonly length: number = this.title === "bad" ? nothing() : this.title.length;
}

function nothing(): never {
  throw new TypeError("a title is not bad");
}

class Part extends Document({ id: uuid(), name: z.string() }) {}
class Memo extends DocumentWithSoftDelete({ text: z.string() }) {}

before(() => init({ database: db.database, documentModels: [Book, Fussy, Part, Memo] }));

async function books(...values: object[]): Promise<void> {
  await db.database.command({ delete: "books", deletes: [{ q: {}, limit: 0 }] });
  if (values.length > 0) await insert(db.database, "books", values);
}

describe("inspectCollection", () => {
  test("is OK where the model can read every document, and where there is none", async () => {
    await books();
    assert.deepEqual(await Book.inspectCollection(), { status: "OK", errors: [] });
    await books({ _id: 1, title: "a", pages: new Double(3), weight: new Double(2) }, {
      _id: "x",
      title: "b",
      pages: 2n ** 33n,
    });
    assert.deepEqual(await Book.inspectCollection(), { status: "OK", errors: [] });
  });

  test("lists what it can not read, with the error that reading would throw", async () => {
    await books(
      { _id: 1, title: "a", pages: 3 },
      { _id: 2, title: 5, pages: 3 },
      { _id: 3, title: "c" },
      { _id: "four", title: "d", pages: 1, isbn: "12" },
      { _id: 5, title: "e", pages: -1 },
    );
    const { status, errors } = await Book.inspectCollection();
    assert.equal(status, "FAIL");
    assert.deepEqual(
      errors.map(({ documentId, error }) => [documentId, error instanceof ValidationError && error.path]),
      [[2, "title"], [3, "pages"], [5, "pages"], ["four", "isbn"]],
    );
    for (const { documentId, error } of errors) {
      await assert.rejects(
        Promise.resolve(Book.get(documentId as number)),
        { message: error.message, code: (error as ValidationError).code },
      );
    }
  });

  test("reads collections of several pages, and goes on behind each failure", async () => {
    await books(
      ...Array.from(
        { length: 3000 },
        (_, n) => ({ _id: n, title: "x".repeat(100), pages: n % 500 === 499 ? "many" : 1 }),
      ),
    );
    const { errors } = await Book.inspectCollection();
    assert.deepEqual(errors.map(({ documentId }) => documentId), [499, 999, 1499, 1999, 2499, 2999]);
  });

  test("goes on behind documents that only the model can read, or nobody", async () => {
    await books(
      ...Array.from({ length: 10 }, (_, n) => ({ _id: n, title: "x", pages: n === 2 || n === 8 ? 0 : 1 })),
    );
    for (const id of [0, 3, 4, 9]) await deepen(id, "unknown");
    assert.deepEqual((await Book.inspectCollection()).errors.map(({ documentId }) => documentId), [2, 8]);
    for (const id of [3, 9]) await deepen(id, "title");
    const { errors } = await Book.inspectCollection();
    assert.deepEqual(errors.map(({ documentId }) => documentId), [2, 3, 8, 9]);
    assert.deepEqual(errors.map(({ error }) => (error as ValidationError).path), ["pages", "title", "pages", "title"]);
  });

  test("counts what the model's own code throws", async () => {
    await insert(db.database, "Fussy", [{ title: "good" }, { title: "bad" }]);
    const { errors } = await Fussy.inspectCollection();
    assert.equal(errors.length, 1);
    assert.ok(errors[0]!.error instanceof TypeError);
    assert.match(errors[0]!.error.message, /not bad/);
  });

  test("gives ids as the model has them", async () => {
    const id = "6e0e8a34-6a2b-4c8e-9d0a-2f1f6c1b7a55";
    await new Part({ id, name: "x" }).insert();
    await Part.find({ id }).update([{ $set: { name: 3 } }]);
    await insert(db.database, "Part", [{ _id: 7, name: "y" }]);
    const { errors } = await Part.inspectCollection();
    assert.deepEqual(errors.map(({ documentId }) => documentId), [7, id]);
    assert.equal((errors[0]!.error as ValidationError).path, "id");
    assert.equal(errors.some(({ documentId }) => documentId instanceof Binary), false);
  });

  test("reads documents that are marked as deleted as well", async () => {
    const memo = await new Memo({ text: "x" }).insert();
    await memo.delete();
    assert.equal((await Memo.inspectCollection()).status, "OK");
    await Memo.findManyInAll({ id: memo.id }).update([{ $set: { text: 1 } }]);
    assert.deepEqual((await Memo.inspectCollection()).errors.map(({ documentId }) => documentId), [memo.id]);
  });

  test("looks at a sample only, and at all documents where there are fewer", async () => {
    await books(...Array.from({ length: 50 }, (_, n) => ({ _id: n, title: n < 40 ? 7 : "x", pages: 1 })));
    const some = await Book.inspectCollection({ sample: 20 });
    assert.ok(some.errors.length >= 10 && some.errors.length <= 20, `${some.errors.length} of 20`);
    assert.equal((await Book.inspectCollection({ sample: 1000 })).errors.length, 40);
    await deepen(3, "title");
    assert.equal((await Book.inspectCollection({ sample: 1000 })).errors.length, 40);
    for (const sample of [0, -1, 1.5, "all", null]) {
      const call = Book.inspectCollection({ sample } as object);
      await assert.rejects(call, { code: "argument.options", path: "sample" });
    }
  });

  test("joins a session", async () => {
    await books({ _id: 1, title: "a", pages: 3 });
    const session = await db.client.startSession();
    await session.startTransaction();
    await runDocument({
      database: db.database,
      session,
      command: { update: "books", updates: [{ q: { _id: 1 }, u: { $set: { title: 1 } } }] },
    });
    assert.equal((await Book.inspectCollection()).status, "OK");
    assert.equal((await Book.inspectCollection({ session })).status, "FAIL");
    await session.abort();
    await session.end();
  });

  test("fails as a call when it can not be made: an aborted signal, options that there are not", async () => {
    await books({ _id: 1, title: 3, pages: 3 });
    await assert.rejects(Book.inspectCollection({ signal: AbortSignal.abort("enough") }), (reason) => {
      return reason === "enough";
    });
    await assert.rejects(Book.inspectCollection({ sesion: 1 } as object), { code: "argument.options" });
    await assert.rejects(Book.inspectCollection(null as unknown as object), { code: "argument.options" });
  });
});

/** Nests a field deeper than untyped documents can be read; no client could send that. */
async function deepen(id: number, field: string): Promise<void> {
  const nest = (levels: number): unknown => levels === 0 ? `$${field}` : { a: nest(levels - 1) };
  const u = [{ $set: { [field]: nest(60) } }];
  for (let times = 0; times < 2; times++) {
    await runDocument({ database: db.database, command: { update: "books", updates: [{ q: { _id: id }, u }] } });
  }
}
