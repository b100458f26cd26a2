// What `init` made of the indexes that the model declares.
import type { Database } from "../mod.ts";
import { step } from "./step.ts";

export async function indexing(database: Database): Promise<void> {
  await step("look at the indexes", () => database.command({ listIndexes: "products" }), (reply) => {
    const { firstBatch } = reply.cursor as { firstBatch: { name: string; unique?: boolean }[] };
    return firstBatch.map((index) => index.unique ? `${index.name} (unique)` : index.name).join(", ");
  });
}
