// Starts a server for tests, uses it, and ends; with "wait" it stays until it is killed.
import process from "node:process";
import { close, connect, Document, init, transaction } from "../../../mod.ts";
import { testServer } from "../../../testing.ts";
import { z } from "zod";

class Note extends Document({ text: z.string() }) {}

const address = await testServer();
if (await testServer() !== address) throw new Error("the second call gave another server");
if (process.argv[2] === "workers") {
  const worker = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });
  const theirs = await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  if (theirs !== address) throw new Error(`the worker has ${theirs}`);
  worker.terminate();
}
await init({ uri: address, database: "notes", documentModels: [Note] });
await transaction(() => new Note({ text: "in a transaction" }).insert());
if (await Note.count() !== 1) throw new Error("nothing was stored");
await close();
const client = await connect(address);
await client.close();
console.log(address);
if (process.argv[2] === "wait") setInterval(() => {}, 1000);
