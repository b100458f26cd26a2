// Made from docs/guide/change-streams.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/change-streams.md print what it says", async () => {
  await printsOf("docs/guide/change-streams.md", async (uri) => {
    class Product extends Document({ name: z.string(), price: z.number() }) {
      static settings = { name: "products" } satisfies Settings;
      get label(): string {
        return `${this.name} ${this.price}`;
      }
    }

    await init({ uri: uri, documentModels: [Product] });

    const changes = await Product.watch([], { fullDocument: "updateLookup" }).open();

    const tony = await new Product({ name: "Tony's", price: 5 }).insert();
    await tony.delete();

    for await (const event of changes) {
      if (event.operationType === "insert") console.log("new:", event.fullDocument.label);
      if (event.operationType === "update") console.log("changed:", event.updateDescription.updatedFields);
      if (event.operationType === "delete") {
        console.log("gone:", event.documentKey.id.equals(tony.id));
        break; // closes the stream, here and on the server
      }
    }

    const token = changes.resumeToken!;
    await new Product({ name: "Ritter", price: 1 }).insert();

    const later = Product.watch([], { startAfter: token });
    const { value: event } = await later.next();
    console.log(event?.operationType === "insert" && event.fullDocument.label);
    await later.close();
  }, ["new: Tony's 5","gone: true","Ritter 1"]);
});
