import { z } from "zod";
import { Category, type Id, Product, Short, Tree } from "./models.ts";
import { and, nor, not, or, raw, sum } from "../../mod.ts";
import { In } from "../../operators.ts";
import { type Equal, is } from "./equal.ts";

/** Whether a type is `any`: results must never be. */
type IsAny<T> = 0 extends 1 & T ? true : false;

export async function reading(id: Id): Promise<unknown> {
  const p = await new Product({
    name: "x",
    price: 3,
    addr: { city: "a", type: "t" },
    kind: { is: "book", pages: 1 },
    extra: 1,
  }).insert();
  is<Equal<typeof p, Product>>();
  is<Equal<typeof p.id, Id>>();
  is<Equal<Tree["id"], string>>();
  await Tree.get("6e0e...");
  await Product.get(id);
  await Product.get("65a1b2c3d4e5f60718293a4b");

  const list = await Product.find(Product.price.lt(10), (f) => f.name.eq("x"), {
    price: { $lt: 9 },
    "addr.city": "x",
    name: /x/,
  }).sort(Product.price.desc(), "-name").limit(2);
  is<Equal<typeof list, Product[]>>();
  list[0]?.label;
  is<Equal<Awaited<ReturnType<typeof Product.cheap>>, Product[]>>();

  Product.addr.city.eq("x");
  Product.addr.fields.type.eq("x");
  Product.fields.name.regex(/x/);
  Product.items.sku.in(["a"]);
  Product.items[0]?.n.gt(2);
  Product.items.at(0).n.lt(3);
  Product.tags.eq("x");
  Product.extra.at("a.b").eq(3);
  Product.kind.pages.gt(2);
  Product.price.gt(Product.cost);
  Tree.root.children.label.eq("x");

  await Product.find(
    or(Product.price.lt(1), not(Product.tags.size(0))),
    and(Product.price.gte(1), nor(Product.price.ne(2))),
    In(Product.price, [1, 2]),
    raw({ "items.0.n": 3 }),
    { $or: [{ "items.n": 3 }, { cost: null }] },
  );
  Product.items.elemMatch({ sku: "x", n: { $gt: 1 } });
  Product.items.elemMatch((i) => and(i.sku.eq("x"), i.n.gt(1)));

  const found = (await Product.find(Product.price.lt(10)))[0]!;
  const short = await Product.find().project(Short);
  is<Equal<typeof short, Short[]>>();
  const plain = await Product.find().project(z.object({ name: z.string() }));
  is<Equal<typeof plain, { name: string }[]>>();
  const two = await Product.find().select("name", "tags");
  is<Equal<(typeof two)[0]["tags"], string[]>>();
  const one = await Product.findOne().project(Short);
  is<Equal<typeof one, Short | null>>();
  for await (const each of Product.find()) is<Equal<typeof each, Product>>();
  is<Equal<Awaited<ReturnType<typeof maxDate>>, Date | null>>();
  const names = await Product.distinct(Product.fields.name);
  is<Equal<typeof names, string[]>>();
  await Product.sum(Product.price);

  is<Equal<IsAny<typeof found>, false>>();
  is<Equal<IsAny<(typeof found)["label"]>, false>>();
  is<Equal<IsAny<typeof Product.price>, false>>();
  is<Equal<IsAny<typeof Product.addr.geo.lat>, false>>();

  const rows = await Product.aggregate<{ _id: string }>([{ $group: { _id: "$name" } }]);
  rows[0]?._id.length;
  const sums = await Product.aggregate((q) =>
    q.match(Product.price.gt(3)).group((g) => g.addr.city, (g) => ({ total: sum(g.price) })).sort({ total: -1 })
  );
  is<Equal<(typeof sums)[0]["total"], number>>();
  is<Equal<(typeof sums)[0]["_id"], string>>();
  return [sums, Category];
}
const maxDate = () => Product.max(Product.createdAt);
