import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { and, nor, not, or, raw } from "../../src/expression/logical.ts";
import { In } from "../../operators.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { Binary } from "../../src/values/binary.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Product } from "./models.ts";

/** The filter that a criterion becomes. */
function filter(...criteria: Criterion<Product>[]): Record<string, unknown> {
  return Product.find(...criteria).getFilterQuery();
}

describe("predicates", () => {
  test("comparisons name the stored path", () => {
    assert.deepEqual(filter(Product.price.eq(1)), { price: 1 });
    assert.deepEqual(filter(Product.price.ne(1)), { price: { $ne: 1 } });
    assert.deepEqual(filter(Product.price.lt(1)), { price: { $lt: 1 } });
    assert.deepEqual(filter(Product.price.lte(1)), { price: { $lte: 1 } });
    assert.deepEqual(filter(Product.price.gt(1)), { price: { $gt: 1 } });
    assert.deepEqual(filter(Product.price.gte(1)), { price: { $gte: 1 } });
    assert.deepEqual(filter(Product.title.eq("x")), { t: "x" });
    assert.deepEqual(filter(Product.addr.city.eq("x")), { "a.c": "x" });
    assert.deepEqual(filter(Product.id.exists()), { _id: { $exists: true } });
  });

  test("lists, kinds and patterns", () => {
    assert.deepEqual(filter(Product.price.in([1, 2])), { price: { $in: [1, 2] } });
    assert.deepEqual(filter(In(Product.price, [1, 2])), { price: { $in: [1, 2] } });
    assert.deepEqual(filter(Product.price.notIn([1])), { price: { $nin: [1] } });
    assert.deepEqual(filter(Product.title.exists(false)), { t: { $exists: false } });
    assert.deepEqual(filter(Product.price.type("int", "double")), { price: { $type: ["int", "double"] } });
    assert.deepEqual(filter(Product.price.mod(4, 0)), { price: { $mod: [4, 0] } });
    assert.deepEqual(filter(Product.fields.name.regex(/^x/i)), { name: { $regex: "^x", $options: "i" } });
    assert.deepEqual(filter(Product.fields.name.regex("^x", "s")), { name: { $regex: "^x", $options: "s" } });
    assert.deepEqual(filter(Product.tags.all(["a", "b"])), { tags: { $all: ["a", "b"] } });
    assert.deepEqual(filter(Product.tags.size(2)), { tags: { $size: 2 } });
  });

  test("a pattern with flags the server lacks is refused", () => {
    assert.throws(() => Product.fields.name.regex(/x/y), InvalidArgument);
    assert.throws(() => Product.fields.name.regex("x", "g"), InvalidArgument);
  });

  test("an object given to eq never becomes an operator", () => {
    const hostile = { $gt: "" } as unknown as string;
    assert.deepEqual(filter(Product.fields.name.eq(hostile)), { name: { $eq: { $gt: "" } } });
    assert.deepEqual(filter(Product.extra.eq({ $where: "1" })), { extra: { $eq: { $where: "1" } } });
    const pattern = /x/ as unknown as string;
    assert.deepEqual(filter(Product.fields.name.eq(pattern)), { name: { $eq: /x/ } });
  });

  test("logical operators", () => {
    const cheap = Product.price.lt(1);
    const sale = Product.tags.eq("sale");
    assert.deepEqual(filter(and(cheap, sale)), { $and: [{ price: { $lt: 1 } }, { tags: "sale" }] });
    assert.deepEqual(filter(or(cheap, sale)), { $or: [{ price: { $lt: 1 } }, { tags: "sale" }] });
    assert.deepEqual(filter(or(cheap)), { price: { $lt: 1 } });
    assert.deepEqual(filter(nor(cheap)), { $nor: [{ price: { $lt: 1 } }] });
    assert.deepEqual(filter(not(cheap)), { price: { $not: { $lt: 1 } } });
    assert.deepEqual(filter(not(sale)), { tags: { $not: { $eq: "sale" } } });
    assert.deepEqual(filter(not(or(cheap, sale))), { $nor: [{ $or: [{ price: { $lt: 1 } }, { tags: "sale" }] }] });
    assert.deepEqual(filter(raw({ "list.0.n": 3 })), { "list.0.n": 3 });
    assert.throws(() => and(), InvalidArgument);
    assert.throws(() => or({ price: 1 } as never), /raw/);
  });

  test("another field of the same document is compared in the server", () => {
    assert.deepEqual(filter(Product.price.gt(Product.cost)), { $expr: { $gt: ["$price", "$cost"] } });
    assert.deepEqual(filter(Product.fields.name.eq(Product.addr.city)), { $expr: { $eq: ["$name", "$a.c"] } });
    assert.throws(() => filter(Product.items.at(0).n.gt(Product.stock)), /list positions/);
  });

  test("paths go through lists, positions and names that operators have taken", () => {
    assert.deepEqual(filter(Product.items.sku.eq("x")), { "list.sku": "x" });
    assert.deepEqual(filter(Product.items[3]!.n.gt(2)), { "list.3.n": { $gt: 2 } });
    assert.deepEqual(filter(Product.items.at(150).n.gt(2)), { "list.150.n": { $gt: 2 } });
    assert.deepEqual(filter(Product.addr.fields.type.eq("x")), { "a.type": "x" });
    assert.deepEqual(filter(Product.addr.geo.lat.gt(1)), { "a.geo.lat": { $gt: 1 } });
    assert.deepEqual(filter(Product.extra.at("a.b").eq(1)), { "extra.a.b": 1 });
    assert.equal(`$${Product.addr.city}`, "$a.c");
    assert.throws(() => Product.items.at(-1), InvalidArgument);
  });

  test("unions, records and schemas that contain themselves", () => {
    assert.deepEqual(filter(Product.kind.pages.gt(2)), { "kind.p": { $gt: 2 } });
    assert.deepEqual(filter(Product.kind.minutes.gt(2), { "kind.is": "disc" }), {
      $and: [{ "kind.minutes": { $gt: 2 } }, { "kind.is": "disc" }],
    });
    assert.deepEqual(filter(Product.labels.red!.gt(2)), { "labels.red": { $gt: 2 } });
    assert.deepEqual(filter(Product.labels.fields.size!.gt(2)), { "labels.size": { $gt: 2 } });
    assert.deepEqual(filter(Product.labels.exists()), { labels: { $exists: true } });
    assert.deepEqual(filter(Product.tree.children.children.label.eq("x")), { "tree.children.children.label": "x" });
  });

  test("at takes keys of records and members of objects that are known only at run time", () => {
    assert.deepEqual(filter(Product.labels.at("red").gt(2)), { "labels.red": { $gt: 2 } });
    assert.deepEqual(filter(Product.labels.at("0").gt(2)), { "labels.0": { $gt: 2 } });
    assert.deepEqual(filter(Product.addr.at("city").eq("x")), { "a.c": "x" });
    assert.deepEqual(filter(Product.kind.at("pages").eq(1)), { "kind.p": 1 });
    assert.throws(() => Product.labels.at("red.x"), /key "red\.x" can not be a step of a path/);
    assert.throws(() => Product.labels["red.x"], InvalidArgument);
    assert.throws(() => Product.labels.at(""), InvalidArgument);
    assert.throws(() => Product.addr.at("c" as never), /the model calls it "city"/);
    assert.throws(() => Product.tags.at("first" as never), /no field/);
  });

  test("members of objects hide operators that objects have not", () => {
    class Meter extends Document({ state: z.object({ inc: z.number(), regex: z.string(), size: z.number() }) }) {}
    assert.deepEqual(Meter.find(Meter.state.inc.gt(1), Meter.state.regex.eq("x")).getFilterQuery(), {
      $and: [{ "state.inc": { $gt: 1 } }, { "state.regex": "x" }],
    });
    assert.deepEqual(Meter.find(Meter.state.fields.size.gt(1)).getFilterQuery(), { "state.size": { $gt: 1 } });
  });

  test("elemMatch takes paths inside the element, in every form", () => {
    const expected = { list: { $elemMatch: { sku: "x", n: { $gt: 1 } } } };
    assert.deepEqual(filter(Product.items.elemMatch({ sku: "x", n: { $gt: 1 } })), expected);
    assert.deepEqual(filter(Product.items.elemMatch((item) => and(item.sku.eq("x"), item.n.gt(1)))), {
      list: { $elemMatch: { $and: [{ sku: "x" }, { n: { $gt: 1 } }] } },
    });
    assert.deepEqual(filter(Product.items.elemMatch((item) => item.at.eq(null))), {
      list: { $elemMatch: { when: null } },
    });
    assert.deepEqual(filter(Product.tags.elemMatch(raw({ $gt: "a", $lt: "c" }))), {
      tags: { $elemMatch: { $gt: "a", $lt: "c" } },
    });
  });

  test("text for an ObjectId field is refused with advice, wherever it stands", () => {
    const text = "65a1b2c3d4e5f60718293a4b";
    const advice = /new ObjectId\(text\)/;
    assert.throws(() => Product.id.eq(text as never), advice);
    assert.throws(() => Product.id.in([text as never]), advice);
    assert.throws(() => Product.makers.eq(text as never), advice);
    assert.throws(() => filter({ maker: text as never }), advice);
    assert.throws(() => filter({ maker: { $in: [text as never] } }), advice);
    assert.deepEqual(filter(Product.maker.eq(new ObjectId(text))), { maker: new ObjectId(text) });
  });

  test("values take their stored form where the kind says so", () => {
    const id = "0c6ae1d5-0a4f-4f3e-8d7f-5b8f6a1d2c3b";
    const stored = new Binary(Uint8Array.from(id.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16)), 4);
    assert.deepEqual(filter(Product.code.eq(id)), { code: { $eq: stored } });
    assert.deepEqual(filter(Product.checked.in([id])), { checked: { $in: [stored] } });
    const date = new Date("2024-01-02T03:04:05.000Z");
    assert.deepEqual(filter(Product.released.gte(date)), { released: { $gte: "2024-01-02T03:04:05.000Z" } });
    assert.deepEqual(filter(Product.serial.eq(5n)), { serial: 5n });
  });

  test("values of another kind than declared are sent as given", () => {
    assert.deepEqual(filter(Product.price.eq("12" as never)), { price: "12" });
    assert.deepEqual(filter(Product.rating.lt(10)), { rating: { $lt: 10 } });
    assert.deepEqual(filter(Product.released.eq("soon" as never)), { released: "soon" });
  });

  test("undefined throws and names the path", () => {
    assert.throws(() => Product.price.lt(undefined as never), /price is undefined/);
    assert.throws(() => Product.price.in([1, undefined as never]), /price\[1\]/);
    assert.throws(() => filter({ price: undefined }), /price is undefined/);
  });
});
