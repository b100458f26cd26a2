// The models of a small shop. A class is all there is to write: types, validation and queries come from its schema.
import { z } from "zod";
import { Document, indexed, type Settings } from "../mod.ts";

const dimensions = z.object({ width: z.number().positive(), height: z.number().positive() });

export class Product extends Document({
  sku: indexed(z.string(), { unique: true }),
  name: z.string().min(1),
  price: indexed(z.number().nonnegative()),
  stock: z.int().default(0),
  category: z.enum(["chocolate", "coffee", "tea"]),
  tags: z.array(z.string()).default([]),
  origin: z.object({ country: z.string(), farm: z.string().optional() }),
  packages: z.array(z.object({ grams: z.int(), size: dimensions })).default([]),
  createdAt: z.date().default(() => new Date()),
}) {
  static settings = { name: "products", indexes: [["category", "price"]] } satisfies Settings;

  get label(): string {
    return `${this.name} (${this.origin.country}), ${this.price.toFixed(2)}`;
  }
}

/** Product number `n` of the demo's catalogue. */
export function sample(n: number): Product {
  const categories = ["chocolate", "coffee", "tea"] as const;
  const countries = ["Ghana", "Peru", "Ecuador", "India", "Kenya"];
  const category = categories[n % 3]!;
  return new Product({
    sku: `SKU-${String(n).padStart(5, "0")}`,
    name: `${category[0]!.toUpperCase()}${category.slice(1)} no. ${n}`,
    price: 2 + (n % 800) / 100,
    stock: n % 50,
    category,
    tags: n % 4 === 0 ? ["organic", "fair"] : ["fair"],
    origin: { country: countries[n % 5]! },
    packages: [{ grams: 100 + n % 400, size: { width: 8.5, height: 16 } }],
  });
}
