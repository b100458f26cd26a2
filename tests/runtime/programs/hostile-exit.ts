// Ends the process in a hostile way while operations are in flight. First argument: "exit" or "throw".
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";
import { startLoad } from "../../support/load.ts";

const client = await connect(uri, { library });
for (const operation of startLoad(client)) operation.catch(() => {});
await sleep(Math.random() * 30);
console.log("in flight");
if (process.argv[2] === "exit") process.exit(7);
throw new Error("nobody catches this");
