import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { openCursor } from "../../src/client/cursor.ts";
import { storedRows } from "../../studio/api/rows.ts";
import { toNode } from "../../studio/values/to-node.ts";
import type { ValueNode } from "../../studio/values/node.ts";
import { Decimal128, Double, ObjectId } from "../../mod.ts";
import { insert } from "../support/insert.ts";
import { Car, Cat, Maker, Note, Product, Traced } from "./models.ts";
import { nodeAt, object, testStudio } from "./support.ts";

const studio = testStudio("write");
const string = (v: string): ValueNode => ({ t: "string", v });
const double = (v: string): ValueNode => ({ t: "double", v });

beforeEach(async () => {
  for (const name of ["products", "makers", "notes", "vehicles", "animals", "everything", "traced"]) {
    await studio.server.database.command({ delete: name, deletes: [{ q: {}, limit: 0 }] });
  }
});

async function stored(collection: string): Promise<Record<string, unknown>[]> {
  return await openCursor({ database: studio.server.database, command: { find: collection } }, storedRows).toArray();
}

interface Target {
  readonly model: string;
  readonly id: ValueNode;
  readonly revision: ValueNode | null;
}

/** What the page knows of a document. */
async function opened(model: string, id: unknown): Promise<Target & { document: ValueNode }> {
  const answer = await studio.get("get", { model, id: toNode(id) });
  return { model: answer.model, id: answer.id, revision: answer.revision, document: answer.document };
}

function target({ model, id, revision }: Target): Target {
  return { model, id, revision };
}

