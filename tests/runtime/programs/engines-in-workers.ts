// An engine in each of four workers and one in the main thread, all at once.
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";
import { manyRows } from "../../support/load.ts";

function sumInWorker(): Promise<number> {
  const worker = new Worker(new URL("worker-sum.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = (event) => {
      worker.terminate();
      resolve(event.data as number);
    };
    worker.onerror = (event) => reject(new Error(event.message));
  });
}

const client = await connect(uri, { library });
const workers = Array.from({ length: 4 }, sumInWorker);
let sum = 0;
for await (const { n } of manyRows(client.database("admin"), 3000)) sum += n as number;
await client.close();
console.log(JSON.stringify([sum, ...await Promise.all(workers)]));
