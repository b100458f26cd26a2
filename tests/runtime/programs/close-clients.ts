// Closes 50 clients with operations in flight; every operation must settle, with its result or with ClientClosed.
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../src/client/connect.ts";
import { ClientClosed } from "../../../src/errors/client-closed.ts";
import { library, uri } from "../../support/environment.ts";
import { startLoad } from "../../support/load.ts";

let closed = 0;
const others: unknown[] = [];
for (let round = 0; round < 50; round++) {
  const client = await connect(uri, { library });
  const operations = startLoad(client);
  const settled = Promise.allSettled(operations);
  await sleep(Math.random() * 10);
  await client.close();
  for (const outcome of await settled) {
    if (outcome.status === "fulfilled") continue;
    if (outcome.reason instanceof ClientClosed) closed++;
    else others.push(String(outcome.reason));
  }
}
console.log(JSON.stringify({ closed: closed > 0, others: others.slice(0, 5) }));
