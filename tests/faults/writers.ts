// Eight writers insert documents one by one; every acknowledged document has to be there at the end. Started by `npm run test:faults`, which kills the primary meanwhile.
import { connect } from "../../src/client/connect.ts";
import { openCursor } from "../../src/client/cursor.ts";
import { library, uri } from "../support/environment.ts";
import { insert } from "../support/insert.ts";
import { untyped } from "../support/rows.ts";
import { reasonOf, underFaults } from "./support.ts";

const client = await connect(uri, { library, w: "majority", serverSelectionTimeoutMS: 60_000 });
const database = client.database("haricot_faults");
await database.command({ dropDatabase: 1 });

await underFaults(async (isStopped) => {
  const acknowledged: string[] = [], failures: string[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !isStopped(); n++) {
      const _id = `${writer}-${n}`;
      try {
        await insert(database, "writes", [{ _id }]);
        acknowledged.push(_id);
      } catch (error) {
        failures.push(`${_id}: ${reasonOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  const stored = new Set<unknown>();
  for await (const { _id } of openCursor({ database, command: { find: "writes" } }, untyped)) stored.add(_id);
  const lost = acknowledged.filter((_id) => !stored.has(_id));
  return { acknowledged: acknowledged.length, failures, lost };
});
await client.close();
