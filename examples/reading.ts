// Finding documents: typed criteria, sorting, pages, and a loop over everything.
import { or } from "../mod.ts";
import { Product } from "./models.ts";
import { step } from "./step.ts";

const PAGE = 3;
const labels = (products: Product[]): string => products.map((product) => product.label).join("\n");

export async function reading(): Promise<void> {
  const cheapOrganic = Product.find(Product.price.lt(3), Product.tags.eq("organic"));
  await step(
    "typed query: cheap and organic, dearest first",
    () => cheapOrganic.sort(Product.price.desc()).limit(3),
    labels,
  );

  const elsewhere = or(Product.origin.country.eq("Peru"), Product.packages.grams.gt(450));
  await step(
    "nested fields and lists: from Peru, or in large packages",
    () => Product.find(elsewhere).count(),
    (n) => `${n} products`,
  );

  await step(
    "a plain filter, typed as well",
    () => Product.find({ category: "tea", price: { $gte: 9.9 } }).limit(2),
    labels,
  );

  for (const page of [0, 1]) {
    const query = Product.find({ category: "coffee" }).sort("price", "sku").skip(page * PAGE).limit(PAGE);
    await step(`page ${page + 1} of the coffees by price`, () => query, labels);
  }

  await step(
    "for await over all of them",
    everything,
    ({ count, value }) => `${count} products worth ${value.toFixed(2)}`,
  );
}

async function everything(): Promise<{ count: number; value: number }> {
  let count = 0, value = 0;
  for await (const product of Product.find()) {
    count++;
    value += product.price * product.stock;
  }
  return { count, value };
}
