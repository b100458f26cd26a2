import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { backLink, Document, indexed, link, type Settings, UnionDoc } from "../../mod.ts";
import { factory, type TestDatabase, testDatabase, TestingError } from "../../testing.ts";
import { library, uri } from "../support/environment.ts";

class Country extends Document({ code: indexed(z.string().length(2), { unique: true }) }) {}

class Maker extends Document({
  name: z.string(),
  country: link(() => Country),
  get products() {
    return backLink(() => Product, "maker");
  },
}) {}

class Product extends Document({
  name: z.string(),
  maker: link(() => Maker, { store: "id" }),
  gift: link(() => Country).optional(),
  others: z.array(link(() => Country)),
  two: z.array(link(() => Country)).length(2),
}) {}

class Node extends Document({
  get parent() {
    return link(() => Node).optional();
  },
}) {}

class Endless extends Document({
  get next() {
    return link(() => Endless);
  },
}) {}

class Vehicle extends Document({ wheels: z.int().min(0).max(18), plate: indexed(z.string(), { unique: true }) }) {
  static settings = { isRoot: true } satisfies Settings;
}
class Car extends Vehicle.extend({ doors: z.int().min(2).max(5) }) {}

class Circle extends Document({ radius: z.number() }) {}
class Square extends Document({ side: z.number() }) {}
class Figure extends UnionDoc([Circle, Square]) {}
class Drawing extends Document({ figure: link(() => Figure as never) }) {}

const documentModels = [Country, Maker, Product, Node, Vehicle, Car, Figure, Circle, Square];
const place = { uri, connect: { library } };

let database: TestDatabase;
before(async () => {
  database = await testDatabase({ ...place, documentModels });
});
beforeEach(() => database.clear());
after(() => database.drop());

describe("create", () => {
  test("stores what build makes", async () => {
    const made = await factory(Country, { seed: 1 }).create();
    assert.equal(made.isNew, false);
    assert.equal(made.code, factory(Country, { seed: 1 }).build().code);
    assert.equal((await Country.get(made.id))?.code, made.code);
  });

  test("stores many, with values of their own", async () => {
    const made = await factory(Country).createMany(30, (index) => ({ code: `${index}`.padStart(2, "0") }));
    assert.equal(made.length, 30);
    assert.equal(await Country.find(Country.code.lt("10")).count(), 10);
    assert.deepEqual(await factory(Country).createMany(0), []);
  });

  test("gets along with other factories of the model, which have seeds of their own", async () => {
    await factory(Maker).createMany(5);
    await factory(Maker).createMany(5);
    assert.equal(await Maker.count(), 10);
  });

  test("stores documents of children in a tree, beside those of the root", async () => {
    await factory(Vehicle, { seed: 1 }).createMany(3);
    const cars = await factory(Car, { seed: 1 }).createMany(3);
    assert.ok(cars.every((car) => car instanceof Car && car.doors >= 2));
    assert.equal(await Vehicle.find().withChildren().count(), 6);
    assert.equal(await Car.count(), 3);
  });

  test("stores members of a union", async () => {
    await factory(Circle).create();
    await factory(Square).create();
    assert.equal(await Figure.count(), 2);
  });

  test("works at another place", async () => {
    await using other = await testDatabase({ ...place, documentModels: [Product, Maker, Country], bind: false });
    await factory(other.using(Product)).create();
    const counts = [Product, Maker, Country].map((model) => other.using(model as typeof Country).count());
    assert.deepEqual(await Promise.all(counts), [1, 1, 3]);
    assert.equal(await Product.count(), 0);
  });
});

describe("links", () => {
  test("that have to be there lead to documents that are made and stored before", async () => {
    const product = await factory(Product, { seed: 1 }).create();
    const [found] = await Product.find().fetchLinks().nestingDepth(2);
    assert.equal(found!.maker.id.toString(), product.maker.id.toString());
    assert.equal(found!.two.length, 2);
    assert.deepEqual([found!.gift, found!.others], [undefined, []]);
    assert.deepEqual([await Maker.count(), await Country.count()], [1, 3]);
  });

  test("that may be left out are made when all are asked for", async () => {
    const product = factory(Product, { seed: 1, optional: "all" }).build();
    assert.ok(product.gift instanceof Country);
    assert.ok(product.others.length > 0);
  });

  test("lead to documents that the test gives", async () => {
    const maker = await factory(Maker).create();
    const products = await factory(Product, { values: { maker } }).createMany(3);
    assert.equal(await Maker.count(), 1);
    assert.ok(products.every((product) => product.maker.id.equals(maker.id)));
  });

  test("to the same model end", async () => {
    await factory(Node).createMany(2);
    assert.equal(await Node.count(), 2);
  });

  test("without end are told, with the way out", () => {
    assert.throws(() => factory(Endless).build(), (error: unknown) => {
      assert.ok(error instanceof TestingError);
      assert.match(error.message, /each Endless needs another document without end.*build\(\{ next: /);
      return true;
    });
  });

  test("to a union are for the test to give", () => {
    assert.throws(() => factory(Drawing).build(), { code: "testing.not_generated", path: "figure" });
    assert.throws(() => factory(Figure as never), /make a factory for each of its members/);
  });
});
