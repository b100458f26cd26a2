import { z } from "zod";
import { afterEvent, alias, beforeEvent, Delete, Document, indexed, Insert, Save, Update, uuid } from "../../mod.ts";

export class Item extends Document({
  sku: indexed(z.string().min(1), { unique: true }),
  count: alias(z.int(), "n").default(0),
  note: z.string().nullish(),
  size: z.object({ width: z.number(), unit: alias(z.string(), "u").default("mm") }).optional(),
}) {
  static settings = { name: "items", keepNulls: false };
}

/** Another class of the same collection. */
export class Label extends Document({ sku: z.string(), color: z.string().optional() }) {
  static settings = { name: "items" };
}

export class Other extends Document({ sku: z.string() }) {
  static settings = { name: "others" };
}

export class Listed extends Document({ counts: z.array(z.int()) }) {
  static settings = { name: "listed" };
}

export class Versioned extends Document({ id: uuid().default(() => crypto.randomUUID()), n: z.int().default(0) }) {
  static settings = { name: "versioned", useRevision: true, useStateManagement: true };
}

export class Watched extends Document({ n: z.int().default(0) }) {
  static settings = { name: "watched", useStateManagement: true };
  static log: string[] = [];

  @beforeEvent(Insert, Update, Save, Delete)
  before(): void {
    Watched.log.push(`before ${this.n}`);
  }

  @afterEvent(Insert, Update, Save, Delete)
  after(): void {
    Watched.log.push(`after ${this.n}, ${this.isNew ? "new" : "stored"}`);
  }
}
