// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { Document, type Session, type Settings } from "../../../../../mod.ts";
import { freeFallMigration, iterativeMigration, type Output } from "../../../../../migrations.ts";
import { z } from "zod";

class OldNote extends Document({ name: z.string() }) {
  static settings = { name: "notes" } satisfies Settings;
}
class NewNote extends Document({ title: z.string() }) {
  static settings = { name: "notes" } satisfies Settings;
}

export class Forward {
  @iterativeMigration({ input: OldNote, output: NewNote })
  nameToTitle(input: OldNote, output: Output<typeof NewNote>) {
    output.title = input.name;
  }

  @freeFallMigration({ documentModels: [NewNote] })
  async refuseEmpty(session: Session) {
    if (await NewNote.find({ title: "" }).session(session).exists()) throw new Error("a note has no title");
  }
}
