import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { z } from "zod";
import { Document, Model } from "../../src/document/factory.ts";
import { plainBase } from "../../src/document/generate.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { objectId, uuid } from "../../src/schema/bson.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import { modelOf } from "../../src/schema/model.ts";
import type { Settings } from "../../src/types/settings.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { documentsFrame } from "../transfer/frames.ts";
import { readBack } from "./frames.ts";

class Product extends Document({
  name: z.string().trim().min(1),
  price: indexed(z.number().min(0)),
  tags: z.array(z.string()).default([]),
  createdAt: alias(z.date(), "created_at").default(() => new Date(0)),
  address: z.object({ city: z.string(), zip: alias(z.string(), "zip_code").optional() }).optional(),
}) {
  static settings = { name: "products", indexes: [[this.price.desc(), "name"]] } satisfies Settings;
  #views = this.name.length;
  label = `${this.name}!`;
  get views(): number {
    return ++this.#views;
  }
}

describe("construction", () => {
  test("input is validated, defaults and conversions are applied, without init", () => {
    const product = new Product({ name: " Tony ", price: 3 });
    assert.equal(product.name, "Tony");
    assert.deepEqual(product.tags, []);
    assert.deepEqual(product.createdAt, new Date(0));
    assert.equal(product.isNew, true);
    assert.equal("address" in product, false);
  });

  test("what does not fit is told with model, path and issues", () => {
    assert.throws(() => new Product({ name: "", price: -1 }), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.model, "Product");
      assert.deepEqual(error.issues.map(({ path }) => path), [["name"], ["price"]]);
      return true;
    });
    assert.throws(() => new Product(undefined as never), ValidationError);
    assert.throws(() => new Product({ name: "x", price: 1, address: { city: 3 as never } }), /Product\.address\.city/);
  });

  test("field initialisers, private members and getters of subclasses see the data", () => {
    const product = new Product({ name: "Tony", price: 3 });
    assert.equal(product.label, "Tony!");
    assert.equal(product.views, 5);
  });

  test("defaults are not shared", () => {
    const one = new Product({ name: "a", price: 1 });
    one.tags.push("x");
    assert.deepEqual(new Product({ name: "b", price: 1 }).tags, []);
  });

  test("unknown input is stripped, kept or refused as the settings say", () => {
    class Kept extends Document({ a: z.string() }) {
      static settings = { unknownFields: "keep" } satisfies Settings;
    }
    class Strict extends Document({ a: z.string() }) {
      static settings = { unknownFields: "reject" } satisfies Settings;
    }
    const input = { a: "x", more: 1 } as { a: string };
    assert.equal("more" in new Product({ name: "x", price: 1, more: 1 } as never), false);
    assert.equal((new Kept(input) as unknown as { more: number }).more, 1);
    assert.throws(() => new Strict(input), ValidationError);
  });

  test("keys of Object.prototype in the input do no harm", () => {
    const input = JSON.parse('{"name": "x", "price": 1, "__proto__": {"polluted": 1}, "constructor": 1}');
    const product = new Product(input);
    assert.equal((product as unknown as { polluted?: number }).polluted, undefined);
    assert.equal(Object.getPrototypeOf(product), Product.prototype);
  });
});

describe("id", () => {
  test("an ObjectId is made when it is first read and stays", () => {
    const product = new Product({ name: "a", price: 1 });
    assert.ok(product.id instanceof ObjectId);
    assert.equal(product.id, product.id);
  });

  test("it is taken under both names, as ObjectId or text", () => {
    const id = new ObjectId();
    assert.ok(new Product({ name: "a", price: 1, id }).id.equals(id));
    assert.ok(new Product({ name: "a", price: 1, _id: id.toString() } as never).id.equals(id));
  });

  test("it can be assigned while the document is new", () => {
    const product = new Product({ name: "a", price: 1 });
    const id = new ObjectId();
    product.id = id;
    assert.equal(product.id, id);
    const [stored] = readBack(Product, [product]);
    assert.throws(() => stored!.id = new ObjectId(), InvalidArgument);
    stored!.id = new ObjectId(id);
    assert.ok(stored!.id.equals(id));
  });

  test("a declared id is of its own type, and required without a default", () => {
    class Named extends Document({ id: z.string(), n: z.number() }) {}
    class Numbered extends Document({ id: uuid().default(() => "0189a1f0-0000-7000-8000-000000000000") }) {}
    assert.equal(new Named({ id: "x", n: 1 }).id, "x");
    assert.throws(() => new Named({ n: 1 } as never), ValidationError);
    assert.equal(new Numbered({}).id, "0189a1f0-0000-7000-8000-000000000000");
    assert.deepEqual(modelOf(Named).plan.objects[0]!.fields[0]!.name, "_id");
  });
});

