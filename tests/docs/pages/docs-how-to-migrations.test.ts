// Made from docs/how-to/migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, type Settings } from "../../../mod.ts";
import { iterative, migrationStatus, runMigrations } from "../../../migrations.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/migrations.md print what it says", async () => {
  await printsOf("docs/how-to/migrations.md", async (uri) => {
    const settings = { name: "people" } satisfies Settings;
    const client = await connect(uri);
    const database = client.database("howto_migrations");

    class First extends Document({ name: z.string() }) {
      static settings = settings;
    }
    await First.using(database).insertMany(["Ann Bell", "Bob Cole"].map((name) => new First({ name })));

    class Both extends Document({
      name: z.string(),
      firstName: z.string().optional(),
      lastName: z.string().optional(),
    }) {
      static settings = settings;

      get full(): string {
        return this.firstName === undefined ? this.name : `${this.firstName} ${this.lastName}`;
      }
    }

    const people = Both.using(database);
    await new people({ name: "Eve Dunn", firstName: "Eve", lastName: "Dunn" }).insert();
    console.log((await people.find().sort("name")).map(({ full }) => full));

    class Split extends Document({ name: z.string(), firstName: z.string(), lastName: z.string() }) {
      static settings = settings;
    }

    const migrations = {
      "20260301120000_split_names": {
        forward: [
          iterative({ from: Both, to: Split }, (input, output) => {
            const [firstName = "", lastName = ""] = input.name.split(" ");
            output.firstName = firstName;
            output.lastName = lastName;
          }),
        ],
      },
    };

    const { steps } = await runMigrations({ database, migrations });
    console.log(steps[0]?.documents);
    for (const { name, state } of (await migrationStatus({ database, migrations })).migrations) console.log(name, state);

    class Person extends Document({ firstName: z.string(), lastName: z.string() }) {
      static settings = settings;
    }

    await runMigrations({
      database,
      migrations: {
        ...migrations,
        "20260401120000_drop_name": { forward: [iterative({ from: Split, to: Person }, () => undefined)] },
      },
    });
    console.log(await database.cursorCommand({ find: "people", projection: { _id: 0 }, limit: 1 }).toArray());
    console.log((await Person.using(database).inspectCollection()).status);

    await database.command({ dropDatabase: 1 });
    await client.close();
  }, ["[ 'Ann Bell', 'Bob Cole', 'Eve Dunn' ]","3","20260301120000_split_names applied","[ { firstName: 'Ann', lastName: 'Bell' } ]","OK"]);
});
