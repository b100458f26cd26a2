import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { and, nor, not, or, raw } from "../../src/expression/logical.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { CODES, Product, restock, shop } from "./shop.ts";

shop("predicates");

/** Prices, which number the products, of those that match. */
async function matching(...criteria: Criterion<Product>[]): Promise<number[]> {
  const found = await Product.find(...criteria).sort(Product.price.asc());
  return found.map((product) => product.price);
}

describe("operators against the server", () => {
  before(async () => void await restock());

  const cases: [string, Criterion<Product>, number[]][] = [
    ["eq", Product.price.eq(2), [2]],
    ["ne", Product.price.ne(2), [1, 3, 4, 5]],
    ["lt", Product.price.lt(3), [1, 2]],
    ["lte", Product.price.lte(3), [1, 2, 3]],
    ["gt", Product.price.gt(3), [4, 5]],
    ["gte", Product.price.gte(3), [3, 4, 5]],
    ["in", Product.price.in([1, 5, 9]), [1, 5]],
    ["notIn", Product.price.notIn([1, 5, 9]), [2, 3, 4]],
    ["exists", Product.cost.exists(), [1, 2, 3, 4]],
    ["exists(false)", Product.cost.exists(false), [5]],
    ["eq(null)", Product.cost.eq(null), [5]],
    ["type", Product.weight.type("double"), [1, 2, 3, 4, 5]],
    ["type, several", Product.cost.type("string", "null"), []],
    ["mod", Product.price.mod(2, 0), [2, 4]],
    ["regex", Product.fields.name.regex(/^P[12]$/i), [1, 2]],
    ["all", Product.tags.all(["all", "even"]), [2, 4]],
    ["size", Product.tags.size(2), [1, 2, 3, 4, 5]],
    ["element of a list", Product.tags.eq("odd"), [1, 3, 5]],
    ["elemMatch, plain", Product.items.elemMatch({ sku: "b", n: { $gt: 5 } }), [4, 5]],
    ["elemMatch, callback", Product.items.elemMatch((i) => and(i.sku.eq("a"), i.n.gt(2))), [4, 5]],
    ["elemMatch, raw", Product.tags.elemMatch(raw({ $gt: "b", $lt: "f" })), [2, 4]],
    ["position", Product.items[1]!.n.eq(4), [3]],
    ["at", Product.items.at(0).n.gte(3), [4, 5]],
    ["any element", Product.items.n.eq(8), [5]],
    ["nested alias", Product.addr.city.eq("Oslo"), [2, 4]],
    ["whole object", Product.addr.eq({ city: "Rome", zip: "0001" }), [1]],
    ["field with field", Product.price.gt(Product.cost), [4, 5]],
    ["uuid", Product.code.eq(CODES[2]!), [3]],
    ["uuid in a list", Product.code.in([CODES[0]!, CODES[1]!]), [1, 2]],
    ["codec", Product.released.gte(new Date(Date.UTC(2023, 0))), [4, 5]],
    ["date", Product.madeAt.lt(new Date(Date.UTC(2021, 0))), [1]],
    ["int64", Product.serial.gt(3n), [4, 5]],
    ["and", and(Product.price.gt(1), Product.price.lt(4)), [2, 3]],
    ["or", or(Product.price.eq(1), Product.addr.city.eq("Oslo")), [1, 2, 4]],
    ["nor", nor(Product.price.lt(3), Product.addr.city.eq("Oslo")), [3, 5]],
    ["not", not(Product.price.lt(3)), [3, 4, 5]],
    ["not of eq", not(Product.fields.name.eq("p1")), [2, 3, 4, 5]],
    ["not of regex", not(Product.fields.name.regex(/^p[12]/)), [3, 4, 5]],
    ["not of or", not(or(Product.price.lt(3), Product.addr.city.eq("Oslo"))), [3, 5]],
    ["raw", raw({ "list.0.count": 3 }), [4]],
    ["callback", (f) => f.name.eq("p3"), [3]],
    ["plain", { price: { $gte: 2, $lt: 4 }, "addr.city": "Rome" }, [3]],
    ["plain, aliases", { stock: { $in: [10, 20] }, "items.n": { $gt: 0 } }, [2]],
    ["plain, RegExp", { name: /^p[45]$/ }, [4, 5]],
    ["plain, negated RegExp", { name: { $not: /^p[45]$/ } }, [1, 2, 3]],
    ["plain, logic", { $or: [{ price: 1 }, { "items.n": 8 }] }, [1, 5]],
    ["plain, list", { tags: ["all", "even"] }, [2, 4]],
    ["plain, elemMatch", { items: { $elemMatch: { sku: "b", n: 8 } } }, [5]],
    ["plain, uuid", { code: { $in: [CODES[4]!] } }, [5]],
    ["plain, codec", { released: new Date(Date.UTC(2020, 0)) }, [1]],
    ["plain, $expr", { $expr: { $gt: ["$price", "$cost"] } }, [4, 5]],
  ];
  for (const [name, criterion, expected] of cases) {
    test(name, async () => assert.deepEqual(await matching(criterion), expected));
  }

  test("several criteria must all be met", async () => {
    assert.deepEqual(await matching(Product.price.gt(1), { "addr.city": "Rome" }, (f) => f.stock.lt(50)), [3]);
  });

  test("JavaScript runs in the server only where the call allows it", async () => {
    const filter = raw({ $where: "this.price === 2" });
    await assert.rejects(matching(filter), InvalidArgument);
    const found = await Product.find(filter).options({ allowServerJavaScript: true });
    assert.deepEqual(found.map(({ price }) => price), [2]);
  });

  test("an operator that the server does not list is refused before anything is sent", async () => {
    await assert.rejects(matching(raw({ price: { $evil: 1 } })), InvalidArgument);
    await assert.rejects(matching({ price: { $evil: 1 } } as never), InvalidArgument);
  });

  test("an object in the place of a value is a literal, not an operator", async () => {
    const hostile = { $gt: "" } as unknown as string;
    assert.deepEqual(await matching(Product.fields.name.eq(hostile)), []);
    assert.deepEqual(await matching(Product.fields.name.ne(hostile)), [1, 2, 3, 4, 5]);
    await assert.rejects(matching(Product.fields.name.in([hostile])), /\$in/);
  });
});
