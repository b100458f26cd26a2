import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as haricot from "../../mod.ts";
import { Decimal128, Double, ObjectId } from "../../mod.ts";
import { insert } from "../support/insert.ts";
import { Car, Cat, Dog, Maker, MODELS, Note, Product, Vehicle } from "./models.ts";
import { nodeAt, testStudio } from "./support.ts";

const studio = testStudio("query");
let maker: Maker;

before(async () => {
  maker = await new Maker({ name: "Tony's", country: "NL" }).insert();
  await Product.insertMany([
    new Product({ name: "Dark", price: 5.95, tags: ["dark", "70%"], maker, labels: { nl: "puur" }, stock: 6 }),
    new Product({ name: "Milk", price: 3.5, tags: ["milk"], size: { width: 9, unit: "cm" } }),
    new Product({ name: "White", price: 3.5, createdAt: new Date("2026-01-01T00:00:00Z") }),
  ]);
  await insert(studio.server.database, "products", [{
    _id: new ObjectId(),
    name: 7,
    price: "free",
    extra: new Double(2),
  }]);
  await new Vehicle({ color: "red" }).insert();
  await new Car({ color: "blue", doors: 4 }).insert();
  await new Cat({ name: "Tom", lives: 9 }).insert();
  await new Dog({ name: "Rex", tricks: ["sit"] }).insert();
  const gone = await new Note({ text: "old" }).insert();
  await new Note({ text: "new" }).insert();
  await gone.delete();
});

const string = (v: string) => ({ t: "string", v });

interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly values?: readonly unknown[];
  readonly text?: string;
  readonly options?: string;
  readonly negated?: boolean;
}

async function namesOf(conditions: readonly Condition[], more: object = {}): Promise<unknown[]> {
  const { rows } = await studio.get("list", { model: "Product", conditions, ...more });
  return rows.map(({ document }: { document: never }) => (nodeAt(document, "name") as { v: unknown }).v);
}

/** Runs the code that the studio shows, and gives the filter of its query. */
function filterOf(code: string): unknown {
  const query = code.replace(/^await /, "").replace(/;$/, ".getFilterQuery()");
  const scope: Record<string, unknown> = {
    ...haricot,
    ...Object.fromEntries(MODELS.map((model) => [model.name, model])),
  };
  return new Function(...Object.keys(scope), `return ${query}`)(...Object.values(scope));
}

const CASES: readonly [condition: Condition, found: readonly unknown[], filter: object][] = [
  [{ field: "price", operator: "lt", values: [{ t: "double", v: "4" }] }, ["Milk", "White"], { price: { $lt: 4 } }],
  [{ field: "price", operator: "gte", values: [{ t: "int", v: "5" }] }, ["Dark"], { price: { $gte: 5 } }],
  [{ field: "name", operator: "regex", text: "^d", options: "i" }, ["Dark"], { name: { $regex: "^d", $options: "i" } }],
  [{ field: "name", operator: "eq", values: [string("Milk")], negated: true }, ["Dark", "White", "7"], {
    name: { $not: { $eq: "Milk" } },
  }],
  [{ field: "name", operator: "in", values: [string("Milk"), string("Dark")] }, ["Dark", "Milk"], {
    name: { $in: ["Milk", "Dark"] },
  }],
  [{ field: "tags", operator: "all", values: [string("dark"), string("70%")] }, ["Dark"], {
    tags: { $all: ["dark", "70%"] },
  }],
  [{ field: "tags", operator: "size", text: "1" }, ["Milk"], { tags: { $size: 1 } }],
  [{ field: "size.unit", operator: "eq", values: [string("cm")] }, ["Milk"], { "size.unit": "cm" }],
  [{ field: "labels.nl", operator: "exists", text: "true" }, ["Dark"], { "labels.nl": { $exists: true } }],
  [{ field: "name", operator: "type", text: "int" }, ["7"], { name: { $type: "int" } }],
  [{ field: "stock", operator: "mod", text: "4 2" }, ["Dark"], { stock: { $mod: [4, 2] } }],
  [{ field: "stock", operator: "bitsAllSet", text: "6" }, ["Dark"], { stock: { $bitsAllSet: 6 } }],
  [
    { field: "createdAt", operator: "gt", values: [{ t: "date", v: "2025-12-31T00:00:00Z" }] },
    ["White"],
    { created_at: { $gt: new Date("2025-12-31T00:00:00Z") } },
  ],
];

