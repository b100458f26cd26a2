import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { Product } from "./models.ts";

function filter(...criteria: Criterion<Product>[]): Record<string, unknown> {
  return Product.find(...criteria).getFilterQuery();
}

describe("plain filters", () => {
  test("names become stored names at every level", () => {
    assert.deepEqual(filter({ title: "x", "addr.city": "y", "items.at": null, "items.n": { $gt: 1 } }), {
      t: "x",
      "a.c": "y",
      "list.when": null,
      "list.n": { $gt: 1 },
    });
    assert.deepEqual(filter({ addr: { city: "x", type: "y" } }), { a: { $eq: { c: "x", type: "y" } } });
    assert.deepEqual(filter({ items: { $elemMatch: { at: null } } }), { list: { $elemMatch: { when: null } } });
    assert.deepEqual(filter({ $or: [{ title: "x" }, { $nor: [{ "addr.city": "y" }] }] }), {
      $or: [{ t: "x" }, { $nor: [{ "a.c": "y" }] }],
    });
  });

  test("deeper and positional paths are followed too", () => {
    const plain = (given: object) => filter(given as Criterion<Product>);
    assert.deepEqual(plain({ "addr.geo.lat": 1 }), { "a.geo.lat": 1 });
    assert.deepEqual(plain({ "items.0.at": null }), { "list.0.when": null });
    assert.deepEqual(plain({ "extra.any.thing": 1 }), { "extra.any.thing": 1 });
    assert.deepEqual(plain({ "labels.red": 1 }), { "labels.red": 1 });
  });

  test("a RegExp is a pattern, an array the whole list", () => {
    assert.deepEqual(filter({ name: /^x/ }), { name: /^x/ });
    assert.deepEqual(filter({ tags: ["a", "b"] }), { tags: ["a", "b"] });
    assert.deepEqual(filter({ tags: "a" }), { tags: "a" });
  });

  test("several criteria are joined with $and, empty ones do not count", () => {
    assert.deepEqual(filter(), {});
    assert.deepEqual(filter({}, {}), {});
    assert.deepEqual(filter({ price: 1 }, {}), { price: 1 });
    assert.deepEqual(filter({ price: 1 }, Product.stock.gt(2), (f) => f.name.eq("x")), {
      $and: [{ price: 1 }, { stock: { $gt: 2 } }, { name: "x" }],
    });
  });

  test("an unknown field is an error that says what there is", () => {
    assert.throws(() => filter({ pric: 1 } as never), /known here: id, name, title, price/);
    assert.throws(() => filter({ "addr.cty": 1 } as never), /known here: city, type, geo/);
    assert.throws(() => filter({ t: "x" } as never), /the model calls it "title"/);
  });

  test("operators and fields of a value can not be mixed", () => {
    assert.throws(() => filter({ addr: { $eq: 1, city: "x" } } as never), InvalidArgument);
  });

  test("what is no criterion is refused", () => {
    for (const wrong of [undefined, null, 3, "x", [], Product, new Date()]) {
      assert.throws(() => filter(wrong as never), InvalidArgument);
    }
  });

  test("one place named twice is refused", () => {
    assert.throws(() => filter({ id: null, _id: null } as never), /twice/);
  });

  test("hostile names do not reach prototypes", () => {
    const hostile = JSON.parse('{ "__proto__": { "polluted": true } }');
    assert.throws(() => filter(hostile), InvalidArgument);
    const nested = filter(
      Product.addr.eq(JSON.parse('{ "city": "x", "type": "y", "__proto__": { "polluted": true } }')),
    );
    assert.equal(Object.hasOwn((nested["a"] as { $eq: object }).$eq, "__proto__"), true);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
