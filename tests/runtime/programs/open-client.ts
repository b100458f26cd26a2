// Leaves its client open: nothing is pending, so the process must end by itself.
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";

const client = await connect(uri, { library });
const { ok } = await client.database("admin").command({ ping: 1 });
console.log(`ok ${ok}`);
