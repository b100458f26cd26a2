// Made from docs/how-to/workers.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { Document, type Settings } from "../../../../mod.ts";
import { z } from "zod";

export class Photo extends Document({ number: z.int(), pixels: z.int() }) {
  static settings = { name: "photos" } satisfies Settings;
}