describe("filters of the page", () => {
  for (const [condition, found, filter] of CASES) {
    const { field, operator, negated } = condition;
    test(`${negated ? "not " : ""}${field} ${operator}, and the code for it is the same query`, async () => {
      assert.deepEqual(await namesOf([condition]), found);
      const { code } = await studio.get("list", { model: "Product", conditions: [condition] });
      assert.deepEqual(filterOf(code), filter);
    });
  }

  test("any of several, sorted and paged, as code", async () => {
    const conditions = [
      { field: "price", operator: "gt", values: [{ t: "decimal128", v: "5" }] },
      { field: "name", operator: "eq", values: [string("Milk")] },
    ];
    assert.equal(
      (await studio.ask("list", { model: "Product", conditions })).status,
      422,
      "no Decimal128 in a number field",
    );
    conditions[0]!.values = [{ t: "int", v: "5" }];
    const more = { match: "any", sort: [{ field: "name", direction: -1 }], skip: 1, limit: 1 };
    assert.deepEqual(await namesOf(conditions, more), ["Dark"]);
    const { code, imports } = await studio.get("list", { model: "Product", conditions, ...more });
    assert.equal(
      code,
      'await Product.find(or(Product.price.gt(5), Product.fields.name.eq("Milk")))\n  .sort(Product.fields.name.desc())\n  .skip(1)\n  .limit(1);',
    );
    assert.deepEqual(imports, ["or"]);
  });

  test("a link is compared by the id that it holds", async () => {
    const conditions = [{ field: "maker", operator: "eq", values: [{ t: "objectId", v: String(maker.id) }] }];
    assert.deepEqual(await namesOf(conditions), ["Dark"]);
    const { code, imports } = await studio.get("list", { model: "Product", conditions });
    assert.deepEqual(filterOf(code), { "maker.$id": maker.id });
    assert.deepEqual(imports, ["ObjectId"]);
  });

  test("pages of documents that are equal in the sort do not overlap", async () => {
    const pages = await Promise.all(
      [0, 1, 2, 3].map((skip) => namesOf([], { sort: [{ field: "price", direction: 1 }], skip, limit: 1 })),
    );
    assert.deepEqual(pages.flat().sort(), ["7", "Dark", "Milk", "White"]);
  });

  const WRONG: readonly [Condition, RegExp][] = [
    [{ field: "price", operator: "lt", values: [string("5")] }, /price holds a finite number; a value of type string/],
    [{ field: "price", operator: "regex", text: "x" }, /price has no operator regex/],
    [{ field: "price", operator: "eq", values: [] }, /price\.eq takes one value/],
    [{ field: "prize", operator: "eq", values: [string("x")] }, /Product has no field "prize"/],
    [{ field: "$where", operator: "eq", values: [string("x")] }, /Product has no field/],
    [{ field: "name", operator: "regex", text: "(" }, /./],
    [{ field: "name", operator: "regex", text: "x", options: "g" }, /options are i, m, s and x/],
    [{ field: "name", operator: "type", text: "text" }, /takes names of BSON types/],
    [{ field: "stock", operator: "size", text: "1" }, /no operator size/],
    [{ field: "tags", operator: "size", text: "-1" }, /integer from 0/],
    [{ field: "maker", operator: "eq", values: [string("x")] }, /maker holds an id/],
    [{ field: "id", operator: "eq", values: [string("x")] }, /id holds an ObjectId/],
    [{ field: "maker.name", operator: "eq", values: [string("x")] }, /fetchLinks/],
  ];
  for (const [condition, message] of WRONG) {
    test(`${JSON.stringify(condition)} is refused, and says why`, async () => {
      const { status, body } = await studio.ask("list", { model: "Product", conditions: [condition] });
      assert.ok(status === 422 || status === 400 || status === 500, String(status));
      assert.match(body.error.message, message);
    });
  }

  test("values are data: an object with operators as keys is compared as it is", async () => {
    const injected = { t: "object", v: [["$gt", string("")]] };
    const { status } = await studio.ask("list", {
      model: "Product",
      conditions: [{ field: "name", operator: "eq", values: [injected] }],
    });
    assert.equal(status, 422);
    const free = { model: "Everything", conditions: [{ field: "other", operator: "eq", values: [injected] }] };
    const answer = await studio.ask("list", free);
    assert.deepEqual(answer.body.rows ?? [], []);
  });
});

