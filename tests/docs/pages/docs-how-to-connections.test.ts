// Made from docs/how-to/connections.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, close, connect, init } from "../../../mod.ts";
import { z } from "zod";
import process from "node:process";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/connections.md print what it says", async () => {
  await printsOf("docs/how-to/connections.md", async (uri) => {
    class Page extends Document({ title: z.string() }) {}

    await init({
      uri: uri,
      connect: { appName: "wiki", maxPoolSize: 20, serverSelectionTimeoutMS: 5000 },
      documentModels: [Page],
    });
    console.log(await Page.count());
    await close(); // closes what `init` opened

    {
      await using client = await connect(uri, { appName: "wiki" });
      await init({ database: client.database("wiki"), documentModels: [Page] });
      console.log((await client.database("admin").command({ ping: 1 })).ok);
    } // closed here

    for (const options of [{ maxPoolSise: 20 }, { maxPoolSize: -1 }]) {
      await connect(uri, options as object).catch((error) => console.log(error.message));
    }

    void (async () => {
    await init({
      uri: "mongodb://db.example.org/wiki?tls=true",
      connect: {
        tlsCAFile: "/etc/ssl/own-ca.pem", // an authority of your own
        tlsCertificateKeyFile: "/etc/ssl/me.pem", // your certificate and key: X.509, or when the server wants one
      },
      documentModels: [Page],
    });
    });

    void (async () => {
    await init({ uri: process.env.MONGODB_URI!, documentModels: [Page] });
    });
  }, ["0","1","the connection option maxPoolSise is not known: check its spelling","connection string `maxpoolsize` argument must be a positive integer"]);
});