describe("changing a document", () => {
  test("several fields are refused at once, each with what is wrong, and nothing is written", async () => {
    const product = await new Product({ name: "Dark", price: 5, size: { width: 1, unit: "cm" } }).insert();
    const page = await opened("Product", product.id);
    const before = await stored("products");
    const changes = [
      { path: ["name"], was: string("Dark"), value: string("") },
      { path: ["price"], was: { t: "int", v: "5" }, value: double("-1") },
      { path: ["size", "unit"], was: string("cm"), value: string("m") },
    ];
    const { status, body } = await studio.ask("update", { ...target(page), changes });
    assert.equal(status, 422);
    assert.deepEqual(body.error.issues.map(({ path }: { path: string }) => path).sort(), [
      "name",
      "price",
      "size.unit",
    ]);
    assert.deepEqual(await stored("products"), before);
  });

  test("a place inside of objects and lists changes alone; fields that the model does not know stay", async () => {
    const id = new ObjectId();
    const variants = [{ sku: "aaa", price: new Double(1), own: 1n }, { sku: "bbb", price: 2 }];
    await insert(studio.server.database, "products", [{
      _id: id,
      name: "x",
      price: 1,
      variants,
      legacy: new Double(2),
    }]);
    const page = await opened("Product", id);
    const changes = [{ path: ["variants", "1", "sku"], was: string("bbb"), value: string("ccc") }];
    await studio.get("update", { ...target(page), changes });
    const [after] = await stored("products");
    assert.deepEqual(after!.variants, [variants[0], { ...variants[1], sku: "ccc" }]);
    assert.deepEqual(after!.legacy, new Double(2));
  });

  test("a field is removed, and one that the model needs is not", async () => {
    const product = await new Product({ name: "Dark", price: 5, createdAt: new Date(0) }).insert();
    const page = await opened("Product", product.id);
    const was = toNode(new Date(0));
    const gone = await studio.get("update", { ...target(page), changes: [{ path: ["created_at"], was }] });
    assert.equal(nodeAt(gone.document, "created_at"), undefined);
    const needed = { path: ["name"], was: string("Dark") };
    const answer = await studio.ask("update", { ...target(page), revision: gone.revision, changes: [needed] });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.error.issues[0].path, "name");
  });

  test("names that the server would take for paths or operators are written with what holds them", async () => {
    const id = new ObjectId();
    await insert(studio.server.database, "everything", [{
      _id: id,
      other: { "a.b": 1, "": 2, deep: { "x.y": new Double(1) } },
    }]);
    const page = await opened("Everything", id);
    const changes = [
      { path: ["other", "a.b"], was: { t: "int", v: "1" }, value: { t: "int", v: "5" } },
      { path: ["other", "deep", "x.y"], was: double("1"), value: double("2") },
      { path: ["other", ""], was: { t: "int", v: "2" } },
    ];
    await studio.get("update", { ...target(page), changes });
    assert.deepEqual((await stored("everything"))[0]!.other, { "a.b": 5, deep: { "x.y": new Double(2) } });
  });

  test("a $ key is data or refused, and never an operator", async () => {
    const id = new ObjectId();
    await insert(studio.server.database, "everything", [{ _id: id, text: "a", whole: 1 }]);
    const page = await opened("Everything", id);
    for (const path of [["$inc"], ["$set", "whole"], ["other", "$inc"]]) {
      const { status } = await studio.ask("update", {
        ...target(page),
        changes: [{ path, value: { t: "int", v: "9" } }],
      });
      assert.ok(status >= 400, path.join("."));
    }
    const value = object({ $inc: { t: "int", v: "1" } });
    const { status, body } = await studio.ask("update", { ...target(page), changes: [{ path: ["other"], value }] });
    assert.equal(status >= 400, true, JSON.stringify(body));
    assert.deepEqual(await stored("everything"), [{ _id: id, text: "a", whole: 1 }]);
  });

  test("what Haricot keeps can not be changed", async () => {
    const product = await new Product({ name: "Dark", price: 5 }).insert();
    const car = await new Car({ color: "red", doors: 4 }).insert();
    const page = await opened("Product", product.id);
    for (const name of ["_id", "revision_id"]) {
      const changes = [{ path: [name], was: nodeAt(page.document, name), value: string("x") }];
      assert.equal((await studio.ask("update", { ...target(page), changes })).status, 422);
    }
    const other = await opened("Vehicle", car.id);
    assert.equal(other.model, "Car");
    const changes = [{ path: ["_class_id"], was: string("Vehicle.Car"), value: string("Vehicle") }];
    assert.equal((await studio.ask("update", { ...target(other), changes })).status, 422);
  });

  test("a document that the model could not read can be mended", async () => {
    const id = new ObjectId();
    await insert(studio.server.database, "products", [{ _id: id, name: "x", price: "free" }]);
    const answer = await studio.get("get", { model: "Product", id: toNode(id) });
    assert.match(answer.problem, /price: expected number/);
    const changes = [{ path: ["price"], was: string("free"), value: double("1.5") }];
    const { model, id: node, revision } = answer;
    const mended = await studio.get("update", { model, id: node, revision, changes });
    assert.equal(mended.problem, null);
  });

  test("a document that somebody changed meanwhile is a conflict: by its revision, or by what the page showed", async () => {
    const product = await new Product({ name: "Dark", price: 5 }).insert();
    const page = await opened("Product", product.id);
    await product.set({ price: 6 });
    const changes = [{ path: ["name"], was: string("Dark"), value: string("Black") }];
    const { status, body } = await studio.ask("update", { ...target(page), changes });
    assert.deepEqual([status, body.error.kind], [409, "conflict"]);

    const maker = await new Maker({ name: "Tony's", country: "NL" }).insert();
    const seen = await opened("Maker", maker.id);
    await maker.set({ name: "Tony" });
    const edit = { path: ["name"], was: string("Tony's"), value: string("Anthony") };
    assert.equal((await studio.ask("update", { ...target(seen), changes: [edit] })).status, 409);
    const elsewhere = { path: ["country"], was: string("NL"), value: string("DE") };
    await studio.get("update", { ...target(seen), changes: [elsewhere] });
    const [after] = await stored("makers");
    assert.deepEqual([after!.name, after!.country], ["Tony", "DE"]);
  });

  test("each change gives the document a new revision", async () => {
    const product = await new Product({ name: "Dark", price: 5 }).insert();
    const page = await opened("Product", product.id);
    const changes = [{ path: ["name"], was: string("Dark"), value: string("Black") }];
    const after = await studio.get("update", { ...target(page), changes });
    assert.notDeepEqual(after.revision, page.revision);
    assert.equal((await studio.ask("update", { ...target(page), changes })).status, 409);
  });

  test("a list changes its length as a whole", async () => {
    const product = await new Product({ name: "Dark", price: 5, tags: ["a", "b"] }).insert();
    const page = await opened("Product", product.id);
    const was = nodeAt(page.document, "tags");
    const wrong = { path: ["tags", "2"], value: string("c") };
    assert.equal((await studio.ask("update", { ...target(page), changes: [wrong] })).status, 400);
    const changes = [{ path: ["tags"], was, value: { t: "array", v: [string("b")] } }];
    await studio.get("update", { ...target(page), changes });
    assert.deepEqual((await stored("products"))[0]!.tags, ["b"]);
  });
});

