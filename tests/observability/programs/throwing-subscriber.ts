// A subscriber that throws: the publisher goes on, the others are called, and the error is an uncaught one.
import { channel } from "node:diagnostics_channel";
import process from "node:process";

process.on("uncaughtException", (error: Error) => console.log(`uncaught: ${error.message}`));
const tested = channel("haricot-contract:throwing");
tested.subscribe(() => {
  throw new Error("of a subscriber");
});
tested.subscribe(() => console.log("the other one"));
tested.publish({});
console.log("published");
