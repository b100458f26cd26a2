// Made from docs/how-to/workers.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import process from "node:process";
import { init } from "../../../../mod.ts";
import { Photo } from "./models.ts";

const uri = process.env.DOCUMENTED_URI!;
await init({ uri, documentModels: [Photo] });
await Photo.insertMany(Array.from({ length: 4000 }, (_, number) => new Photo({ number, pixels: 10 })));

function inWorker(from: number, to: number): Promise<number> {
  const worker = new Worker(new URL("./count.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ uri, from, to });
  });
}

const parts = await Promise.all([0, 1000, 2000, 3000].map((from) => inWorker(from, from + 1000)));
console.log(parts.join(" + "), "=", parts.reduce((a, b) => a + b));
