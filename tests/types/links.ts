import { z } from "zod";
import { backLink, Document, link, type LinkMembers, type ObjectId } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Category extends Document({
  title: z.string(),
  get products() {
    return backLink(() => Product, "category");
  },
}) {
  shout(): string {
    return this.title.toUpperCase();
  }
}

class Product extends Document({
  name: z.string(),
  category: link(() => Category),
  best: link(() => Category).optional(),
  others: z.array(link(() => Category)).default([]),
}) {
  get label(): string {
    return this.name;
  }
}

class Node extends Document({
  label: z.string(),
  get parent() {
    return link(() => Node).optional();
  },
}) {
  up(): Promise<Node> | undefined {
    return this.parent?.fetch();
  }
}

export async function fetching(id: ObjectId): Promise<unknown> {
  is<Equal<Product["category"], LinkMembers<Category>>>();
  const fetched = (await Product.find().fetchLinks())[0]!;
  fetched.category.shout();
  fetched.best?.shout();
  for (const category of fetched.others) category.shout();
  fetched.others.map((category) => category.title);
  fetched.category.products[0]?.best?.shout();
  fetched.label;

  const same: Product = fetched;
  (await same.category.fetch()).shout();
  same.category.toRef();
  (await same.fetchLink("best"))?.shout();
  (await same.fetchLink("others")).map((category) => category.shout());
  (await same.fetchAllLinks()).category.products[0]?.label;
  (await Node.findOne().fetchLinks())?.parent?.parent?.up();
  (await Product.get(id).fetchLinks("category"))?.category.shout();

  (await Product.find().nestingDepth(1))[0]!.category.shout();
  is<Equal<Awaited<ReturnType<typeof none>>, Product[]>>();
  for await (
    const one of Product.find(Product.category.title.eq("x")).fetchLinks().sort(Product.category.title.asc())
  ) {
    one.category.shout();
  }
  Product.others.elemMatch((category) => category.title.eq("x"));
  await Product.find().fetchLinks().count();
  await Product.find().fetchLinks().project(z.object({ category: z.object({ title: z.string() }) }));
  await Product.find().fetchLinks().distinct(Product.category.title);
  return Product.find().fetchLinks().delete();
}

export async function named(wide: string): Promise<unknown> {
  const one = (await Product.find().fetchLinks("category.products", "others"))[0]!;
  one.category.shout();
  one.category.products[0]?.label;
  one.others.map((category) => category.shout());
  const same: Product = one;
  (await Node.findOne().fetchLinks("parent.parent"))?.parent?.parent?.label;
  is<Equal<Awaited<ReturnType<typeof whatever>>, Product[]>>();
  function whatever() {
    return Product.find().fetchLinks(wide).toList();
  }
  // @ts-expect-error its links were not named
  one.category.products[0]?.category.shout();
  // @ts-expect-error it was not named
  one.best?.shout();
  // @ts-expect-error one level was named
  (await Node.findOne().fetchLinks("parent.parent"))?.parent?.parent?.parent?.label;
  // @ts-expect-error neither was named
  (await Product.get(one.id).fetchLinks("best"))?.category.shout();
  return same;
}

function none() {
  return Product.find().nestingDepth(0).toList();
}

export async function refused(): Promise<unknown> {
  // @ts-expect-error nothing was fetched
  (await Product.find())[0]?.category.shout();
  // @ts-expect-error one level was fetched
  (await Product.find().nestingDepth(1))[0]?.category.products[0]?.label.length;
  // @ts-expect-error no such number of levels
  Product.find().nestingDepth(6);
  // @ts-expect-error no such link
  await (await Product.findOne())?.fetchLink("nope");
  // @ts-expect-error no such field of the linked model
  return Product.category.nope;
}

export class Lost extends Document({
  get products() {
    // @ts-expect-error no such link on the other side
    return backLink(() => Product, "categry");
  },
}) {}
