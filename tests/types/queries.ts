import { z } from "zod";
import { Category, Product, Short } from "./models.ts";
import { compute, count, max, push, SortDirection, sum } from "../../mod.ts";
import type { DeleteResult, UpdateResult } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

/** What the calls of a query give. */
export async function answers(p: Product): Promise<void> {
  is<Equal<Awaited<ReturnType<typeof find>>, Product[]>>();
  const one = await Product.findOne();
  is<Equal<typeof one, Product | null>>();
  const first = await Product.find().sort(["price", -1], ["-name", ["cost", SortDirection.ASCENDING]]).firstOrNull();
  is<Equal<typeof first, Product | null>>();
  const shorts = await Product.find().project(Short).toList(3);
  is<Equal<typeof shorts, Short[]>>();
  for await (const row of Product.find().project(Short).getCursor()) is<Equal<typeof row, Short>>();
  const cloned = await Product.find().clone().limit(2).clone();
  is<Equal<typeof cloned, Product[]>>();
  const unread = await Product.find().ignoreCache().select("name");
  is<Equal<(typeof unread)[0]["name"], string>>();

  const names = await Product.find().distinct("name");
  is<Equal<typeof names, string[]>>();
  const tags = await Product.distinct("tags");
  is<Equal<typeof tags, string[]>>();
  const costs = await Product.find().distinct("cost");
  is<Equal<typeof costs, (number | null)[]>>();

  const rows = await Product.aggregate([{ $match: {} }]);
  is<Equal<typeof rows, Record<string, unknown>[]>>();
  const typed = await Product.find().aggregate<{ total: number }>([]);
  is<Equal<typeof typed, { total: number }[]>>();
  const projected = await Product.aggregate([]).project(Short).clone();
  is<Equal<typeof projected, Short[]>>();
  const bySchema = await Product.find().aggregate([]).project(z.object({ n: z.int() }));
  is<Equal<typeof bySchema, { n: number }[]>>();

  const updated = await Product.find({ price: 1 }).set({ price: 2 }).inc({ price: 1 });
  is<Equal<typeof updated, UpdateResult>>();
  const upserted = await Product.find({ price: 1 }).set({ price: 2 }).upsert(p);
  is<Equal<typeof upserted, UpdateResult | Product>>();
  const update = Product.findOne().set({ price: 2 });
  const now = await update.responseType("NEW_DOCUMENT");
  is<Equal<typeof now, Product | null>>();
  const always = await update.upsert(p).responseType("NEW_DOCUMENT");
  is<Equal<typeof always, Product>>();
  const stillAlways = await update.responseType("NEW_DOCUMENT").upsert(p).inc({ price: 1 });
  is<Equal<typeof stillAlways, Product>>();
  const counts = await update.upsert(p).responseType("UPDATE_RESULT");
  is<Equal<typeof counts, UpdateResult | Product>>();

  const gone = await Product.findOne().delete().responseType("OLD_DOCUMENT");
  is<Equal<typeof gone, Product | null>>();
  const deleted = await Product.find({ price: 1 }).deleteMany();
  is<Equal<typeof deleted, DeleteResult>>();
  const replaced = await Product.findOne().replaceOne(p).responseType("NEW_DOCUMENT");
  is<Equal<typeof replaced, Product>>();
}
const find = async () => await Product.find();

export function refused(p: Product): void {
  // @ts-expect-error a direction is 1 or -1
  Product.find().sort(["price", 2]);
  // @ts-expect-error no such field
  Product.find().sort([["pric", 1]]);
  // @ts-expect-error no such field
  Product.distinct("nam");
  // @ts-expect-error a delete leaves no new document
  Product.findOne().delete().responseType("NEW_DOCUMENT");
  // @ts-expect-error many documents are deleted
  Product.find().delete().responseType("OLD_DOCUMENT");
  // @ts-expect-error a replacement inserts nothing
  Product.findOne().replaceOne(p).options({ upsert: true });
  // @ts-expect-error findOne gives one document
  Product.findOne().limit(3);
  // @ts-expect-error what is projected can not be updated
  Product.find().project(Short).set({ price: 1 });
  // @ts-expect-error no option of reads
  Product.find().options({ upsert: true });
}

