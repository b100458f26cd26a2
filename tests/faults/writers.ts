// Eight writers insert documents one by one until a line comes on standard input. Then it prints what was acknowledged and which calls failed, and looks for every
// acknowledged document. Started by `npm run test:faults`, which kills the primary meanwhile.
import process from "node:process";
import { connect } from "../../src/client/connect.ts";
import { openCursor } from "../../src/client/cursor.ts";
import { library, uri } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { untyped } from "../support/rows.ts";

const client = await connect(uri, { library, w: "majority", serverSelectionTimeoutMS: 60_000 });
const database = client.database("haricot_faults");
await database.command({ dropDatabase: 1 });
let stopped = false;
process.stdin.once("data", () => stopped = true);

const acknowledged: string[] = [];
const failures: string[] = [];

async function write(writer: number): Promise<void> {
  for (let n = 0; !stopped; n++) {
    const _id = `${writer}-${n}`;
    try {
      await insert(database, "writes", [{ _id }]);
      acknowledged.push(_id);
    } catch (error) {
      failures.push(`${_id}: ${String(error)}`);
    }
  }
}

console.log("writing");
await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
process.stdin.destroy();

const stored = new Set<unknown>();
for await (const { _id } of openCursor({ database, command: { find: "writes" } }, untyped)) stored.add(_id);
const lost = acknowledged.filter((_id) => !stored.has(_id));
console.log(
  JSON.stringify({
    acknowledged: acknowledged.length,
    failed: failures.length,
    failures: failures.slice(0, 5),
    lost: lost.length,
  }),
);
await client.close();
