import { z } from "zod";
import { type ChangeEvent, type Client, type Database, Document, type ObjectId, type ResumeToken } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Product extends Document({ name: z.string() }) {
  get label(): string {
    return this.name;
  }
}

class Tag extends Document({ id: z.int() }) {}

export async function watching(database: Database, client: Client, signal: AbortSignal): Promise<unknown> {
  await using stream = await Product.watch([{ $match: {} }], { fullDocument: "updateLookup", signal }).open();
  for await (const event of stream) {
    switch (event.operationType) {
      case "insert":
      case "replace":
        is<Equal<typeof event.fullDocument, Product>>();
        event.fullDocument.label;
        is<Equal<typeof event.documentKey.id, ObjectId>>();
        break;
      case "update":
        is<Equal<typeof event.fullDocument, Product | null | undefined>>();
        event.updateDescription.removedFields[0]?.length;
        event.fullDocumentBeforeChange?.label;
        break;
      case "delete":
        // @ts-expect-error there is no document any more
        event.fullDocument;
        break;
      case "rename":
        is<Equal<typeof event.to.coll, string>>();
        break;
      default:
        is<Equal<typeof event.operationType, "drop" | "dropDatabase" | "invalidate">>();
    }
  }
  const token: ResumeToken | undefined = stream.resumeToken;
  const { value } = await Tag.watch([], token === undefined ? {} : { startAfter: token }).next();
  if (value?.operationType === "delete") is<Equal<typeof value.documentKey.id, number>>();
  for await (const event of database.watch()) is<Equal<typeof event, ChangeEvent>>();
  const { value: any } = await client.watch([], { batchSize: 3 }).next();
  if (any?.operationType === "insert") is<Equal<typeof any.fullDocument, Record<string, unknown>>>();
  return token;
}

export function refused(): void {
  // @ts-expect-error no such mode
  Product.watch([], { fullDocument: "always" });
  // @ts-expect-error a pipeline is a list
  Product.watch({ $match: {} });
  // @ts-expect-error no such option
  Product.watch([], { timeoutMS: 3 });
}
