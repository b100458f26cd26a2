// Made from docs/tutorial/10-migrations.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { iterative, runMigrations } from "../../../migrations.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/tutorial/10-migrations.md print what it says", async () => {
  await printsOf("docs/tutorial/10-migrations.md", async (uri) => {
    class OldBike extends Document({ brand: z.string(), owner: z.string() }) {
      static settings = { name: "bikes" } satisfies Settings;
    }

    const client = await connect(uri);
    const database = client.database("workshop_migrations");
    await init({ database, documentModels: [OldBike] });
    await OldBike.insertMany([
      new OldBike({ brand: "Rivet", owner: "Ann, 555 100" }),
      new OldBike({ brand: "Moss", owner: "Bob" }),
    ]);

    class Bike extends Document({
      brand: z.string(),
      owner: z.object({ name: z.string(), phone: z.string().optional() }),
    }) {
      static settings = { name: "bikes" } satisfies Settings;
    }

    const bikes = Bike.using(database);
    const { status, errors } = await bikes.inspectCollection();
    console.log(status, errors.length);
    console.log(errors[0]?.error.message.replace(/ \(_id .*\)/, ""));

    const forward = [
      iterative({ from: OldBike, to: Bike }, (input, output) => {
        const [name = "", phone] = input.owner.split(", ");
        output.owner = { name, ...(phone !== undefined && { phone }) };
      }),
    ];

    const backward = [
      iterative({ from: Bike, to: OldBike }, (input, output) => {
        output.owner = [input.owner.name, input.owner.phone].filter(Boolean).join(", ");
      }),
    ];

    const migrations = { "20260301120000_owners": { forward, backward } };
    const { steps, current } = await runMigrations({ database, migrations });
    console.log(steps[0]?.documents, current);

    for await (const { brand, owner } of bikes.find().sort("-brand")) console.log(brand, owner);
    console.log((await bikes.inspectCollection()).status);

    console.log((await runMigrations({ database, migrations })).steps.length);

    await runMigrations({ database, migrations, direction: "backward" });
    console.log((await OldBike.findOne({ brand: "Rivet" }))?.owner);

    await database.command({ dropDatabase: 1 });
    await client.close();
  }, ["FAIL 2","Bike.owner does not fit its schema: expected object, found string","2 20260301120000_owners","Rivet { name: 'Ann', phone: '555 100' }","Moss { name: 'Bob' }","OK","0","Ann, 555 100"]);
});
