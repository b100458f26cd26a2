// Made from docs/guide/json.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { z } from "zod";
import { Decimal128, Document, decimal128, int64, objectId, toJSON, type Settings } from "../../../mod.ts";
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/json.md print what it says", async () => {
  await printsOf("docs/guide/json.md", async () => {
    class Order extends Document({
      customer: objectId(),
      placedAt: z.date().default(() => new Date()),
      total: decimal128(),
      points: int64().default(0n),
      lines: z.array(z.object({ sku: z.string(), count: z.int().positive() })).min(1),
    }) {
      static settings = { name: "orders", useRevision: true } satisfies Settings;

      get count(): number {
        return this.lines.reduce((sum, line) => sum + line.count, 0);
      }
    }

    const order = Order.fromJSON({
      id: "65a1b2c3d4e5f60718293a4b",
      customer: "65a1b2c3d4e5f60718293a4c",
      placedAt: "2026-01-31T12:00:00Z",
      total: "19.90",
      lines: [{ sku: "TEA-1", count: 2 }],
    });
    console.log(order instanceof Order, order.placedAt instanceof Date, order.count);
    console.log(JSON.stringify(order));

    class Account extends Document({ name: z.string(), password: z.string() }) {
      override toJSON(): Record<string, unknown> {
        const { password: _hidden, ...rest } = super.toJSON();
        return { ...rest, initial: this.name[0] };
      }
    }
    const account = new Account({ id: order.id, name: "Ana", password: "secret" });
    console.log(JSON.stringify([account]));

    const rows = [{ _id: order.id, sold: 12n, total: new Decimal128("238.80"), last: new Date(0) }];
    console.log(JSON.stringify(toJSON(rows)));

    const app = new Hono().post("/orders", sValidator("json", Order.schema()), (context) => {
      const received = context.req.valid("json"); // an Order: `await received.insert()` would store it
      return context.json({ count: received.count, order: received });
    });

    const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
    console.log((await app.request("/orders", request)).status);
    console.log((await app.request("/orders", { ...request, body: "{}" })).status);

    const answer = Order.schema()["~standard"].validate({ customer: "x", total: 3, lines: [{ sku: "a", count: 0 }] });
    for (const { path, message } of answer.issues ?? []) console.log(path.join("."), "-", message);

    const { required, properties } = Order.jsonSchema({ io: "input" });
    console.log((required as string[]).join(), JSON.stringify((properties as Record<string, unknown>).placedAt));
  }, ["true true 2","{\"id\":\"65a1b2c3d4e5f60718293a4b\",\"customer\":\"65a1b2c3d4e5f60718293a4c\",\"placedAt\":\"2026-01-31T12:00:00.000Z\",\"total\":\"19.90\",\"points\":\"0\",\"lines\":[{\"sku\":\"TEA-1\",\"count\":2}]}","[{\"id\":\"65a1b2c3d4e5f60718293a4b\",\"name\":\"Ana\",\"initial\":\"A\"}]","[{\"_id\":\"65a1b2c3d4e5f60718293a4b\",\"sold\":\"12\",\"total\":\"238.80\",\"last\":\"1970-01-01T00:00:00.000Z\"}]","200","400","customer - An ObjectId is made from 24 hexadecimal digits, 12 bytes or another ObjectId, not from a string of 1 characters","total - Expected a Decimal128","lines.0.count - Too small: expected number to be >0","customer,total,lines {\"type\":\"string\",\"format\":\"date-time\"}"]);
});