describe("the table", () => {
  test("documents that the model can not read are there, with the reason", async () => {
    const { rows, count } = await studio.get("list", { model: "Product" });
    assert.deepEqual(count, { value: 4, isMore: false });
    const problems = rows.map(({ problem }: { problem: string | null }) => problem);
    assert.deepEqual(problems.slice(0, 3), [null, null, null]);
    assert.match(problems[3], /name/);
    assert.deepEqual(nodeAt(rows[3].document, "extra"), { t: "double", v: "2" });
  });

  test("a tree has its children's documents when they are asked for, each of its own class", async () => {
    const models = (answer: { rows: { model: string }[] }) => answer.rows.map(({ model }) => model).sort();
    assert.deepEqual(models(await studio.get("list", { model: "Vehicle" })), ["Vehicle"]);
    assert.deepEqual(models(await studio.get("list", { model: "Vehicle", withChildren: true })), ["Car", "Vehicle"]);
    assert.deepEqual(models(await studio.get("list", { model: "Car" })), ["Car"]);
  });

  test("a union has those of its members", async () => {
    const { rows } = await studio.get("list", { model: "Animal", sort: [{ field: "name", direction: 1 }] });
    assert.deepEqual(rows.map(({ model, problem }: { model: string; problem: null }) => [model, problem]), [
      ["Dog", null],
      ["Cat", null],
    ]);
    const { code } = await studio.get("list", {
      model: "Animal",
      conditions: [{ field: "lives", operator: "gt", values: [{ t: "int", v: "3" }] }],
      sort: [{ field: "name", direction: 1 }],
    });
    assert.deepEqual(filterOf(code), { lives: { $gt: 3 } });
    assert.match(code, /^await Animal\.find\(Cat\.lives\.gt\(3\)\)\s+\.sort\(Cat\.fields\.name\.asc\(\)\)/);
  });

  test("a view is read, and its documents may have no id", async () => {
    const { rows } = await studio.get("list", { model: "Cheap", sort: [{ field: "name", direction: 1 }] });
    assert.deepEqual(rows.map(({ id }: { id: unknown }) => id), [null, null]);
  });

  test("documents marked as deleted are there when they are asked for, and marked", async () => {
    assert.equal((await studio.get("list", { model: "Note" })).rows.length, 1);
    const { rows, code } = await studio.get("list", { model: "Note", withDeleted: true });
    assert.deepEqual(rows.map(({ deleted }: { deleted: boolean }) => deleted), [true, false]);
    assert.match(code, /^await Note\.findManyInAll\(\)/);
  });

  test("a cell has the beginning of what is large", async () => {
    const other = { text: "x".repeat(1000), list: Array.from({ length: 1000 }, (_, n) => n) };
    await insert(studio.server.database, "everything", [{ _id: new ObjectId(), other }]);
    const { rows } = await studio.get("list", { model: "Everything" });
    assert.equal(nodeAt(rows[0].document, "other", "text")?.t, "string");
    assert.equal((nodeAt(rows[0].document, "other", "text") as { cut: number }).cut, 800);
    assert.equal((nodeAt(rows[0].document, "other", "list") as { cut: number }).cut, 980);
    assert.ok(JSON.stringify(rows).length < 10_000);
  });
});

