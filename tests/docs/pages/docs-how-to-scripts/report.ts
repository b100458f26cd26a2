// Made from docs/how-to/scripts.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { Document, init } from "../../../../mod.ts";
import { z } from "zod";

class Visit extends Document({ page: z.string(), seconds: z.number() }) {
  static settings = { name: "visits" };
}

await init({ uri: process.env.DOCUMENTED_URI!, documentModels: [Visit] });

await Visit.insertMany([
  new Visit({ page: "/", seconds: 3 }),
  new Visit({ page: "/beans", seconds: 40 }),
  new Visit({ page: "/beans", seconds: 20 }),
]);
for await (const { page, seconds } of Visit.find(Visit.seconds.gt(10)).sort("-seconds")) console.log(page, seconds);
console.log(await Visit.avg(Visit.seconds));
