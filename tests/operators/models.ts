import { z } from "zod";
import { alias, binary, Document, int64, timestamp } from "../../mod.ts";

const place = z.object({ type: z.literal("Point"), coordinates: z.array(z.number()) });

/** Currencies, as keys of a record. */
export const Currency = { Euro: "eur", Dollar: "usd" } as const;

/** Fields for every operator, some of them under another name in storage. */
export class Shop extends Document({
  name: z.string(),
  title: alias(z.string().optional(), "t"),
  slogan: z.string().optional(),
  stars: z.int().default(0),
  rating: z.number().nullish(),
  flags: z.int().default(0),
  visits: int64().optional(),
  mask: binary().optional(),
  place: alias(place.optional(), "loc"),
  corner: z.array(z.number()).optional(),
  opened: alias(z.date().optional(), "opened_at"),
  clock: timestamp().optional(),
  tags: z.array(z.string()).default([]),
  scores: z.array(z.int()).default([]),
  items: alias(
    z.array(z.object({ sku: z.string(), n: alias(z.int(), "count"), size: z.string().optional() })).default([]),
    "list",
  ),
  prices: z.record(z.string(), z.number()).optional(),
  taxes: z.record(z.enum(Currency), z.int()).optional(),
  owner: alias(z.object({ name: alias(z.string(), "n"), city: z.string().optional() }).optional(), "o"),
  extra: z.any().optional(),
}) {
  static settings = { name: "shops" };
}
