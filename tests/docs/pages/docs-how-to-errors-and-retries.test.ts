// Made from docs/how-to/errors-and-retries.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, DuplicateKeyError, HaricotError, RevisionIdWasChanged, ValidationError, indexed, init } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/errors-and-retries.md print what it says", async () => {
  await printsOf("docs/how-to/errors-and-retries.md", async (uri) => {
    class User extends Document({
      email: indexed(z.email(), { unique: true }),
      logins: z.int().default(0),
    }) {}

    await init({ uri: uri, documentModels: [User] });

    async function register(input: unknown): Promise<string> {
      try {
        const user = await User.fromJSON(input).insert();
        return `welcome, ${user.email}`;
      } catch (error) {
        if (error instanceof ValidationError) {
          return `please check: ${error.issues.map(({ path }) => path.join(".")).join()}`;
        }
        if (error instanceof DuplicateKeyError) return `taken: ${Object.keys(error.keyValue ?? {}).join()}`;
        throw error;
      }
    }

    for (const email of ["ann@example.org", "ann", "ann@example.org"]) console.log(await register({ email }));

    class Counter extends Document({ name: z.string(), value: z.int().default(0) }) {
      static settings = { useRevision: true };
    }
    await init({ uri: uri, documentModels: [Counter] });
    const { id } = await new Counter({ name: "visits" }).insert();

    async function visit(): Promise<void> {
      for (let attempt = 1;; attempt++) {
        const counter = (await Counter.get(id))!;
        counter.value++;
        try {
          return void await counter.save();
        } catch (error) {
          if (!(error instanceof RevisionIdWasChanged) || attempt === 20) throw error;
        }
      }
    }

    await Promise.all([visit(), visit(), visit()]);
    console.log((await Counter.get(id))?.value);

    const slow = User.find({ email: { $ne: "" } });
    try {
      await slow.signal(AbortSignal.abort(new Error("the visitor left")));
    } catch (error) {
      console.log((error as Error).message, error instanceof HaricotError);
    }
  }, ["welcome, ann@example.org","please check: email","taken: email","3","the visitor left false"]);
});
