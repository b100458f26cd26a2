// Made from docs/guide/revision.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, RevisionIdWasChanged, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/revision.md print what it says", async () => {
  await printsOf("docs/guide/revision.md", async (uri) => {
    class Page extends Document({ title: z.string(), text: z.string() }) {
      static settings = { useRevision: true } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Page] });

    const mine = await new Page({ title: "Beans", text: "..." }).insert();
    const theirs = await Page.get(mine.id);

    await theirs?.set({ text: "Beans are seeds." });

    mine.text = "Beans are fruits.";
    try {
      await mine.save();
    } catch (error) {
      if (!(error instanceof RevisionIdWasChanged)) throw error;
      console.log(error.code);
    }

    await mine.sync();
    console.log(mine.text);

    const input = { title: "Beans", text: "Beans are vegetables." };

    const page = await Page.get(mine.id);
    if (page !== null) await Object.assign(page, input).save();
    console.log((await Page.get(mine.id))?.text);
  }, ["document.revision_changed","Beans are seeds.","Beans are vegetables."]);
});
