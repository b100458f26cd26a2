// Made from docs/guide/indexes.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, alias, indexed, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/indexes.md print what it says", async () => {
  await printsOf("docs/guide/indexes.md", async (uri) => {
    class Article extends Document({
      slug: indexed(z.string(), { unique: true }),
      title: z.string(),
      body: z.string(),
      author: z.object({ name: indexed(z.string()) }), // at any level, in lists as well
      views: alias(z.int().default(0), "v"), // indexes are made on stored names
      publishedAt: z.date().optional(),
    }) {
      static settings = {
        name: "articles",
        indexes: [
          "publishedAt",
          ["author.name", this.publishedAt.desc()],
          { keys: [["title", "text"], ["body", "text"]], weights: { title: 10 }, name: "search" },
          { keys: "views", partialFilterExpression: { views: { $gt: 100 } } },
        ],
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Article] });
    for (const { name } of await Article.indexes.list()) console.log(name);

    class NextArticle extends Document({ slug: indexed(z.string()), title: indexed(z.string()), body: z.string() }) {
      static settings = {
        name: "articles",
        indexes: [{ keys: [["title", "text"], ["body", "text"]], weights: { title: 10 }, name: "search" }],
      } satisfies Settings;
    }
    const Next = NextArticle.using(Article.getCollection().database);

    const { create, drop, keep, conflict } = await Next.indexes.diff();
    console.log("create", create.map(({ name }) => name).join(" "));
    console.log("drop", drop.map(({ name }) => name).join(" "));
    console.log("keep", keep.map(({ name }) => name).join(" "));
    for (const { reason } of conflict) console.log("conflict:", reason);

    await Next.indexes.sync({ drop: true });
    console.log((await Next.indexes.list()).map(({ name }) => name).join(" "));
  }, ["_id_","slug_1","author.name_1","publishedAt_1","author.name_1_publishedAt_-1","search","v_1","create title_1","drop author.name_1 publishedAt_1 author.name_1_publishedAt_-1 v_1","keep search","conflict: the index \"slug_1\" has another definition: other values of unique","_id_ search title_1 slug_1"]);
});
