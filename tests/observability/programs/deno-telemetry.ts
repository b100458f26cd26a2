// A span of the application with a query below it, exported by Deno's own OpenTelemetry.
import { trace } from "@opentelemetry/api";
import { connect } from "../../../mod.ts";
import { instrument } from "../../../opentelemetry.ts";
import { library, uri } from "../../support/environment.ts";

instrument({ queryText: true });
const client = await connect(uri, { library });
await trace.getTracer("application").startActiveSpan("handle-request", async (span) => {
  console.log(`span id: ${span.spanContext().spanId}`);
  await client.database("seeing_telemetry").command({ find: "things", filter: { token: "s3cr3t" } });
  span.end();
});
await client.close();
