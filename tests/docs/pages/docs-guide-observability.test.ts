// Made from docs/guide/observability.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, connect, init, type CommandEvent } from "../../../mod.ts";
import { z } from "zod";
import { tracingChannel } from "node:diagnostics_channel";
import { trace } from "@opentelemetry/api";
import { instrument } from "../../../opentelemetry.ts";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/observability.md print what it says", async () => {
  await printsOf("docs/guide/observability.md", async (uri) => {
    class Product extends Document({ name: z.string(), price: z.number(), supplierToken: z.string().optional() }) {
      static settings = { name: "products" };
    }

    const log = (event: CommandEvent) => {
      const { command, collection, model, documentsRead, documentsWritten } = event;
      console.log(command, collection, model, documentsRead ?? documentsWritten, event.query());
    };
    await init({ uri: uri, documentModels: [Product], log });

    await Product.insertMany([new Product({ name: "Dark", price: 3 }), new Product({ name: "Milk", price: 2 })]);
    await Product.find({ price: { $lt: 3 }, supplierToken: { $ne: "t0ken" } }).limit(5);

    const client = await connect(uri);
    const lines: string[] = [];
    client.log({ slow: 100, write: (line) => lines.push(line) });

    await client.database("shop").command({ count: "products" });
    await client.database("shop").command({ cuont: "products" }).catch(() => {});
    console.log(lines.length, lines[0]!.replace(/[\d.:]+ haricot/, "haricot").replace(/, [\d.]+ ms.*/, ""));
    await client.close();

    const { asyncEnd } = tracingChannel("haricot:command");
    const totals = new Map<string, number>();
    const count = (event: unknown) => {
      const { command } = event as CommandEvent;
      totals.set(command, (totals.get(command) ?? 0) + 1);
    };
    asyncEnd.subscribe(count);

    await Product.find({ name: "Dark" }).count();
    await Product.find({ name: "Dark" }).set({ price: 4 });
    asyncEnd.unsubscribe(count);
    console.log([...totals].join(" "));

    const instrumentation = instrument({ queryText: true });
    await trace.getTracer("shop").startActiveSpan("list products", async (span) => {
      console.log((await Product.find({ price: { $gt: 3 } })).length);
      span.end();
    });
    instrumentation.disable();

    const watched = await connect(uri);
    watched.on("connectionPoolCleared", ({ address }) => console.log(`lost the connections to ${address}`));

    const events = watched.events("connectionCheckedOut", "connectionCheckOutFailed");
    await watched.database("shop").command({ ping: 1 });
    for await (const event of events) {
      console.log(event.name);
      break;
    }
    await watched.close();
  }, ["insert products Product 2 { documents: [? × 2] }","find products Product 1 { filter: { price: { $lt: ? }, supplierToken: { $ne: ? } }, limit: 5 }","1 haricot FAILED cuont shop server.error (59)","aggregate products Product 1 { pipeline: [{ $match: { name: ? } }, { $group: { _id: ?, n: { $sum: ? } } }] }","update products Product 1 { updates: [{ q: { name: ? }, u: { $set: { price: ? } }, multi: true }] }","aggregate,1 update,1","find products Product 1 { filter: { price: { $gt: ? } } }","1","connectionCheckedOut"]);
});