describe("explain", () => {
  const price = { field: "price", operator: "lt", values: [{ t: "int", v: "4" }] };
  test("an index that is used, and documents that were looked at", async () => {
    const found = await studio.get("explain", { model: "Product", conditions: [price] });
    assert.deepEqual(found.indexes, ["price_1"]);
    assert.equal(found.scansCollection, false);
    assert.deepEqual([found.returned, found.documents], [2, 2]);
    assert.ok(found.plan.inputs.length > 0);
  });

  test("a whole collection that is read", async () => {
    const stock = { field: "stock", operator: "eq", values: [{ t: "int", v: "0" }] };
    const found = await studio.get("explain", { model: "Product", conditions: [stock] });
    assert.equal(found.scansCollection, true);
    assert.deepEqual(found.indexes, []);
    assert.equal(found.documents, 4);
  });

  test("a view, and no address of the server", async () => {
    const found = await studio.get("explain", { model: "Cheap" });
    assert.notEqual(found.plan, null);
    assert.equal(JSON.stringify(found.raw).includes("serverInfo"), false);
  });
});

describe("models and indexes", () => {
  test("what each model is", async () => {
    const { models } = await studio.get("models", {});
    const kinds = Object.fromEntries(models.map(({ name, kind }: { name: string; kind: string }) => [name, kind]));
    assert.deepEqual(kinds, {
      Maker: "collection",
      Product: "collection",
      Everything: "collection",
      Note: "collection",
      Traced: "collection",
      Reading: "time series",
      Vehicle: "tree",
      Car: "child",
      Cat: "member",
      Dog: "member",
      Animal: "union",
      Cheap: "view",
    });
    const product = models.find(({ name }: { name: string }) => name === "Product");
    const names = product.fields.map(({ name }: { name: string }) => name);
    assert.ok(!names.includes("session"), "an excluded field is not stored");
    assert.equal(names[0], "id");
    assert.equal(product.count, 4);
    const link = product.fields.find(({ name }: { name: string }) => name === "maker").link;
    assert.deepEqual(link, { model: "Maker", store: "dbref" });
  });

  test("declared, stored, missing and undeclared indexes, with sizes", async () => {
    const { database } = studio.server;
    await database.command({ createIndexes: "products", indexes: [{ key: { stock: 1 }, name: "mine" }] });
    await database.command({ dropIndexes: "products", index: "name_1_price_1" });
    const { indexes, stats } = await studio.get("indexes", { model: "Product" });
    const states = Object.fromEntries(indexes.map(({ name, state }: { name: string; state: string }) => [name, state]));
    assert.deepEqual(states, { _id_: "own", price_1: "same", name_1_price_1: "missing", mine: "undeclared" });
    assert.equal(stats.documents, 4);
    assert.match((await studio.get("indexes", { model: "Cheap" })).reason, /view has no indexes/);
  });
});

test("values of all types have code", async () => {
  const values = [
    [{ field: "decimal", operator: "eq", values: [{ t: "decimal128", v: "1.50" }] }, {
      decimal: { $eq: new Decimal128("1.50") },
    }],
    [{ field: "long", operator: "gt", values: [{ t: "long", v: "9007199254740993" }] }, {
      long: { $gt: 9007199254740993n },
    }],
    [{ field: "bytes", operator: "eq", values: [{ t: "binary", v: "AP8=", subtype: 0 }] }, {
      bytes: { $eq: new Uint8Array([0, 255]) },
    }],
  ] as const;
  for (const [condition, filter] of values) {
    const { code } = await studio.get("list", { model: "Everything", conditions: [condition] });
    assert.deepEqual(filterOf(code), filter);
  }
});
