import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { alias, count, Document, init, link, ObjectId } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

class City extends Document({ name: z.string() }) {}
class Writer extends Document({
  fullName: alias(z.string(), "n"),
  city: link(() => City),
}) {}
class Article extends Document({
  title: z.string(),
  writer: link(() => Writer),
  editor: link(() => Writer, { store: "id" }).optional(),
  readers: z.array(link(() => Writer, { store: "id" })).default([]),
  parts: z.array(z.object({ by: link(() => Writer) })).default([]),
}) {}

const at = testDatabase("fetched_pipelines");
let city: City, ann: Writer, bob: Writer;
const nobody = new ObjectId();
before(async () => {
  await init({ database: at.database, documentModels: [City, Writer, Article] });
  city = await new City({ name: "Gent" }).insert();
  [ann, bob] = [
    await new Writer({ fullName: "Ann", city }).insert(),
    await new Writer({ fullName: "Bob", city }).insert(),
  ];
  await new Article({ title: "a", writer: ann, editor: bob, readers: [bob, ann], parts: [{ by: bob }] }).insert();
  await new Article({ title: "b", writer: bob, editor: ann, parts: [{ by: ann }] }).insert();
  await new Article({ title: "c", writer: nobody, editor: nobody }).insert();
});

const all = () => Article.find().sort("title").fetchLinks("writer.city", "editor", "readers", "parts.by");
const titles = (rows: readonly { title: string }[]): string[] => rows.map(({ title }) => title);

describe("the id of a fetched link in a typed pipeline", () => {
  test("is that of the document, however the link is stored and the criterion is written", async () => {
    for (
      const rows of [
        await all().aggregate((p) => p.match((f) => f.writer.id.eq(ann.id))),
        await all().aggregate((p) => p.match((f) => f.writer.eq(ann))),
        await all().aggregate((p) => p.match(Article.writer.id.eq(ann.id))),
        await all().aggregate((p) => p.match(Article.writer.eq(ann))),
        await all().aggregate((p) => p.match((f) => f.editor.id.eq(bob.id))),
        await all().aggregate((p) => p.match((f) => f.editor.eq(bob))),
        await all().aggregate((p) => p.match(Article.editor.eq(bob), Article.editor.exists())),
        await all().aggregate((p) => p.match(Article.editor.id.in([bob.id]))),
        await all().aggregate((p) => p.match((f) => f.readers.id.eq(ann.id))),
        await all().aggregate((p) => p.match(Article.readers.eq(ann))),
        await all().aggregate((p) => p.match((f) => f.parts.by.id.eq(bob.id))),
        await all().aggregate((p) => p.match(Article.parts.by.eq(bob))),
        await all().aggregate((p) => p.match({ $or: [{ title: "none" }, { editor: bob.id }] })),
        await all().aggregate((p) => p.addFields((f) => ({ also: f.title })).match(Article.writer.id.eq(ann.id))),
      ]
    ) assert.deepEqual(titles(rows), ["a"]);
    const there = await all().aggregate((p) => p.match((f) => f.writer.city.id.eq(city.id)));
    assert.deepEqual(titles(there), ["a", "b"]);
    const none = await Article.find().fetchLinks("writer").aggregate((p) => p.match((f) => f.editor.id.eq(bob.id)));
    assert.deepEqual(titles(none), ["a"]);
  });

  test("can be grouped, computed with and sorted by", async () => {
    const groups = await Article.find({ editor: { $ne: nobody } } as never).fetchLinks("writer", "editor").aggregate((
      p,
    ) => p.group((f) => f.editor.id, () => ({ n: count() })).sort({ n: 1 }));
    assert.deepEqual(groups.map(({ _id }) => String(_id)).sort(), [String(ann.id), String(bob.id)].sort());
    const [row] = await all().aggregate((p) => p.project((f) => ({ id: f.writer.id, name: f.writer.fullName })));
    assert.deepEqual({ ...row, id: String(row!.id) }, { id: String(ann.id), name: "Ann" });
    const sorted = await Article.find({ title: { $in: ["a", "b"] } }).fetchLinks("writer").aggregate((p) =>
      p.sort(Article.writer.desc())
    );
    assert.deepEqual(titles(sorted), ["b", "a"]);
  });
});

test("whole rows hold plain objects with the names of the model; what was not found is a link", async () => {
  const [a, , c] = JSON.parse(JSON.stringify(await all().aggregate((p) => p.match((f) => f.title.ne(""))))) as [
    Record<string, unknown>,
    unknown,
    Record<string, unknown>,
  ];
  const gent = { id: String(city.id), name: "Gent" };
  assert.deepEqual(a.writer, { id: String(ann.id), fullName: "Ann", city: gent });
  assert.deepEqual(
    a.readers,
    [bob, ann].map((one) => ({
      id: String(one.id),
      fullName: one.fullName,
      city: { id: gent.id, collection: "City" },
    })),
  );
  assert.deepEqual(c.writer, { id: String(nobody), collection: "Writer" });
  assert.deepEqual(c.editor, { id: String(nobody), collection: "Writer" });
});
