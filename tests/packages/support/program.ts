import { uri } from "../../support/environment.ts";

/** What the program of a user prints. */
export const PRINTED = "ASSAM 5.0\n";

/** A first program over `haricot`: inserts, updates, finds. It must compile, and its wrong line must not. */
export function firstProgram(database: string, haricot = "haricot"): string {
  const address = new URL(uri);
  address.pathname = `/${database}`;
  return `import { close, Document, init } from "${haricot}";
import { Inc } from "${haricot}/operators";
import { z } from "zod";

class Tea extends Document({ title: z.string(), price: z.number() }) {}

await init({ uri: "${address.href}", documentModels: [Tea] });
await new Tea({ title: "Assam", price: 4 }).insert();
await Tea.find(Tea.price.lt(5)).update(Inc({ price: 1 }));
const found = await Tea.find(Tea.title.eq("Assam"));
console.log(found.map((tea) => tea.title.toUpperCase() + " " + tea.price.toFixed(1)).join());
await Tea.deleteAll();
await close();

// @ts-expect-error a price is a number
export const wrong = (): unknown => Tea.price.lt("5");
`;
}
