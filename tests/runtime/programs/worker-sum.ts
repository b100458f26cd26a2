// Sums documents that it reads over an engine of its own.
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";
import { manyRows } from "../../support/load.ts";

declare const self: { postMessage(message: unknown): void };

const client = await connect(uri, { library });
let sum = 0;
for await (const { n } of manyRows(client.database("admin"), 3000)) sum += n as number;
await client.close();
self.postMessage(sum);
