import { before } from "node:test";
import { z } from "zod";
import { alias, Document, double, init, int64, Model, uuid } from "../../mod.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

/** Text of an ISO date in storage, a Date on instances. */
const isoDate = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Fields of many kinds, some of them under another name in storage. */
export class Product extends Document({
  name: z.string(),
  price: z.number(),
  cost: z.number().nullish(),
  stock: alias(z.int(), "in_stock"),
  weight: double().optional(),
  serial: int64().optional(),
  code: uuid().optional(),
  released: isoDate.optional(),
  madeAt: z.date().optional(),
  tags: z.array(z.string()).default([]),
  addr: alias(z.object({ city: alias(z.string(), "c"), zip: z.string().optional() }), "a"),
  items: alias(z.array(z.object({ sku: z.string(), n: alias(z.int(), "count") })).default([]), "list"),
}) {
  static settings = { name: "products" };
  get label(): string {
    return `${this.name} ${this.price}`;
  }
}

/** A part of a {@link Product}. */
export class Short extends Model({ name: z.string(), price: z.number() }) {
  get text(): string {
    return `${this.name}: ${this.price}`;
  }
}

/** A model with a value that can be there once. */
export class Account extends Document({ id: z.string(), owner: z.string(), balance: z.number().default(0) }) {
  static settings = { name: "accounts" };
}

/** Codes of the products that {@link fiveProducts} makes. */
export const CODES: readonly string[] = Array.from(
  { length: 5 },
  (_, n) => `0c6ae1d5-0a4f-4f3e-8d7f-5b8f6a1d2c3${n}`,
);

/** Products with the prices 1 to 5: cities Rome, Oslo, Rome, Oslo, Rome; the dearest has no cost. */
export function fiveProducts(): Product[] {
  return CODES.map((code, n) =>
    new Product({
      name: `p${n + 1}`,
      price: n + 1,
      cost: n === 4 ? undefined : 3,
      stock: 10 * (n + 1),
      weight: n,
      serial: BigInt(n + 1),
      code,
      released: new Date(Date.UTC(2020 + n, 0)).toISOString(),
      madeAt: new Date(Date.UTC(2020 + n, 0)),
      tags: ["all", n % 2 === 0 ? "odd" : "even"],
      addr: { city: n % 2 === 0 ? "Rome" : "Oslo", zip: n === 0 ? "0001" : undefined },
      items: [{ sku: "a", n }, { sku: "b", n: 2 * n }],
    })
  );
}

/** A database of its own for a test file, with the models bound to it. Call it once, at the top level. */
export function shop(name: string): TestDatabase {
  const at = testDatabase(name);
  before(async () => await init({ database: at.database, documentModels: [Product, Account] }));
  return at;
}

/** Empties the collection and stores {@link fiveProducts}. */
export async function restock(): Promise<Product[]> {
  await Product.deleteAll();
  const products = fiveProducts();
  await Product.insertMany(products);
  return products;
}
