// Changing and removing documents.
import { Product } from "./models.ts";
import { step } from "./step.ts";

export async function changing(): Promise<void> {
  await step(
    "update many: teas become 10% dearer",
    () => Product.find(Product.category.eq("tea")).update(Product.price.mul(1.1)),
    ({ matchedCount, modifiedCount }) => `${matchedCount} matched, ${modifiedCount} changed`,
  );

  const product = await Product.findOne(Product.sku.eq("SKU-00007"));
  if (!product) throw new Error("product 7 is missing");
  await step(
    "update one that is at hand",
    () => product.set({ name: "House blend", "origin.country": "Brazil" }),
    (changed) => changed.label,
  );

  product.tags.push("new");
  await step("change it like any object, and save", () => product.save(), (saved) => `tags: ${saved.tags.join(", ")}`);

  await step("delete it", () => product.delete(), ({ deletedCount }) => `${deletedCount} deleted`);
}
