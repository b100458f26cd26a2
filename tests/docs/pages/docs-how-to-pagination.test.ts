// Made from docs/how-to/pagination.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, ObjectId, and, init, or, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/pagination.md print what it says", async () => {
  await printsOf("docs/how-to/pagination.md", async (uri) => {
    class Article extends Document({ title: z.string(), votes: z.int() }) {
      static settings = {
        name: "articles",
        indexes: [[this.votes.desc(), "id"]],
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Article] });
    await Article.insertMany(
      ["ash", "birch", "cedar", "elm", "fir", "gum", "holly"].map((title, n) => new Article({ title, votes: n % 3 })),
    );

    async function numbered(page: number, size = 3) {
      const all = Article.find();
      const [total, articles] = await Promise.all([
        all.count(),
        all.sort("-votes", "id").skip((page - 1) * size).limit(size),
      ]);
      return { pages: Math.ceil(total / size), titles: articles.map(({ title }) => title) };
    }

    console.log(await numbered(1));
    console.log(await numbered(3));

    interface Key {
      votes: number;
      id: string;
    }

    async function behind(key: Key | null, size = 3) {
      let query = Article.find();
      if (key !== null) {
        const { votes, id } = key;
        query = query.find(or(Article.votes.lt(votes), and(Article.votes.eq(votes), Article.id.gt(new ObjectId(id)))));
      }
      const articles = await query.sort("-votes", "id").limit(size + 1);
      const page = articles.slice(0, size);
      const last = articles.length > size ? page.at(-1)! : null;
      return {
        titles: page.map(({ title }) => title),
        next: last === null ? null : { votes: last.votes, id: last.id.toString() },
      };
    }

    for (let key: Key | null = null, page; key !== null || page === undefined; key = page.next) {
      page = await behind(key);
      console.log(page.titles.join());
    }

    const [answer] = await Article.find(Article.votes.gt(0)).aggregate((p) =>
      p.facet({ total: (q) => q.count(), page: (q) => q.sort("-votes", "title").limit(2) })
    );
    console.log(answer?.total[0]?.count, answer?.page.map(({ title }) => title));
  }, ["{ pages: 3, titles: [ 'cedar', 'gum', 'birch' ] }","{ pages: 3, titles: [ 'holly' ] }","cedar,gum,birch","fir,ash,elm","holly","4 [ 'cedar', 'gum' ]"]);
});
