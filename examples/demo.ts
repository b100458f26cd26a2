// Haricot in one program: `npm run demo`, or with a server of your own:
//   bun examples/demo.ts mongodb://localhost:27017
//   deno run --allow-ffi=<library> examples/demo.ts mongodb://localhost:27017
import process from "node:process";
import { connect, init } from "../mod.ts";
import { changing } from "./changing.ts";
import { indexing } from "./indexing.ts";
import { Product } from "./models.ts";
import { reading } from "./reading.ts";
import { refusing } from "./refusing.ts";
import { step } from "./step.ts";
import { summarising } from "./summarising.ts";
import { writing } from "./writing.ts";

// The argument comes first: reading the environment needs a permission in Deno.
const uri = process.argv[2] ?? process.env.MONGODB_URI ?? "mongodb://localhost:27017";
const name = `haricot_demo_${Date.now()}`;

const client = await connect(uri);
const database = client.database(name);
try {
  await step(
    "bind the models, create their indexes",
    () => init({ database, documentModels: [Product] }),
    () => `database ${name}`,
  );
  await indexing();
  await writing();
  await reading();
  await changing();
  await summarising();
  await refusing();
} finally {
  await step("drop the database again", () => database.command({ dropDatabase: 1 }), () => "nothing stays behind");
  await client.close();
}
