// Starts the service, with the server's address in MONGODB_URI (default mongodb://localhost:27017/bookshop):
//   PORT=3000 bun examples/web-service/serve.ts
//   deno serve --port=3000 --allow-ffi=<library> --allow-env examples/web-service/serve.ts
// Both runtimes serve what the main module exports as default. The Rust engine talks to MongoDB, so Deno needs no --allow-net for it.
import process from "node:process";
import { init } from "../../mod.ts";
import { app } from "./app.ts";
import { Book } from "./books.ts";

await init({ uri: process.env.MONGODB_URI ?? "mongodb://localhost:27017/bookshop", documentModels: [Book] });

export default { port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1", fetch: app.fetch };
