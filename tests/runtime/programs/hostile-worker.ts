// Runs load until it is terminated from outside.
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";
import { startLoad } from "../../support/load.ts";

declare const self: { postMessage(message: unknown): void };

const client = await connect(uri, { library });
for (const operation of startLoad(client)) operation.catch(() => {});
self.postMessage("in flight");
