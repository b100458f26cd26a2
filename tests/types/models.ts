import { z } from "zod";
import { Document, indexed, Model, type ObjectId, type Settings } from "../../mod.ts";

export class Category extends Document({ title: z.string() }) {
  shout(): string {
    return this.title.toUpperCase();
  }
}

export class Product extends Document({
  name: z.string().min(1),
  price: indexed(z.number()),
  cost: z.number().nullish(),
  tags: z.array(z.string()).default([]),
  createdAt: z.date().default(() => new Date()),
  addr: z.object({ city: z.string(), type: z.string(), geo: z.object({ lat: z.number() }).optional() }),
  items: z.array(z.object({ sku: z.string(), n: z.int() })).default([]),
  kind: z.discriminatedUnion("is", [
    z.object({ is: z.literal("book"), pages: z.int() }),
    z.object({ is: z.literal("disc"), minutes: z.int() }),
  ]),
  extra: z.any(),
}) {
  static settings = {
    name: "products",
    indexes: ["name", [this.price.desc(), this.addr.city.asc()]],
  } satisfies Settings;
  static cheap() {
    return this.find(this.price.lt(3));
  }
  #views = 0;
  cache = new Map<string, number>();
  get label(): string {
    return `${this.name} ${this.price.toFixed(2)} ${this.#views}`;
  }
  async discount() {
    return await this.set({ price: this.price * 0.9 });
  }
}

/** Own id, and a schema that contains itself. */
export class Tree extends Document({
  id: z.uuid().default(() => crypto.randomUUID()),
  label: z.string(),
  root: z.object({
    label: z.string(),
    get children() {
      return z.array(Branch);
    },
  }).optional(),
}) {}

const Branch = z.object({
  label: z.string(),
  get children() {
    return z.array(Branch);
  },
});

export class Short extends Model({ name: z.string(), price: z.number() }) {
  get text(): string {
    return `${this.name}: ${this.price}`;
  }
}

// @ts-expect-error the name is taken
export class Clash extends Document({ save: z.string() }) {}

export type Id = ObjectId;
