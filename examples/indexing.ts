// The indexes that the model declares, and those that are there.
import { Product } from "./models.ts";
import { step } from "./step.ts";

export async function indexing(): Promise<void> {
  await step(
    "look at the indexes",
    () => Product.indexes.list(),
    (indexes) => indexes.map(({ name, unique }) => unique ? `${name} (unique)` : name).join(", "),
  );
  await step("compare them with what is declared", () => Product.indexes.diff(), ({ create, drop, keep, conflict }) => {
    return `${keep.length} as declared, ${create.length} missing, ${drop.length} not declared, ${conflict.length} in conflict`;
  });
}