describe("documents that are read", () => {
  const made = new Product({ name: "Tony", price: 3, tags: ["a"], address: { city: "x", zip: "1" } });

  test("come through their own constructor chain, are stored, and hold typed data", () => {
    const [product] = readBack(Product, [made]);
    assert.ok(product instanceof Product);
    assert.equal(product.isNew, false);
    assert.ok(product.id.equals(made.id));
    assert.deepEqual({ ...product }, { ...made });
    assert.equal(product.views, 5);
  });

  test("stored names are those of the aliases", () => {
    assert.deepEqual(modelOf(Product).plan.objects[0]!.fields.map(({ name }) => name), [
      "_id",
      "name",
      "price",
      "tags",
      "created_at",
      "address",
    ]);
  });

  test("constructors with parameters of their own are left alone", () => {
    class Point extends Document({ x: z.number(), y: z.number() }) {
      constructor(x: number, y: number) {
        super({ x, y });
      }
    }
    const [point] = readBack(Point, [new Point(1, 2)]);
    assert.deepEqual({ ...point }, { x: 1, y: 2 });
    assert.throws(() => new Point("1" as never, 2), ValidationError);
  });

  test("instances made by field initialisers on the side are ordinary ones", () => {
    class Part extends Document({ n: z.number() }) {}
    class Whole extends Document({ n: z.number() }) {
      part = new Part({ n: this.n + 1 });
      twin: Whole | undefined = this.n < 5 ? new Whole({ n: this.n + 5 }) : undefined;
    }
    const [whole] = readBack(Whole, [new Whole({ n: 1 })]);
    assert.equal(whole!.n, 1);
    assert.equal(whole!.part.n, 2);
    assert.equal(whole!.part.isNew, true);
    assert.equal(whole!.twin!.n, 6);
    assert.equal(whole!.twin!.isNew, true);
  });

  test("a constructor that throws does not leave its document to the next one", () => {
    let fail = true;
    class Fragile extends Document({ n: z.number() }) {
      constructor(input: { n: number }) {
        if (fail) throw new Error("not today");
        super(input);
      }
    }
    fail = false;
    const stored = new Fragile({ n: 1 });
    fail = true;
    assert.throws(() => readBack(Fragile, [stored]), /not today/);
    fail = false;
    assert.equal(new Fragile({ n: 7 }).n, 7);
    assert.equal(new Fragile({ n: 7 }).isNew, true);
  });

  test("a check that fails in JavaScript names model, path and id of the stored document", () => {
    let strict = false;
    class Checked extends Document({ code: z.string().refine((code) => !strict || code === "ok") }) {}
    const made = [new Checked({ code: "ok" }), new Checked({ code: "bad" })];
    const frame = () => {
      const documents = documentsFrame(modelOf(Checked).plan, made);
      strict = true;
      return documents;
    };
    assert.throws(() => modelOf(Checked).rows().read(frame()), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.deepEqual([error.model, error.path, error.id], ["Checked", "code", made[1]!.id]);
      return true;
    });
  });

  test("plain subclasses are models of their own with the settings of their parent, its name and indexes excepted", () => {
    class Parent extends Document({ n: z.number() }) {
      static settings: Settings = { name: "parents", keepNulls: false, indexes: ["n"] };
    }
    class Child extends Parent {
      double(): number {
        return this.n * 2;
      }
    }
    const [child] = readBack(Child, [new Child({ n: 2 })]);
    assert.ok(child instanceof Child && child instanceof Parent);
    assert.equal(child.double(), 4);
    const { name, keepNulls, indexes } = modelOf(Child).settings;
    assert.deepEqual({ name, keepNulls, indexes }, { name: "Child", keepNulls: false, indexes: [] });
  });

  test("without code generation the base class behaves the same", () => {
    class Core {}
    const Plain = plainBase(Core);
    assert.throws(() => new Plain({}), InvalidArgument);
  });
});

