// Four clerks store orders with their lines, each in a transaction; none may be there by half. Started by `npm run test:faults`, which kills the primary meanwhile.
import { z } from "zod";
import { connect } from "../../src/client/connect.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { link } from "../../src/relations/link-schema.ts";
import { WriteRules } from "../../src/relations/rules.ts";
import { transaction } from "../../src/session/transaction.ts";
import { library, uri } from "../support/environment.ts";
import { reasonOf, underFaults } from "./support.ts";

class Line extends Document({ order: z.string(), amount: z.int() }) {
  static settings = { name: "lines" };
}
class Order extends Document({ id: z.string(), lines: z.array(link(() => Line)) }) {
  static settings = { name: "orders" };
}

const LINES = 3;

const client = await connect(uri, { library, w: "majority", serverSelectionTimeoutMS: 60_000 });
const database = client.database("haricot_fault_cascades");
await database.command({ dropDatabase: 1 });
await init({ database, documentModels: [Line, Order] });
// Collections that come to be within a transaction conflict with each other.
for (const name of ["lines", "orders"]) await database.command({ create: name });

await underFaults(async (isStopped) => {
  const acknowledged: string[] = [], failures: string[] = [];
  const store = async (clerk: number): Promise<void> => {
    for (let n = 0; !isStopped(); n++) {
      const id = `${clerk}-${n}`;
      const lines = Array.from({ length: LINES }, (_, amount) => new Line({ order: id, amount }));
      try {
        await transaction(() => new Order({ id, lines }).insert({ linkRule: WriteRules.WRITE }));
        acknowledged.push(id);
      } catch (error) {
        failures.push(`${id}: ${reasonOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, (_, clerk) => store(clerk)));
  const orders = new Set<string>();
  for await (const order of Order.findAll()) orders.add(order.id);
  const counts = new Map<string, number>();
  for await (const { order } of Line.findAll()) counts.set(order, (counts.get(order) ?? 0) + 1);
  const missing = acknowledged.filter((id) => !orders.has(id));
  const halves = [...new Set([...orders, ...counts.keys()])]
    .filter((id) => !orders.has(id) || counts.get(id) !== LINES);
  return { acknowledged: acknowledged.length, failures, lost: [...missing, ...halves] };
});
await client.close();
