// Made from docs/tutorial/04-indexes.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, DuplicateKeyError, indexed, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { Text } from "../../../operators.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/04-indexes.md print what it says", async () => {
  await printsOf("docs/tutorial/04-indexes.md", async (uri) => {
    class Job extends Document({
      number: indexed(z.int().positive(), { unique: true }),
      customer: indexed(z.string()),
      work: z.array(z.string()).default([]),
      note: z.string().default(""),
      state: z.enum(["open", "done", "paid"]).default("open"),
      receivedAt: z.date().default(() => new Date()),
    }) {
      static settings = {
        name: "jobs",
        indexes: [
          ["state", this.receivedAt.desc()],
          { keys: [["note", "text"]], name: "words" },
        ],
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Job] });
    for (const { name } of await Job.indexes.list()) console.log(name);

    await new Job({ number: 1, customer: "Ann", work: ["chain"] }).insert();
    try {
      await new Job({ number: 1, customer: "Bob" }).insert();
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error;
      console.log(error.code, error.keyValue);
    }

    await new Job({ number: 2, customer: "Bob", note: "The saddle squeaks, and the bell too" }).insert();
    console.log((await Job.find(Text("bells saddle"))).map(({ number }) => number));

    const stages = (plan: unknown): string[] =>
      [...JSON.stringify(plan).matchAll(/"stage":"(\w+)"/g)].map((found) => found[1]!);
    for (const query of [Job.find({ customer: "Ann" }), Job.find({ work: "chain" })]) {
      const { queryPlanner } = await query.explain() as { queryPlanner: { winningPlan: unknown } };
      console.log(stages(queryPlanner.winningPlan).join(" < "));
    }

    const { create, drop, keep } = await Job.indexes.diff();
    console.log(create.length, drop.length, keep.length);
  }, ["_id_","number_1","customer_1","state_1_receivedAt_-1","words","server.duplicate_key { number: 1 }","[ 2 ]","FETCH < IXSCAN","COLLSCAN","0 0 4"]);
});
