// The model of the service: what is stored, what requests may hold, and what responses look like, in one class.
import { z } from "zod";
import { Document, indexed, Model, type Settings } from "../../mod.ts";

export class Book extends Document({
  isbn: indexed(z.string().regex(/^\d{13}$/, "13 digits"), { unique: true }),
  title: z.string().min(1),
  price: z.number().positive(),
  publishedAt: z.date(),
  tags: z.array(z.string()).default([]),
}) {
  static settings = { name: "books", useRevision: true } satisfies Settings;

  get isNewRelease(): boolean {
    return Date.now() - this.publishedAt.getTime() < 90 * 24 * 3600 * 1000;
  }
}

/** The query of `GET /books`. It has fields and no collection; texts of the URL become numbers. */
export class BookSearch extends Model({
  tag: z.string().optional(),
  maxPrice: z.coerce.number().positive().optional(),
  page: z.coerce.number().int().min(1).default(1),
}) {
  static readonly pageSize = 20;
}

/** What `PATCH /books/:id` may change, by the schemas of the model. */
export const BookChanges = z.strictObject({
  title: Book.shape.title,
  price: Book.shape.price,
  tags: Book.shape.tags.unwrap(),
}).partial();
