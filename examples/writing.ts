// Storing documents: one, and ten thousand.
import { Product, sample } from "./models.ts";
import { step } from "./step.ts";

export async function writing(): Promise<void> {
  await step(
    "insert one document",
    () => sample(0).insert(),
    (product) => `${product.label}: id ${product.id}, created ${product.createdAt.toISOString()}`,
  );
  const products = Array.from({ length: 9_999 }, (_, n) => sample(n + 1));
  await step(
    "insert 9 999 more with one call",
    () => Product.insertMany(products),
    ({ insertedIds }) => `${insertedIds.length} stored`,
  );
}
