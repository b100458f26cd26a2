// What the examples of docstrings speak of without declaring it.
import { type Client, type Cursor, type Database, Document, DocumentWithSoftDelete, link } from "../../../mod.ts";
import { factory, type TestDatabase } from "../../../testing.ts";
import { Hono } from "hono";
import { z } from "zod";

export { sValidator } from "@hono/standard-validator";
export { default as assert } from "node:assert/strict";
export const app = new Hono();

export class Category extends Document({ title: z.string() }) {}
export class Tree extends Document({ height: z.number() }) {}
export class Vehicle extends Document({ color: z.string() }) {}
export class Note extends DocumentWithSoftDelete({ title: z.string(), text: z.string().default("") }) {}
export class OldNote extends Document({ name: z.string() }) {}
export class Old extends Document({ name: z.string() }) {}
export class New extends Document({ title: z.string() }) {}
export class Author extends Document({ name: z.string() }) {
  greet(): string {
    return `I am ${this.name}`;
  }
}
export class Post extends Document({ author: link(() => Author) }) {}
export class Comment extends Document({ post: link(() => Post) }) {}
export class Account extends Document({ balance: z.number() }) {}
export class Order extends Document({ product: z.custom<Product["id"]>() }) {}
export class User extends Document({ name: z.string(), role: z.enum(["admin", "guest"]) }) {}
export class Shop extends Document({
  place: z.object({ type: z.literal("Point"), coordinates: z.tuple([z.number(), z.number()]) }),
}) {}

export class Product extends Document({
  name: z.string(),
  price: z.number().default(1),
  cost: z.number().default(1),
  stock: z.number().default(0),
  kind: z.string().default(""),
  tags: z.array(z.string()).default([]),
  items: z.array(z.object({ n: z.number() })).default([]),
  maker: z.object({ name: z.string(), country: z.string() }).default({ name: "", country: "" }),
  addr: z.object({ city: z.string() }).default({ city: "" }),
  category: link(() => Category).default(() => new Category({ title: "" })),
  createdAt: z.date().default(() => new Date()),
}) {
  get label(): string {
    return this.name;
  }
}

export declare const client: Client;
export declare const shop: Database;
export declare const cursor: Cursor<Product>;
export declare const database: TestDatabase;
export const users = factory(User);
export declare const category: Category;
export declare const order: Order;
export declare const from: Account;
export declare const to: Account;
export declare const products: Product[];
export declare const product: Product;
export declare const limit: number;
export declare const tenant: string;
export declare const text: string;
export declare const lastYear: Date;
export declare const totals: readonly object[];
