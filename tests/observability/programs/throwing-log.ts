// A log that throws: operations go on, and its error is an uncaught one.
import process from "node:process";
import { connect } from "../../../mod.ts";
import { library, uri } from "../../support/environment.ts";

process.on("uncaughtException", (error: Error) => console.log(`uncaught: ${error.message}`));
const client = await connect(uri, {
  library,
  log: () => {
    throw new Error("of the log");
  },
});
client.on("connectionCheckedOut", () => {
  throw new Error("of the listener");
});
const { ok } = await client.database("admin").command({ ping: 1 });
console.log(`ok: ${String(ok)}`);
await new Promise((resolve) => setTimeout(resolve, 50));
await client.close();
