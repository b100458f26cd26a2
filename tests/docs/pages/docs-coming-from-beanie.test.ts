// Made from docs/coming-from/beanie.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Insert, Replace, backLink, beforeEvent, indexed, init, link, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { Inc, Set } from "../../../operators.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/coming-from/beanie.md print what it says", async () => {
  await printsOf("docs/coming-from/beanie.md", async (uri) => {
    const Category = z.object({ name: z.string(), description: z.string() });

    class Product extends Document({
      name: z.string(),
      description: z.string().optional(),
      price: indexed(z.number()),
      category: Category,
    }) {
      static settings = { name: "products", useRevision: true } satisfies Settings;

      @beforeEvent(Insert, Replace)
      capitalizeName() {
        this.name = this.name.slice(0, 1).toUpperCase() + this.name.slice(1).toLowerCase();
      }
    }

    await init({ uri: uri, documentModels: [Product] });

    const chocolate = { name: "Chocolate", description: "A preparation of roasted cacao seeds." };
    const tony = new Product({ name: "tony's", price: 5.95, category: chocolate });
    await tony.insert();

    const product = await Product.findOne(Product.price.lt(10));
    const products = await Product.find(Product.category.name.eq("Chocolate")).sort(Product.price.desc()).toList();
    for await (const one of Product.find({ price: { $gt: 1 } })) console.log(one.name);
    console.log(product?.name, products.length);

    await tony.set({ price: 6.5 });
    await Product.find(Product.price.gt(6)).update(Inc({ price: 1 }));

    const milka = new Product({ name: "Milka", price: 2, category: chocolate });
    await Product.findOne({ name: "Milka" }).update(Set({ price: 3 })).upsert(milka);
    console.log(await Product.find(Product.price.gt(7)).delete(), await Product.count());

    class Window extends Document({ width: z.number() }) {}

    class House extends Document({
      name: z.string(),
      door: link(() => Door),
      windows: z.array(link(() => Window)).default([]),
    }) {}

    class Door extends Document({
      height: z.number(),
      get houses() {
        return backLink(() => House, "door");
      },
    }) {}

    await init({ uri: uri, documentModels: [Window, House, Door] });
    await new House({ name: "Red", door: await new Door({ height: 2 }).insert() }).insert();

    const houses = await House.find(House.door.height.eq(2)).fetchLinks();
    console.log(houses[0]?.door.height);
  }, ["Tony's","Tony's 1","{ deletedCount: 1 } 1","2"]);
});
