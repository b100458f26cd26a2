import { Inc, Push, Set } from "../../operators.ts";
import { type Equal, is } from "./equal.ts";
import type { DeleteResult, UpdateResult } from "../../mod.ts";
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
