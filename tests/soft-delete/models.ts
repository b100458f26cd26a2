import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { DocumentWithSoftDelete } from "../../src/document/soft-delete.ts";
import type { Settings } from "../../src/types/settings.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { init } from "../../src/document/init.ts";
import { before, beforeEach } from "node:test";

export class Note extends DocumentWithSoftDelete({ text: z.string(), stars: z.int().default(0) }) {}

/** With everything that a write can carry. */
export class Page extends DocumentWithSoftDelete({ text: z.string(), stars: z.int().default(0) }) {
  static settings = {
    useRevision: true,
    useStateManagement: true,
    stateManagementSavePrevious: true,
  } satisfies Settings;
}

/** The same collection as notes, without the scope. */
export class Plain extends Document({ text: z.string() }) {
  static settings = { name: "Plain" } satisfies Settings;
}

/** A database with these models, emptied before each test. */
export function softDeleteDatabase(name: string): TestDatabase {
  const db = testDatabase(name);
  before(() => init({ database: db.database, documentModels: [Note, Page, Plain] }));
  beforeEach(async () => {
    for (const model of [Note, Page]) await db.database.command({ delete: model.name, deletes: [{ q: {}, limit: 0 }] });
  });
  return db;
}

/** Three notes, of which "b" is marked as deleted. */
export async function threeNotes(): Promise<Record<"a" | "b" | "c", Note>> {
  const [a, b, c] = [1, 2, 3].map((stars) => new Note({ text: " abc"[stars]!, stars })) as [Note, Note, Note];
  await Note.insertMany([a, b, c]);
  await b.delete();
  return { a, b, c };
}

/** Texts of notes, sorted. */
export function texts(notes: readonly { text: string }[]): string {
  return notes.map(({ text }) => text).sort().join("");
}
