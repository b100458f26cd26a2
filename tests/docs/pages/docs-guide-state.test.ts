// Made from docs/guide/state.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, MergeStrategy, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/state.md print what it says", async () => {
  await printsOf("docs/guide/state.md", async (uri) => {
    class Recipe extends Document({
      title: z.string(),
      author: z.object({ name: z.string(), city: z.string() }),
      steps: z.array(z.string()),
      amounts: z.record(z.string(), z.number()),
    }) {
      static settings = { useStateManagement: true } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Recipe] });

    const soup = await new Recipe({
      title: "Soup",
      author: { name: "Ada", city: "London" },
      steps: ["soak", "boil"],
      amounts: { beans: 300, salt: 2 },
    }).insert();

    soup.author.city = "Paris";
    soup.steps.push("serve");
    delete soup.amounts.salt;
    console.log(soup.isChanged);
    for (const [path, value] of Object.entries(soup.getChanges())) console.log(path, value);

    const other = (await Recipe.get(soup.id))!;
    await other.set({ title: "Bean soup", "author.name": "Grace" });

    await soup.saveChanges();
    await other.sync();
    console.log(other.title, other.author, other.amounts);
    console.log(await soup.saveChanges());

    soup.title = "Stew";
    soup.amounts.oil = 5;
    soup.rollback();
    console.log(soup.title, soup.amounts, soup.getSavedState()?.title);

    await other.set({ "author.city": "Rome" });
    soup.title = "Minestrone";
    await soup.sync({ mergeStrategy: MergeStrategy.LOCAL });
    console.log(soup.title, soup.author.city, soup.getChanges());
  }, ["true","author.city Paris","steps [ 'soak', 'boil', 'serve' ]","amounts.salt undefined","Bean soup { name: 'Grace', city: 'Paris' } { beans: 300 }","null","Soup { beans: 300 } Soup","Minestrone Rome { title: 'Minestrone' }"]);
});
