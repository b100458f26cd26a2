// Made from docs/guide/events.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { After, Delete, Document, Insert, Replace, Save, Update, after, afterEvent, before, beforeEvent, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/events.md print what it says", async () => {
  await printsOf("docs/guide/events.md", async (uri) => {
    class Article extends Document({
      title: z.string(),
      slug: z.string().optional(),
      views: z.int().default(0),
      version: z.int().default(0),
    }) {
      @beforeEvent(Insert, Replace, Save)
      derive() {
        this.slug = this.title.toLowerCase().replaceAll(" ", "-");
      }

      @beforeEvent(Insert, Update)
      count() {
        this.version++;
      }

      @afterEvent(Delete)
      async log() {
        console.log(`${this.slug} is gone`);
      }
    }

    await init({ uri: uri, documentModels: [Article] });

    const article = await new Article({ title: "White Beans" }).insert();
    console.log(article.slug, article.version);

    await article.set({ views: 10 });
    console.log(article.version, (await Article.get(article.id))?.version);

    await article.delete();

    class Story extends Document({ title: z.string(), slug: z.string().optional() }) {
      static events = { derive: before(Insert, Replace, Save), log: [after(Delete), after(Insert)] };
      derive() {
        this.slug = this.title.toLowerCase();
      }
      log() {
        console.log(`${this.slug} was written`);
      }
    }

    await init({ uri: uri, documentModels: [Story] });
    await new Story({ title: "Lentils" }).insert();

    const draft = new Article({ title: "Red Beans" });
    await draft.insert({ skipActions: [After, "derive"] });
    console.log(draft.slug ?? "no slug", draft.version);
  }, ["white-beans 1","2 2","white-beans is gone","lentils was written","no slug 1"]);
});
