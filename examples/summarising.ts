// Letting the server count and sum.
import { Product } from "./models.ts";
import { step } from "./step.ts";

interface CategoryTotal {
  _id: string;
  products: number;
  averagePrice: number;
}

const totals = [
  { $group: { _id: "$category", products: { $sum: 1 }, averagePrice: { $avg: "$price" } } },
  { $sort: { _id: 1 } },
];

export async function summarising(): Promise<void> {
  await step(
    "an aggregation",
    () => Product.aggregate<CategoryTotal>(totals),
    (rows) =>
      rows.map((row) => `${row._id}: ${row.products} products, ${row.averagePrice.toFixed(2)} on average`).join("\n"),
  );
  await step("the dearest price", () => Product.max(Product.price), (price) => `${price?.toFixed(2)}`);
  await step("distinct countries", () => Product.distinct(Product.origin.country), (countries) => countries.join(", "));
}