/** The rows of a typed pipeline. */
export async function pipelines(): Promise<void> {
  const groups = await Product.aggregate((p) =>
    p.group((g) => ({ city: g.addr.city, name: g.name }), (g) => ({
      n: count(),
      total: sum(g.price),
      names: push(g.name),
      dear: max(g.cost),
      worth: sum(compute<number>({ $multiply: [g.price, 2] })),
    })).sort((r) => r.n.desc(), { total: 1 }).match({ n: { $gt: 1 } })
  );
  is<
    Equal<
      (typeof groups)[0]["_id"],
      { city: string; name: string }
    >
  >();
  is<Equal<(typeof groups)[0]["names"], string[]>>();
  is<Equal<(typeof groups)[0]["dear"], number | null>>();
  is<Equal<(typeof groups)[0]["worth"], number>>();
  const all = await Product.aggregate((p) => p.group(null, () => ({ n: count() })));
  is<Equal<(typeof all)[0]["_id"], null>>();
  const items = await Product.aggregate((p) => p.unwind("items").replaceRoot((r) => r.items).select("sku"));
  is<Equal<typeof items, { sku: string }[]>>();
  const kept = await Product.aggregate((p) => p.unwind("tags", { keepEmpty: true }).project((r) => ({ tag: r.tags })));
  is<Equal<(typeof kept)[0]["tag"], string | null>>();
  const numbered = await Product.aggregate((p) => p.unwind("tags", { index: "at" }));
  is<Equal<(typeof numbered)[0]["at"], number | null>>();
  const added = await Product.aggregate((p) => p.addFields((f) => ({ price: f.name, made: f.createdAt })).limit(1));
  is<Equal<(typeof added)[0]["price"], string>>();
  is<Equal<(typeof added)[0]["made"], Date>>();
  is<Equal<(typeof added)[0]["tags"], string[]>>();
  const counted = await Product.aggregate((p) => p.count("many"));
  is<Equal<typeof counted, { many: number }[]>>();
  const [paged] = await Product.aggregate((p) =>
    p.select("name").facet({ total: (q) => q.count(), page: (q) => q.skip(1).limit(2) })
  );
  is<Equal<NonNullable<typeof paged>["total"], { count: number }[]>>();
  is<Equal<NonNullable<typeof paged>["page"][0]["name"], string>>();
  const joined = await Product.aggregate((p) =>
    p.lookup({ from: Category, localField: "name", foreignField: "title", as: "same" }).match((r) =>
      r.same.title.eq("x")
    )
  );
  is<Equal<(typeof joined)[0]["same"][0]["title"], string>>();
  const piped = await Product.aggregate((p) =>
    p.lookup({
      from: Category,
      localField: "name",
      foreignField: "title",
      as: "same",
      pipeline: (c) => c.project((f) => ({ t: f.title })),
    })
  );
  is<Equal<(typeof piped)[0]["same"], { t: string }[]>>();
  const raw = await Product.aggregate((p) => p.stage<{ x: number }>({ $project: { x: "$price" } }).sort({ x: 1 }));
  is<Equal<typeof raw, { x: number }[]>>();
}

export function refusedStages(): void {
  Product.aggregate((p) =>
    p.group((g) => g.name, (g) => ({
      // @ts-expect-error text has no sum
      n: sum(g.name),
    }))
  );
  // @ts-expect-error no such field
  Product.aggregate((p) => p.unwind("nam"));
  // @ts-expect-error no such field behind the group
  Product.aggregate((p) => p.group(null, () => ({ n: count() })).sort({ m: 1 }));
  // @ts-expect-error not a field of the rows
  Product.aggregate((p) => p.group(null, () => ({ n: count() })).match((r) => r.m.gt(1)));
  // @ts-expect-error no such field of the other class
  Product.aggregate((p) => p.lookup({ from: Category, localField: "name", foreignField: "nam", as: "x" }));
  // @ts-expect-error a function of the fields
  Product.aggregate((p) => p.project({ x: 1 }));
}
