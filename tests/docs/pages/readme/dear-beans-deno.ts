// Made from README.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
// deno run --allow-ffi dear-beans.ts
import { Document, init } from "../../../../mod.ts";
import { z } from "zod";

class Bean extends Document({ name: z.string(), price: z.number() }) {}

await init({ uri: process.env.DOCUMENTED_URI!, documentModels: [Bean] });
console.log(await Bean.find(Bean.price.gt(100)).count(), "beans are dear");
