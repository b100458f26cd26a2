import {
  alias,
  backLink,
  before,
  Binary,
  binary,
  BSONRegExp,
  Code,
  Decimal128,
  decimal128,
  Delete,
  Document,
  DocumentWithSoftDelete,
  Double,
  double,
  excluded,
  indexed,
  Insert,
  int64,
  link,
  ObjectId,
  objectId,
  type Settings,
  Timestamp,
  timestamp,
  UnionDoc,
  type UnionSettings,
  Update,
  uuid,
  View,
  type ViewSettings,
} from "../../mod.ts";
import { z } from "zod";

export class Maker extends Document({
  name: z.string().min(2),
  country: z.string().length(2),
  get products() {
    return backLink(() => Product, "maker");
  },
}) {
  static settings = { name: "makers" } satisfies Settings;
}

export class Product extends Document({
  name: z.string().min(1),
  price: indexed(z.number().positive()),
  tags: z.array(z.string()).default([]),
  stock: z.int().default(0),
  createdAt: alias(z.date(), "created_at").optional(),
  size: z.object({ width: z.number(), unit: z.enum(["cm", "in"]) }).optional(),
  variants: z.array(z.object({ sku: z.string().min(3), price: z.number() })).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  maker: link(() => Maker).optional(),
  session: excluded(z.string().optional()),
}) {
  static settings = {
    name: "products",
    useRevision: true,
    indexes: [["name", "price"]],
  } satisfies Settings;
}

/** A field for each kind of BSON, and one that takes whatever there is. */
export class Everything extends Document({
  text: z.string().optional(),
  whole: z.int().optional(),
  number: z.number().optional(),
  real: double().optional(),
  long: int64().optional(),
  decimal: decimal128().optional(),
  flag: z.boolean().optional(),
  when: z.date().optional(),
  ref: objectId().optional(),
  key: uuid().optional(),
  bytes: binary().optional(),
  clock: timestamp().optional(),
  other: z.unknown().optional(),
}) {
  static settings = { name: "everything" } satisfies Settings;
}

export class Note extends DocumentWithSoftDelete({ text: z.string().min(1) }) {
  static settings = { name: "notes" } satisfies Settings;
}

/** Its actions leave traces. */
export class Traced extends Document({ text: z.string(), changes: z.int().default(0) }) {
  static settings = { name: "traced" } satisfies Settings;
  static events = { count: before(Insert, Update), note: before(Delete) };
  static readonly removed: string[] = [];

  count(): void {
    this.changes++;
  }
  note(): void {
    Traced.removed.push(this.text);
  }
}

export class Reading extends Document({ at: z.date(), celsius: z.number() }) {
  static settings = { name: "readings", timeseries: { timeField: "at" } } satisfies Settings;
}

export class Vehicle extends Document({ color: z.string() }) {
  static settings = { name: "vehicles", isRoot: true } satisfies Settings;
}
export class Car extends Vehicle.extend({ doors: z.int().min(2) }) {}

export class Cat extends Document({ name: z.string(), lives: z.int() }) {}
export class Dog extends Document({ name: z.string(), tricks: z.array(z.string()) }) {}
export class Animal extends UnionDoc([Cat, Dog]) {
  static settings = { name: "animals" } satisfies UnionSettings;
}

export class Cheap extends View({ name: z.string(), price: z.number() }) {
  static settings = {
    name: "cheap",
    source: Product,
    pipeline: [{ $match: { price: { $lt: 5 } } }, { $project: { _id: 0, name: 1, price: 1 } }],
  } satisfies ViewSettings;
}

/** One value of each type of BSON that `Everything.other` may hold. */
export const OF_EVERY_TYPE: Readonly<Record<string, unknown>> = {
  string: "<script>alert(1)</script>",
  int: 2147483647,
  double: new Double(5),
  minusZero: new Double(-0),
  long: 9007199254740993n,
  longest: -9223372036854775808n,
  decimal: new Decimal128("12345678901234567890.12345678901234"),
  trailing: new Decimal128("1.500"),
  boolean: false,
  null: null,
  date: new Date("1969-07-20T20:17:40.123Z"),
  objectId: new ObjectId("65a1b2c3d4e5f60718293a4b"),
  bytes: new Uint8Array([0, 255, 128]),
  binary: new Binary(new Uint8Array([1, 2, 3]), 128),
  timestamp: new Timestamp(4294967295, 7),
  regex: /a.b/i,
  extended: new BSONRegExp("a b", "x"),
  code: new Code("f()", { x: 1 }),
  list: [1, new Double(1), 1n, [new Decimal128("0.10")]],
  object: { "": 1, "a.b": 2, nested: { __proto__x: true } },
};

export const MODELS = [Maker, Product, Everything, Note, Traced, Reading, Vehicle, Car, Cat, Dog, Animal, Cheap];
