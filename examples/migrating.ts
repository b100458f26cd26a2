// Brings a database through two migrations and back:
//   bun examples/migrating.ts mongodb://localhost:27017/library
//   deno run --allow-ffi --allow-read=examples/migrations examples/migrating.ts mongodb://localhost:27017/library
// With the command: haricot migrate -p examples/migrations --uri mongodb://localhost:27017/library
import process from "node:process";
import { connect } from "../mod.ts";
import { type MigrationProgress, migrationStatus, runMigrations } from "../migrations.ts";

const [address = "mongodb://localhost:27017/library"] = process.argv.slice(2);
const path = new URL("migrations", import.meta.url).pathname;
const client = await connect(address);
const database = client.database(new URL(address).pathname.slice(1));

const names = ["Ursula Le Guin", "Isaac Asimov", "Stanisław Lem", "Octavia Butler"];
const cities = ["Portland", "New York", "Kraków", "Pasadena"];
const documents = Array.from({ length: 600 }, (_, n) => ({ name: names[n % 4], city: cities[n % 4] }));
await database.command({ insert: "readers", documents });

function tell(progress: MigrationProgress): void {
  if (progress.kind === "begin") console.log(`${progress.position}/${progress.of} ${progress.name}`);
  if (progress.kind === "documents") console.log(`    ${progress.documents} of ${progress.total}`);
}

async function show(): Promise<void> {
  const [reader] = await database.cursorCommand({ find: "readers", limit: 1, projection: { _id: 0 } }).toArray();
  console.log(JSON.stringify(reader));
}

await show();
for (let step = 1; step <= 2; step++) {
  await runMigrations({ database, path, distance: 1, onProgress: tell });
  await show();
}
const { current } = await migrationStatus({ database, path });
console.log(`now at ${current}`);
await runMigrations({ database, path, direction: "backward", onProgress: tell });
await show();
await client.close();
