import { z } from "zod";
import { alias, Document, double, int64, objectId, uuid } from "../../mod.ts";

/** Text of an ISO date in storage, a Date on instances. */
const isoDate = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A schema that contains itself. */
const Branch = z.object({
  label: z.string(),
  get children() {
    return z.array(Branch);
  },
});

/** Fields of every kind, some of them under another name in storage. */
export class Product extends Document({
  name: z.string(),
  title: alias(z.string().optional(), "t"),
  price: z.number(),
  cost: z.number().nullish(),
  stock: z.int(),
  weight: double().optional(),
  serial: int64().optional(),
  code: uuid().optional(),
  maker: objectId().optional(),
  makers: z.array(objectId()).default([]),
  released: isoDate.optional(),
  madeAt: z.date().optional(),
  active: z.boolean().optional(),
  tags: z.array(z.string()).default([]),
  state: z.enum(["new", "old"]).optional(),
  addr: alias(
    z.object({ city: alias(z.string(), "c"), type: z.string(), geo: z.object({ lat: z.number() }).optional() }),
    "a",
  ),
  items: alias(
    z.array(z.object({ sku: z.string(), n: z.int(), at: alias(z.date().optional(), "when") })).default([]),
    "list",
  ),
  extra: z.any(),
  labels: z.record(z.string(), z.number()).optional(),
  checked: uuid().refine((text) => text.length > 0).optional(),
  rating: z.number().min(0).max(5).optional(),
  loose: z.looseObject({ a: z.number() }).optional(),
  kind: z.discriminatedUnion("is", [
    z.object({ is: z.literal("book"), pages: alias(z.int(), "p") }),
    z.object({ is: z.literal("disc"), minutes: z.int() }),
  ]).optional(),
  tree: Branch.optional(),
}) {}

/** As {@link Product}, but nulls are not stored. */
export class Sparse extends Document({ name: z.string(), cost: z.number().nullable() }) {
  static settings = { keepNulls: false };
}
