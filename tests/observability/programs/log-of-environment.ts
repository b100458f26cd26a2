// Logs what HARICOT_LOG asks for, and ends by itself although it listens and its client is open.
import { connect } from "../../../mod.ts";
import { library, uri } from "../../support/environment.ts";

try {
  const client = await connect(uri, { library });
  client.on("serverHeartbeatSucceeded", () => {});
  await client.database("seeing_environment").command({ find: "things", filter: { token: "s3cr3t" } });
  await client.database("seeing_environment").command({ noSuchCommand: "s3cr3t" }).catch(() => {});
} catch (error) {
  console.log(String((error as { code?: unknown }).code));
}
