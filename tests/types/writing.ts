import { Inc, Push, Set } from "../../operators.ts";
import { type Equal, is } from "./equal.ts";
import type { BulkWriter, BulkWriteResult, DeleteResult, Session, UpdateResult } from "../../mod.ts";
import { transaction } from "../../mod.ts";
import { Product } from "./models.ts";

export async function writing(p: Product, q: { price: number }): Promise<void> {
  const updated = await Product.find(q)
    .set({ price: 1, "addr.city": "x" }, Product.addr.geo.lat.to(3))
    .inc({ price: 1, "items.n": 1 });
  is<Equal<typeof updated, UpdateResult>>();
  const set = await p.set({ name: "x" });
  is<Equal<typeof set, Product>>();
  await p.inc({ price: 1 });
  await p.unset("cost", "addr.geo");
  await p.push({ tags: "x", items: { $each: [{ sku: "a", n: 1 }] } });
  await p.currentDate({ createdAt: true });
  await p.update(Product.tags.pull("x"), Inc({ price: 1 }), { $set: { name: "y" } });
  const inserted = await Product.insertMany([p]);
  is<Equal<(typeof inserted.insertedIds)[0], Product["id"]>>();

  const upserted = await Product.find().update(
    Inc({ price: 1 }),
    Set({ "addr.city": "x" }),
    Push({ tags: "x" }),
    Product.items.push({ sku: "x", n: 1 }),
    { $set: { name: "x" } },
  ).upsert(p);
  is<Equal<typeof upserted, UpdateResult | Product>>();
  const after = await Product.findOne({ name: "x" }).set({ price: 2 }).responseType("NEW_DOCUMENT");
  is<Equal<typeof after, Product | null>>();
  await Product.find().update([{ $set: { price: 1 } }]);
  await Product.find().unset("cost", "addr.geo").push({ tags: "x" }).currentDate({ createdAt: true });
  const deleted = await Product.find(q).delete();
  is<Equal<typeof deleted, DeleteResult>>();
  await Product.findOne(q).replaceOne(p);
  await Product.updateAll(Inc({ price: 1 }));
  await Product.deleteAll();
}

export async function inBulk(p: Product): Promise<void> {
  const result = await Product.bulkWriter(async (bulkWriter) => {
    is<Equal<typeof bulkWriter, BulkWriter>>();
    await p.save({ bulkWriter });
    await p.inc({ price: 1 }, { bulkWriter });
    const queued = await Product.find({ price: 1 }).set({ price: 2 }).bulkWriter(bulkWriter);
    is<Equal<typeof queued, void>>();
    await Product.findOne({ price: 1 }).replaceOne(p).bulkWriter(bulkWriter);
    await Product.findOne({ price: 1 }).inc({ price: 1 }).upsert(p).bulkWriter(bulkWriter);
    await Product.deleteAll().bulkWriter(bulkWriter);
    // @ts-expect-error -- it gives nothing that could be awaited for a count
    (await Product.find({ price: 1 }).delete().bulkWriter(bulkWriter)).deletedCount;
    // @ts-expect-error -- nothing is read in a writer
    Product.find({ price: 1 }).bulkWriter(bulkWriter);
    // @ts-expect-error -- it sends its documents together by itself
    await Product.insertMany([p], { bulkWriter });
  }, { ordered: false });
  is<Equal<typeof result, BulkWriteResult>>();
  const writer = Product.bulkWriter({ ordered: true, comment: "x" });
  is<Equal<typeof writer, BulkWriter>>();
  // @ts-expect-error -- misspelt
  Product.bulkWriter({ order: true });
}

export async function inTransaction(p: Product): Promise<void> {
  const price = await transaction(async (session) => {
    is<Equal<typeof session, Session>>();
    await p.save();
    return p.price;
  }, { writeConcern: { w: "majority" }, retryTimeoutMS: 1000 });
  is<Equal<typeof price, number>>();
  const plain = await transaction(() => 1 as const);
  is<Equal<typeof plain, 1>>();
  // @ts-expect-error -- read concerns have names
  await transaction(() => 1, { readConcern: { level: "fresh" } });
  // @ts-expect-error -- a function, and not its result
  await transaction(p.save());
}
