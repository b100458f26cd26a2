// Made from docs/guide/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, ObjectId, connect, type Settings } from "../../../mod.ts";
import { iterative, runMigrations } from "../../../migrations.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/migrations.md print what it says", async () => {
  await printsOf("docs/guide/migrations.md", async (uri) => {
    const Tag = z.object({ name: z.string(), color: z.string() });

    class OldNote extends Document({ name: z.string(), tag: Tag }) {
      static settings = { name: "notes" } satisfies Settings;
    }

    class NewNote extends Document({ title: z.string(), tag: Tag }) {
      static settings = { name: "notes" } satisfies Settings;
    }

    const forward = [
      iterative({ from: OldNote, to: NewNote }, (input, output) => {
        output.title = input.name;
        if (input.tag.color === "") output.tag.color = "grey";
      }),
    ];

    const backward = [
      iterative({ from: NewNote, to: OldNote }, (input, output) => {
        output.name = input.title;
      }),
    ];

    const client = await connect(uri);
    const database = client.database("guide_migrations");
    await database.command({ insert: "notes", documents: [{ name: "milk", tag: { name: "shop", color: "" } }] });

    const migrations = { "20261123093000_title": { forward, backward } };
    const { steps, current } = await runMigrations({ database, migrations });
    console.log(steps[0]?.documents, current);
    const [note] = await database.cursorCommand({ find: "notes", projection: { _id: 0 } }).toArray();
    console.log(JSON.stringify(note));

    await database.command({ insert: "notes", documents: [{ _id: new ObjectId("0123456789abcdef01234567"), title: 5 }] });
    try {
      await runMigrations({ database, migrations, direction: "backward" });
    } catch (error) {
      for (const line of (error as Error).message.split("\n")) console.log(line);
    }

    await database.command({ dropDatabase: 1 });
    await client.close();
  }, ["1 20261123093000_title","{\"title\":\"milk\",\"tag\":{\"name\":\"shop\",\"color\":\"grey\"}}","The migration 20261123093000_title (backward, operation 1) stopped: NewNote.title does not fit its schema: expected string, found int (_id 0123456789abcdef01234567)","Its transaction was not committed: nothing of the step is written."]);
});