describe("adding a document", () => {
  test("goes through the model: defaults, stored names, links", async () => {
    const maker = await new Maker({ name: "Tony's", country: "NL" }).insert();
    const document = object({
      name: string("Dark"),
      price: double("5.95"),
      created_at: { t: "date", v: "2026-01-01T00:00:00Z" },
      maker: { t: "dbRef", v: ["makers", toNode(maker.id)] },
    });
    const made = await studio.get("insert", { model: "Product", document });
    const product = await Product.findOne();
    assert.equal(String(product!.id), made.id.v);
    assert.deepEqual([product!.tags, product!.stock, product!.createdAt], [[], 0, new Date("2026-01-01T00:00:00Z")]);
    assert.deepEqual(made.links, [{ path: ["maker"], model: "Maker", id: toNode(maker.id) }]);
    const incoming = await studio.get("get", { model: "Maker", id: toNode(maker.id) });
    assert.deepEqual(incoming.incoming, [{ model: "Product", field: "maker" }]);
  });

  test("all that the model has against it is told by field", async () => {
    const document = object({ name: string(""), price: double("-1"), labels: object({ nl: { t: "int", v: "1" } }) });
    const { status, body } = await studio.ask("insert", { model: "Product", document });
    assert.equal(status, 422);
    assert.deepEqual(body.error.issues.map(({ path }: { path: string }) => path), ["name", "price", "labels.nl"]);
    assert.deepEqual(await stored("products"), []);
  });

  test("places inside of a field are told from the document down, one finding or several", async () => {
    const size = object({ width: string("x"), unit: string("cm") });
    const fine = { name: string("x"), price: double("1") };
    const one = await studio.ask("insert", { model: "Product", document: object({ ...fine, size }) });
    assert.deepEqual(one.body.error.issues.map(({ path }: { path: string }) => path), ["size.width"]);
    const both = object({ ...fine, size: object({ width: string("x"), unit: string("m") }) });
    const two = await studio.ask("insert", { model: "Product", document: both });
    assert.deepEqual(two.body.error.issues.map(({ path }: { path: string }) => path), ["size.width", "size.unit"]);
  });

  test("a field that the model would drop is refused", async () => {
    const document = object({ name: string("x"), price: double("1"), prize: double("1") });
    const { status, body } = await studio.ask("insert", { model: "Product", document });
    assert.deepEqual([status, body.error.issues[0].path], [422, "prize"]);
  });

  test("numbers, ids and bytes of every kind arrive as they are", async () => {
    const document = object({
      long: { t: "long", v: "9007199254740993" },
      decimal: { t: "decimal128", v: "0.10" },
      whole: { t: "int", v: "7" },
      real: double("3"),
      key: { t: "uuid", v: "6521f8d5-64b2-4eec-adec-15245f754f51" },
      bytes: { t: "binary", v: "AP8=", subtype: 0 },
      other: double("4"),
    });
    await studio.get("insert", { model: "Everything", document });
    const [after] = await stored("everything");
    assert.deepEqual(after!.long, 9007199254740993n);
    assert.deepEqual(after!.decimal, new Decimal128("0.10"));
    assert.deepEqual([after!.whole, after!.real, after!.other], [7, new Double(3), new Double(4)]);
    assert.deepEqual(toNode(after!.key), { t: "uuid", v: "6521f8d5-64b2-4eec-adec-15245f754f51" });
    assert.deepEqual(after!.bytes, new Uint8Array([0, 255]));
  });

  test("a union and a view have none of their own", async () => {
    for (const model of ["Animal", "Cheap"]) {
      assert.equal((await studio.ask("insert", { model, document: object({}) })).status, 403);
    }
  });
});

