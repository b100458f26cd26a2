import { z } from "zod";
import {
  type DeleteResult,
  Document,
  DocumentWithSoftDelete,
  type ObjectId,
  type Settings,
  type UpdateResult,
} from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Note extends DocumentWithSoftDelete({ text: z.string(), stars: z.int().default(0) }) {
  static settings = { indexes: [["text", this.deletedAt.desc()]] } satisfies Settings;
  get label(): string {
    return `${this.text} ${this.isDeleted()} ${this.deletedAt?.toISOString()}`;
  }
  static starred() {
    return this.find(this.stars.gt(3)).sort("-stars");
  }
}

class Kept extends Document({ title: z.string() }) {}

// @ts-expect-error the field belongs to DocumentWithSoftDelete
class Twice extends DocumentWithSoftDelete({ deletedAt: z.date() }) {}
// @ts-expect-error the name is taken by a method
class Clash extends DocumentWithSoftDelete({ restore: z.string() }) {}

export async function softDeletes(id: ObjectId): Promise<unknown> {
  const note = await new Note({ text: "x" }).insert();
  is<Equal<typeof note, Note>>();
  is<Equal<typeof note.deletedAt, Date | null | undefined>>();
  const [found] = await Note.findManyInAll(Note.deletedAt.ne(null), { text: "x" }).sort("text").limit(3);
  is<Equal<typeof found, Note | undefined>>();
  const one = await Note.findOne(Note.deletedAt.lt(new Date()));
  is<Equal<typeof one, Note | null>>();
  (await Note.get(id))?.label;
  is<Equal<Awaited<ReturnType<typeof Note.starred>>, Note[]>>();
  const restored = await note.restore();
  is<Equal<typeof restored, Note>>();
  const removed = await note.hardDelete({ comment: "x" });
  is<Equal<typeof removed, DeleteResult>>();
  const counts = await Note.find({ text: "x" }).sort("text").hardDelete();
  is<Equal<typeof counts, DeleteResult>>();
  const result = await Note.findAll().restore();
  is<Equal<typeof result, UpdateResult>>();
  const after = await Note.findOne({ text: "x" }).restore().set({ stars: 3 }).responseType("NEW_DOCUMENT");
  is<Equal<typeof after, Note | null>>();
  const before = await Note.findOne({ text: "x" }).hardDelete().responseType("OLD_DOCUMENT");
  is<Equal<typeof before, Note | null>>();
  // @ts-expect-error a date is no string
  Note.findManyInAll(Note.deletedAt.lt("2020"));
  // @ts-expect-error another model
  Note.findManyInAll(Kept.title.eq("x"));
  // @ts-expect-error the model removes its documents
  Kept.find({ title: "x" }).restore();
  // @ts-expect-error likewise
  Kept.findManyInAll();
  return [Twice, Clash];
}