describe("expressions", () => {
  test("fields are static getters; names of statics are at fields", () => {
    class Clash extends Document({ name: z.string(), length: z.number(), find: z.string(), other: z.string() }) {}
    const fields = Clash.fields as unknown as Record<string, { eq(value: unknown): { toFilter(): unknown } }>;
    assert.deepEqual(fields.find!.eq("x").toFilter(), { find: "x" });
    assert.deepEqual((Clash.other.eq("x") as unknown as { toFilter(): unknown }).toFilter(), { other: "x" });
    assert.equal(Clash.name, "Clash");
  });

  test("paths are stored paths", () => {
    const filter = (predicate: unknown) => (predicate as { toFilter(): unknown }).toFilter();
    assert.deepEqual(filter(Product.createdAt.eq(new Date(5))), { created_at: new Date(5) });
    assert.deepEqual(filter(Product.address.zip.eq("1")), { "address.zip_code": "1" });
    const id = new ObjectId();
    assert.deepEqual(filter(Product.id.eq(id)), { _id: id });
  });

  test("circular shapes are read when they are used", () => {
    class Node extends Document({
      label: z.string(),
      get inner() {
        return later.optional();
      },
    }) {}
    const later = z.object({ deep: z.number() });
    assert.deepEqual((Node.inner.deep.eq(3) as unknown as { toFilter(): unknown }).toFilter(), { "inner.deep": 3 });
  });
});

describe("presentation", () => {
  const id = new ObjectId("65a1b2c3d4e5f60718293a4b");
  const product = new Product({ id, name: "Tony", price: 3, address: { city: "x" } });

  test("JSON has the fields, ids and dates as text, and nothing of the class", () => {
    assert.deepEqual(JSON.parse(JSON.stringify(product)), {
      id: "65a1b2c3d4e5f60718293a4b",
      name: "Tony",
      price: 3,
      tags: [],
      createdAt: "1970-01-01T00:00:00.000Z",
      address: { city: "x" },
    });
    assert.deepEqual(product.toJSON(), JSON.parse(JSON.stringify(product)));
  });

  test("jsonId renames the id", () => {
    class Other extends Document({ n: z.bigint(), bytes: z.instanceof(Uint8Array).optional() }) {
      static settings = { jsonId: "_id" } satisfies Settings;
    }
    assert.deepEqual(new Other({ id, n: 3n, bytes: new Uint8Array([1, 2, 255]) }).toJSON(), {
      _id: id.toString(),
      n: "3",
      bytes: "AQL/",
    });
  });

  test("console output names the class and shows id and fields", () => {
    const shown = inspect(product);
    assert.match(shown, /^Product \{/);
    assert.match(shown, /65a1b2c3d4e5f60718293a4b/);
    assert.match(shown, /name: ['"]Tony['"]/);
  });
});

describe("refusals", () => {
  for (const name of ["save", "insert", "isNew", "_id", "toJSON", "constructor", "a.b", "$a", ""]) {
    test(`a field can not be called ${JSON.stringify(name)}`, () => {
      assert.throws(() => Document({ [name]: z.string() } as never), InvalidArgument);
    });
  }

  test("what is no schema is refused when the class is made", () => {
    assert.throws(() => Document({ a: "string" }), /Field "a" is string and not a schema/);
  });

  test("settings that can not be are named", () => {
    class Wrong extends Document({ a: z.string() }) {
      static settings = { unknownFields: "drop" };
    }
    assert.throws(() => new Wrong({ a: "x" }), /settings\.unknownFields .*"strip" or "keep" or "reject"/);
  });

  test("a class without a name can be constructed, and needs settings.name to be stored", () => {
    const Anonymous = (() => class extends Document({ a: z.string() }) {})();
    assert.equal(new Anonymous({ a: "x" }).a, "x");
    assert.throws(() => modelOf(Anonymous).collection, /settings\.name/);
  });

  test("queries and writes before init fail at once", async () => {
    await assert.rejects(async () => await Product.find(), CollectionWasNotInitialized);
    await assert.rejects(new Product({ name: "a", price: 1 }).insert(), CollectionWasNotInitialized);
    await assert.rejects(Product.insertMany([]), CollectionWasNotInitialized);
  });

  test("modelOf refuses other classes", () => {
    assert.throws(() => modelOf(class Other {}), /Other is no model/);
  });
});

describe("projection models", () => {
  class Short extends Model({ id: objectId(), name: z.string() }) {
    get text(): string {
      return `${this.name}.`;
    }
  }
  test("are constructed, read and shown like documents, without writes", () => {
    const [short] = readBack(Short, [new Short({ id: new ObjectId(), name: "x" })]);
    assert.ok(short instanceof Short);
    assert.equal(short.text, "x.");
    assert.equal("insert" in short, false);
    assert.equal(modelOf(Short).plan.objects[0]!.fields[0]!.name, "_id");
    assert.match(inspect(short), /^Short \{/);
  });
});
