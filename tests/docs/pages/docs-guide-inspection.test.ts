// Made from docs/guide/inspection.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/inspection.md print what it says", async () => {
  await printsOf("docs/guide/inspection.md", async (uri) => {
    class Ticket extends Document({ seat: z.string().min(2), price: z.number() }) {}

    await init({ uri: uri, documentModels: [Ticket] });

    for (const seat of ["A1", "B2", "C3"]) await new Ticket({ seat, price: 20 }).insert();
    // Pipelines run in the server: no model looks at what they store.
    await Ticket.find({ seat: "B2" }).update([{ $unset: ["price"] }]);
    await Ticket.find({ seat: "C3" }).update([{ $set: { seat: "C" } }]);

    const { status, errors } = await Ticket.inspectCollection();
    console.log(status);
    for (const { error } of errors) console.log(error.message.replace(/ \(_id .*\)/, ""));
  }, ["FAIL","Ticket.price does not fit its schema: expected number, found no such field","Ticket.seat does not fit its schema: expected minLength 2, found string of length 1"]);
});
