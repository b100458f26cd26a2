import { z } from "zod";
import { Document, link, Model, objectId, UnionDoc } from "../../mod.ts";
import { factory, testDatabase } from "../../testing.ts";
import { type Equal, is } from "./equal.ts";

class Country extends Document({ code: z.string() }) {}
class Shop extends Document({
  name: z.string(),
  owner: objectId(),
  opened: z.date(),
  address: z.object({ city: z.string(), zip: z.string() }),
  country: link(() => Country).optional(),
  tags: z.array(z.string()).default([]),
}) {
  get label(): string {
    return this.name;
  }
}
class Short extends Model({ name: z.string() }) {}
class Either extends UnionDoc([Country, Shop]) {}

const shops = factory(Shop, { seed: 1, values: (index) => ({ name: `Shop ${index}` }) });
is<Equal<ReturnType<typeof shops.build>, Shop>>();
is<Equal<ReturnType<typeof shops.createMany>, Promise<Shop[]>>>();
is<Equal<ReturnType<typeof shops.input>["opened"], Date>>();
shops.build().label.toUpperCase();
factory(Short).build().name.toUpperCase();

// An object in part; all else is as the constructor takes it.
shops.build({ address: { city: "Leiden" }, country: new Country({ code: "NL" }), tags: ["a"], owner: "0".repeat(24) });
shops.with({ opened: new Date() }).buildMany(3, (index) => ({ tags: [String(index)] }));
// @ts-expect-error there is no such field
shops.build({ nam: "Shop" });
// @ts-expect-error nor in an object
shops.build({ address: { town: "Leiden" } });
// @ts-expect-error a name is text
shops.build({ name: 3 });
// @ts-expect-error a date is no object in part
shops.build({ opened: {} });
// @ts-expect-error fields go into `values`
factory(Shop, { name: "Shop" });
// @ts-expect-error documents are of the members of a union
factory(Either);

export async function databases(): Promise<void> {
  await using database = await testDatabase({ documentModels: [Shop, Country], bind: false });
  is<Equal<typeof Shop, ReturnType<typeof database.using<typeof Shop>>>>();
  // @ts-expect-error a misspelt option
  await testDatabase({ models: [Shop] });
}