describe("deleting a document", () => {
  test("removes it, and once more says that it is gone", async () => {
    const maker = await new Maker({ name: "Tony's", country: "NL" }).insert();
    const page = await opened("Maker", maker.id);
    assert.deepEqual(await studio.get("remove", { ...target(page), how: "delete" }), { deleted: 1 });
    assert.equal((await studio.ask("remove", { ...target(page), how: "delete" })).status, 404);
  });

  test("marks it where the model does so; it can be restored, and removed for good", async () => {
    const note = await new Note({ text: "call Ada" }).insert();
    const page = await opened("Note", note.id);
    await studio.get("remove", { ...target(page), how: "delete" });
    assert.equal((await studio.get("get", place(page))).deleted, true);
    const back = await studio.get("restore", target(page));
    assert.equal(back.deleted, false);
    assert.equal(await Note.count(), 1);
    await studio.get("remove", { ...target(page), how: "hardDelete" });
    assert.deepEqual(await stored("notes"), []);
  });

  test("of a member of a union, through the union", async () => {
    const cat = await new Cat({ name: "Tom", lives: 9 }).insert();
    const page = await opened("Animal", cat.id);
    assert.equal(page.model, "Cat");
    assert.deepEqual(await studio.get("remove", { ...target(page), how: "delete" }), { deleted: 1 });
  });

  test("one that the model can not read, without its actions and only when that is asked for", async () => {
    const id = new ObjectId();
    await insert(studio.server.database, "makers", [{ _id: id, name: 1 }]);
    const page = await opened("Maker", id);
    assert.equal((await studio.ask("remove", { ...target(page), how: "delete" })).status, 422);
    assert.deepEqual(await studio.get("remove", { ...target(page), how: "withoutActions" }), { deleted: 1 });
  });

  test("documents of a view can not be changed", async () => {
    const { status, body } = await studio.ask("remove", { model: "Cheap", id: { t: "int", v: "1" }, how: "delete" });
    assert.deepEqual([status, body.error.kind], [403, "readOnly"]);
  });
});

function place({ model, id }: Target): { model: string; id: ValueNode } {
  return { model, id };
}

describe("the model's own rules", () => {
  test("actions run around what the page does, as around the calls of an application", async () => {
    const document = object({ text: string("a") });
    const made = await studio.get("insert", { model: "Traced", document });
    const changes = [{ path: ["text"], was: string("a"), value: string("b") }];
    const changed = await studio.get("update", { ...target(made), changes });
    assert.deepEqual(nodeAt(changed.document, "changes"), { t: "int", v: "2" });
    await studio.get("remove", { ...target(made), how: "delete" });
    assert.deepEqual(Traced.removed.splice(0), ["b"]);
  });

  test("a time series takes new documents and is not changed", async () => {
    const document = object({ at: { t: "date", v: "2026-01-01T00:00:00Z" }, celsius: double("20.5") });
    const made = await studio.get("insert", { model: "Reading", document });
    assert.match(made.readOnly, /time series/);
    const { status, body } = await studio.ask("remove", { ...target(made), how: "delete" });
    assert.deepEqual([status, body.error.kind], [403, "readOnly"]);
    const { rows, count } = await studio.get("list", { model: "Reading" });
    assert.deepEqual([rows.length, rows[0].problem, count.value], [1, null, 1]);
  });
});

describe("ids and sizes", () => {
  const WRONG: readonly [ValueNode, number][] = [
    [{ t: "objectId", v: "65a1b2c3d4e5f60718293a4b" }, 404],
    [{ t: "objectId", v: "x" }, 422],
    [string("65a1b2c3d4e5f60718293a4b"), 404],
    [{ t: "null" }, 404],
    [object({ $gt: string("") }), 404],
  ];
  for (const [id, status] of WRONG) {
    test(`the id ${JSON.stringify(id)} finds nothing`, async () => {
      await new Maker({ name: "Tony's", country: "NL" }).insert();
      const answer = await studio.ask("get", { model: "Maker", id });
      assert.equal(answer.status, status);
    });
  }

  test("a huge document is shown in part, and its other fields can be changed", async () => {
    const id = new ObjectId();
    const other = {
      text: "x".repeat(3_000_000),
      list: Array.from({ length: 100_000 }, (_, n) => n),
      bytes: new Uint8Array(2_000_000),
    };
    await insert(studio.server.database, "everything", [{ _id: id, text: "a", other, whole: 1 }]);
    const answer = await studio.get("get", { model: "Everything", id: toNode(id) });
    assert.ok(JSON.stringify(answer).length < 1_000_000);
    assert.equal((nodeAt(answer.document, "other", "list") as { cut: number }).cut, 98_000);
    const { model, id: node, revision } = answer;
    const changes = [{ path: ["text"], was: string("a"), value: string("b") }];
    await studio.get("update", { model, id: node, revision, changes });
    const [after] = await stored("everything");
    assert.deepEqual(after!.other, other);
    const cut = { path: ["other"], was: nodeAt(answer.document, "other"), value: nodeAt(answer.document, "other") };
    const refused = await studio.ask("update", { model, id: node, revision, changes: [cut] });
    assert.equal(refused.status, 422);
    const gone = { path: ["other", "text"], was: nodeAt(answer.document, "other", "text") };
    await studio.get("update", { model, id: node, revision, changes: [gone] });
    assert.equal("text" in ((await stored("everything"))[0]!.other as object), false);
  });
});
