import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { resolveChange, resolveSetting } from "../../src/expression/compile-changes.ts";
import { mergeChanges, type SentUpdate } from "../../src/expression/merge-changes.ts";
import { Inc, Push, Set as SetFields } from "../../operators.ts";
import { Document } from "../../src/document/factory.ts";
import { modelOf } from "../../src/schema/model.ts";
import { Double } from "../../src/values/double.ts";
import { Product, Sparse } from "./models.ts";

function update(...changes: unknown[]): SentUpdate {
  return mergeChanges("Product", changes.flatMap((change) => resolveChange(modelOf(Product), change)));
}

function set(fields: object): SentUpdate {
  return mergeChanges("Product", resolveSetting(modelOf(Product), fields));
}

describe("changes", () => {
  test("every operator of a field", () => {
    assert.deepEqual(update(Product.price.to(1)), { $set: { price: 1 } });
    assert.deepEqual(update(Product.title.unset()), { $unset: { t: true } });
    assert.deepEqual(update(Product.price.inc(2)), { $inc: { price: 2 } });
    assert.deepEqual(update(Product.price.inc()), { $inc: { price: 1 } });
    assert.deepEqual(update(Product.price.mul(2)), { $mul: { price: 2 } });
    assert.deepEqual(update(Product.price.min(2)), { $min: { price: 2 } });
    assert.deepEqual(update(Product.price.max(2)), { $max: { price: 2 } });
    assert.deepEqual(update(Product.tags.push("a")), { $push: { tags: "a" } });
    assert.deepEqual(update(Product.tags.push("a", "b")), { $push: { tags: { $each: ["a", "b"] } } });
    assert.deepEqual(update(Product.tags.addToSet("a")), { $addToSet: { tags: "a" } });
    assert.deepEqual(update(Product.tags.pull("a")), { $pull: { tags: "a" } });
    assert.deepEqual(update(Product.items.pull({ n: { $gt: 1 }, at: null })), {
      $pull: { list: { n: { $gt: 1 }, when: null } },
    });
    assert.deepEqual(update(Product.tags.pop()), { $pop: { tags: 1 } });
    assert.deepEqual(update(Product.tags.pop(-1)), { $pop: { tags: -1 } });
    assert.deepEqual(update(Product.items.at("$[]").n.inc(1)), { $inc: { "list.$[].n": 1 } });
    assert.deepEqual(update(Product.items.at("$[x]").fields.at.to(new Date(0))), {
      $set: { "list.$[x].when": new Date(0) },
    });
  });

  test("operator objects and plain updates learn the names of the model they are used with", () => {
    assert.deepEqual(update(Inc({ price: 1 }), SetFields({ "addr.city": "x" }), Push({ tags: "a" })), {
      $inc: { price: 1 },
      $set: { "a.c": "x" },
      $push: { tags: "a" },
    });
    assert.deepEqual(update({ $set: { title: "x" }, $unset: { "items.at": true }, $currentDate: { madeAt: true } }), {
      $set: { t: "x" },
      $unset: { "list.when": true },
      $currentDate: { madeAt: true },
    });
    assert.deepEqual(update({ $push: { items: { $each: [{ sku: "a", n: 1, at: new Date(0) }], $position: 0 } } }), {
      $push: { list: { $each: [{ sku: "a", n: 1, when: new Date(0) }], $position: 0 } },
    });
  });

  test("operators of one kind merge by path, the last one wins a path", () => {
    assert.deepEqual(update(Product.price.to(1), Product.stock.to(2), { $set: { price: 3 } }), {
      $set: { price: 3, stock: 2 },
    });
  });

  test("changes that the server would refuse together are refused with both names", () => {
    assert.throws(() => update(Product.price.to(1), Product.price.inc(1)), /\$set of "price" and \$inc of "price"/);
    assert.throws(
      () => update(Product.addr.to({ city: "x", type: "y" }), Product.addr.city.to("z")),
      /\$set of "a" and \$set of "a.c"/,
    );
  });

  test("values are stored in the declared kind", () => {
    assert.deepEqual(set({ weight: 2 }), { $set: { weight: new Double(2) } });
    assert.deepEqual(set({ released: new Date(0) }), { $set: { released: "1970-01-01T00:00:00.000Z" } });
    assert.deepEqual(set({ addr: { city: "x", type: "y" } }), { $set: { a: { c: "x", type: "y" } } });
    assert.deepEqual(set({ loose: { a: 1, b: { c: 2 } } }), { $set: { loose: { a: 1, b: { c: 2 } } } });
    assert.deepEqual(set({ kind: { is: "book", pages: 3 } }), { $set: { kind: { is: "book", p: 3 } } });
    assert.deepEqual(set({ "kind.pages": 3, "labels.red": 1 }), { $set: { "kind.p": 3, "labels.red": 1 } });
    assert.deepEqual(set({ items: [{ sku: "a", n: 1 }] }), { $set: { list: [{ sku: "a", n: 1 }] } });
  });

  test("values of another kind are validation errors with model, path, expected and found", () => {
    const wrong: [object, RegExp][] = [
      [{ price: "1" }, /Product\.price .*expected a finite number, found a string/],
      [{ stock: 1.5 }, /Product\.stock .*expected an integer/],
      [{ serial: 5 }, /Product\.serial .*bigint/],
      [{ madeAt: new Date(NaN) }, /Product\.madeAt .*invalid Date/],
      [{ maker: "65a1b2c3d4e5f60718293a4b" }, /Product\.maker .*ObjectId/],
      [{ tags: ["a", 1] }, /Product\.tags\.1 /],
      [{ addr: { city: "x" } }, /Product\.addr\.type .*found nothing/],
      [{ addr: { city: "x", type: "y", zip: 1 } }, /Product\.addr\.zip .*unknown field/],
      [{ state: "broken" }, /Product\.state .*"new", "old"/],
      [{ rating: 6 }, /Product\.rating .*at most 5/],
      [{ loose: { b: 1 } }, /Product\.loose\.a /],
      [{ price: null }, /Product\.price .*found null/],
      [{ title: null }, /use unset/],
    ];
    for (const [fields, message] of wrong) {
      assert.throws(
        () => set(fields),
        (error) => error instanceof ValidationError && message.test(error.message),
        JSON.stringify(fields),
      );
    }
    assert.throws(() => Product.price.to("1" as never), ValidationError);
    assert.throws(() => Product.tags.push(1 as never), ValidationError);
    assert.throws(() => update(Inc({ stock: 0.5 })), ValidationError);
  });

  test("operators that do not fit the field are refused", () => {
    assert.throws(() => update({ $inc: { name: 1 } }), /holds no numbers/);
    assert.throws(() => update({ $push: { price: 1 } }), /is no list/);
    assert.throws(() => update({ $currentDate: { name: true } }), /holds no dates/);
    assert.throws(() => update(Product.price.inc(NaN)), /finite/);
    assert.throws(() => update({ name: "x" }), /names a field where an operator belongs/);
    assert.throws(() => set({ price: undefined }), /price is undefined/);
    assert.throws(() => set({ pric: 1 }), /no field "pric"/);
  });

  test("null is stored where it is declared, removed where the model keeps none", () => {
    assert.deepEqual(set({ cost: null }), { $set: { cost: null } });
    assert.deepEqual(mergeChanges("Sparse", resolveSetting(modelOf(Sparse), { cost: null })), {
      $unset: { cost: true },
    });
    assert.deepEqual(mergeChanges("Sparse", resolveSetting(modelOf(Sparse), Sparse.cost.to(null))), {
      $unset: { cost: true },
    });
  });

  test("where the model keeps no nulls, setting to null and to a value is still one kind: the last one wins", () => {
    const merged = (...changes: object[]) =>
      mergeChanges("Sparse", changes.flatMap((change) => resolveSetting(modelOf(Sparse), change)));
    assert.deepEqual(merged({ cost: null, name: "x" }, { cost: 5 }), { $set: { name: "x", cost: 5 } });
    assert.deepEqual(merged({ cost: 5 }, { cost: null }), { $unset: { cost: true } });
    assert.throws(() => merged(Sparse.cost.unset(), { cost: 5 }), /\$unset of "cost" and \$set of "cost"/);
  });

  test("a field set to another field becomes a pipeline", () => {
    assert.deepEqual(update(Product.price.to(Product.cost)), [{ $set: { price: "$cost" } }]);
    assert.deepEqual(update(Product.price.to(Product.cost), Product.title.to("$x"), Product.cost.unset()), [
      { $set: { price: "$cost", t: { $literal: "$x" } } },
      { $unset: ["cost"] },
    ]);
    assert.throws(() => update(Product.price.to(Product.cost), Product.stock.inc(1)), /Run two updates/);
    assert.throws(() => update(Product.items.at(0).n.to(Product.stock)), /list positions/);
  });
});

test("a collection of JavaScript is no object to store: its entries would be lost", () => {
  class Sheet extends Document({ cells: z.record(z.string(), z.int()) }) {}
  assert.throws(() => Sheet.findAll().set({ cells: new Map([["a", 1]]) as never }), ValidationError);
});
