import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { alias } from "../../src/schema/metadata.ts";
import type { Settings } from "../../src/types/settings.ts";

const fields = {
  title: z.string().min(1),
  servings: z.int().positive(),
  author: z.object({
    name: alias(z.string(), "full_name"),
    born: z.date(),
    home: z.object({ city: z.string(), zip: z.string().optional() }),
  }),
  steps: z.array(z.object({ text: z.string(), minutes: z.number().optional() })),
  amounts: z.record(z.string(), z.number()),
  secret: z.string().optional(),
};

/** A model that keeps no snapshots. */
export class Note extends Document({ title: z.string() }) {}

export class Recipe extends Document(fields) {
  static settings = { useStateManagement: true } satisfies Settings;
}

/** Keeps the snapshot before the last write as well. */
export class Diary extends Document(fields) {
  static settings = { useStateManagement: true, stateManagementSavePrevious: true } satisfies Settings;
}

/** Reports changed objects as a whole. */
export class Whole extends Document(fields) {
  static settings = { useStateManagement: true, stateManagementReplaceObjects: true } satisfies Settings;
}

/** Has a revision, which is no part of snapshots. */
export class Versioned extends Document(fields) {
  static settings = { useStateManagement: true, useRevision: true } satisfies Settings;
}

/** Keeps stored fields that it does not declare. */
export class Open extends Document({ title: z.string() }) {
  static settings = { useStateManagement: true, unknownFields: "keep" } satisfies Settings;
}

export const models = [Note, Recipe, Diary, Whole, Versioned, Open];

/** Input for all models with these fields, made anew. */
export function soup() {
  return {
    title: "Bean soup",
    servings: 4,
    author: { name: "Ada", born: new Date(0), home: { city: "London", zip: "N1" } },
    steps: [{ text: "soak", minutes: 600 }, { text: "boil" }],
    amounts: { beans: 300, water: 1.5 } as Record<string, number>,
  };
}
