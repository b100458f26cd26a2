// Closes 50 clients with operations in flight, ten at a time; every operation must settle, with its result or with ClientClosed.
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../src/client/connect.ts";
import { ClientClosed } from "../../../src/errors/client-closed.ts";
import { library, uri } from "../../support/environment.ts";
import { startLoad } from "../../support/load.ts";

let closed = 0;
const others: string[] = [];

async function closeOne(): Promise<void> {
  const client = await connect(uri, { library });
  const settled = Promise.allSettled(startLoad(client));
  await sleep(Math.random() * 10);
  await client.close();
  for (const outcome of await settled) {
    if (outcome.status === "fulfilled") continue;
    if (outcome.reason instanceof ClientClosed) closed++;
    else others.push(String(outcome.reason));
  }
}

for (let batch = 0; batch < 5; batch++) await Promise.all(Array.from({ length: 10 }, closeOne));
console.log(JSON.stringify({ closed: closed > 0, others: others.slice(0, 5) }));
