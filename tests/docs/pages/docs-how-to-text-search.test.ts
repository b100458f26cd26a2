// Made from docs/how-to/text-search.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { Text } from "../../../operators.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/text-search.md print what it says", async () => {
  await printsOf("docs/how-to/text-search.md", async (uri) => {
    class Recipe extends Document({
      title: z.string(),
      body: z.string(),
      minutes: z.int(),
    }) {
      static settings = {
        name: "recipes",
        indexes: [{ keys: [["title", "text"], ["body", "text"]], weights: { title: 10 }, default_language: "english" }],
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Recipe] });
    await Recipe.insertMany([
      new Recipe({ title: "Bean soup", body: "Soak the beans over night.", minutes: 90 }),
      new Recipe({ title: "Onion soup", body: "No beans, but a lot of patience.", minutes: 60 }),
      new Recipe({ title: "Toast", body: "Bread, and beans from the tin.", minutes: 5 }),
    ]);

    const titles = (recipes: Recipe[]): string => recipes.map(({ title }) => title).join();

    console.log(titles(await Recipe.find(Text("onions")))); // words in all their forms
    console.log(titles(await Recipe.find(Text("bean -onion"), Recipe.minutes.lt(30)))); // without a word
    console.log(titles(await Recipe.find(Text('"bean soup"')))); // a phrase

    const best = await Recipe.find(Text("bean soup")).aggregate<{ title: string; score: number }>([
      { $project: { title: 1, score: { $meta: "textScore" } } },
      { $sort: { score: -1 } },
      { $limit: 2 },
    ]);
    console.log(best.map(({ title }) => title).join());

    const typed = "Oni";
    const escaped = typed.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    console.log(titles(await Recipe.find(Recipe.title.regex(new RegExp(`^${escaped}`)))));
  }, ["Onion soup","Toast","Bean soup","Bean soup,Onion soup","Onion soup"]);
});
