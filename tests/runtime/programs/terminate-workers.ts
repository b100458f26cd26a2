// Terminates 50 workers with operations in flight, ten at a time, and shows that the engine of the main thread still works.
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";

async function terminateOne(): Promise<void> {
  const worker = new Worker(new URL("hostile-worker.ts", import.meta.url), { type: "module" });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = (event) => reject(new Error(event.message));
  });
  await sleep(Math.random() * 20);
  worker.terminate();
}

const client = await connect(uri, { library });
for (let batch = 0; batch < 5; batch++) {
  await Promise.all(Array.from({ length: 10 }, terminateOne));
  await client.database("admin").command({ ping: 1 });
}
await client.close();
console.log("50 workers terminated");
