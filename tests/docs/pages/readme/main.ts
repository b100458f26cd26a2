// Made from README.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { Document, init } from "../../../../mod.ts";
import { z } from "zod";

class Bean extends Document({ name: z.string(), price: z.number() }) {}

await init({ uri: process.env.DOCUMENTED_URI!, documentModels: [Bean] });

await new Bean({ name: "Borlotti", price: 3.5 }).insert();
for await (const bean of Bean.find(Bean.price.lt(5))) console.log(bean.name.toUpperCase());
