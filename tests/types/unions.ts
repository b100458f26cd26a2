/** The types of unions of document classes: what compiles, and what does not. */
import { UnionDoc, type UnionSettings } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";
import { Category, Product, Tree } from "./models.ts";

class Anything extends UnionDoc([Category, Tree]) {
  static settings = { name: "things", classId: "kind" } satisfies UnionSettings;
}

export async function reading(category: Category): Promise<unknown> {
  const found = await Anything.find(Category.title.eq("x"), { label: "y" }).limit(3);
  is<Equal<typeof found, (Category | Tree)[]>>();
  for (const one of found) {
    if (one instanceof Category) one.shout();
    else one.label.trim();
  }
  const one = await Anything.get(category.id);
  is<Equal<typeof one, Category | Tree | null>>();
  await Anything.get("6e0e");
  const rows = await Anything.aggregate<{ n: number }>([{ $count: "n" }]);
  rows[0]?.n.toFixed();
  return [await Anything.count(), await Anything.findAll().count(), await Anything.using("other").findOne()];
}

export function refused(category: Category): unknown {
  // @ts-expect-error no member
  Anything.find(Product.price.eq(3));
  // @ts-expect-error no field of any member
  Anything.find({ price: 3 });
  // @ts-expect-error members are written through their own classes
  Anything.insertMany([category]);
  // @ts-expect-error the same
  Anything.find({ label: "y" }).delete();
  // @ts-expect-error a union is no member
  return UnionDoc([Anything]);
}
