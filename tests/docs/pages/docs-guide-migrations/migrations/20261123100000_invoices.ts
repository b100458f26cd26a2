// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { Document, objectId } from "../../../../../mod.ts";
import { freeFall } from "../../../../../migrations.ts";
import { z } from "zod";

class OldOrder extends Document({ total: z.number() }) {}
class Invoice extends Document({ order: objectId(), total: z.number() }) {}

export const forward = [
  freeFall(async () => {
    for await (const order of OldOrder.find()) await new Invoice({ order: order.id, total: order.total }).insert();
    await OldOrder.deleteAll();
  }, { documentModels: [OldOrder, Invoice] }),
];
