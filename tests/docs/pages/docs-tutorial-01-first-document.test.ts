// Made from docs/tutorial/01-first-document.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/01-first-document.md print what it says", async () => {
  await printsOf("docs/tutorial/01-first-document.md", async (uri) => {
    class Bike extends Document({
      frame: z.string().length(6),
      brand: z.string().min(1),
      gears: z.int().positive().default(1),
      owner: z.object({ name: z.string(), phone: z.string().optional() }),
      boughtAt: z.date().optional(),
    }) {
      static settings = { name: "bikes" } satisfies Settings;

      get label(): string {
        return `${this.brand} of ${this.owner.name}`;
      }
    }

    const bike = new Bike({ frame: "RX-001", brand: "Rivet", owner: { name: "Ann" } });
    console.log(bike.label, bike.gears, bike.isNew);

    try {
      new Bike({ frame: "RX-1", brand: "", owner: { name: "Bob" } });
    } catch (error) {
      console.log((error as Error).message);
    }

    await init({ uri: uri, documentModels: [Bike] });

    await bike.insert();
    console.log(bike.isNew, await Bike.count());

    const found = await Bike.findOne({ frame: "RX-001" });
    console.log(found instanceof Bike, found?.label);
  }, ["Rivet of Ann 1 true","Bike does not fit its schema","  frame: Too small: expected string to have exactly 6 characters","  brand: Too small: expected string to have >=1 characters","false 1","true Rivet of Ann"]);
});
