import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { z } from "zod";
import { Document, Model, objectId, ValidationError } from "../../mod.ts";

class Note extends Document({
  text: z.string().min(1),
  at: z.date(),
  tags: z.array(z.object({ label: z.string() })).default([]),
}) {
  get short(): string {
    return this.text.slice(0, 3);
  }
}

class Search extends Model({ limit: z.coerce.number().int().max(10).default(5), by: objectId().optional() }) {}

const app = new Hono()
  .post("/notes", sValidator("json", Note.schema()), (context) => {
    const note = context.req.valid("json");
    return context.json({ isNote: note instanceof Note, short: note.short, at: note.at.getTime(), note });
  })
  .get("/notes", sValidator("query", Search.schema()), (context) => {
    const { limit, by } = context.req.valid("query");
    return context.json({ limit, by });
  });

async function post(body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await app.request("/notes", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

describe("a model as Standard Schema", () => {
  test("gives a web framework an instance", async () => {
    const id = "65a1b2c3d4e5f60718293a4b";
    const { status, json } = await post({ id, text: "Hello", at: "2026-01-31T12:00:00Z" });
    assert.equal(status, 200);
    const note = { id, text: "Hello", at: "2026-01-31T12:00:00.000Z", tags: [] };
    assert.deepEqual(json, { isNote: true, short: "Hel", at: Date.UTC(2026, 0, 31, 12), note });
    assert.deepEqual((await post(json.note)).json.note, note);
  });

  test("tells a web framework what is wrong and where", async () => {
    const { status, json } = await post({ text: "", at: "yesterday", tags: [{ label: "a" }, {}] });
    assert.equal(status, 400);
    const issues = json.error as { path: unknown[]; message: string }[];
    assert.deepEqual(issues.map(({ path }) => path), [["text"], ["at"], ["tags", 1, "label"]]);
    assert.match(issues[1]!.message, /ISO 8601/);
  });

  test("reads the query of a URL into a projection", async () => {
    const found = await app.request(`/notes?limit=3&by=${"0".repeat(24)}`);
    assert.deepEqual(await found.json(), { limit: 3, by: "0".repeat(24) });
    assert.deepEqual(await (await app.request("/notes")).json(), { limit: 5 });
    assert.equal((await app.request("/notes?limit=11")).status, 400);
  });

  test("has vendor, version and JSON Schemas", () => {
    const { version, vendor, jsonSchema } = Note.schema()["~standard"];
    assert.deepEqual([version, vendor], [1, "haricot"]);
    assert.deepEqual(jsonSchema.output({ target: "draft-07" }), Note.jsonSchema({ target: "draft-07" }));
    assert.deepEqual(jsonSchema.input({ target: "draft-07" }), Note.jsonSchema({ io: "input", target: "draft-07" }));
    assert.throws(() => jsonSchema.input({ target: "draft-02" }), /target is one of/);
  });

  test("never throws for a value, whatever it is", () => {
    const { validate } = Note.schema()["~standard"];
    for (const value of [undefined, null, "x", 3n, [], () => 1, { text: Symbol("a") }]) {
      assert.ok(validate(value).issues!.length > 0);
    }
  });

  test("throws for a model that can not validate at all", () => {
    class Slow extends Document({ name: z.string().refine(async () => true) }) {}
    assert.throws(
      () => Slow.schema()["~standard"].validate({ name: "a" }),
      (error) => error instanceof ValidationError && error.code === "validation.asynchronous",
    );
  });

  test("errors of a constructor of one's own are its own", () => {
    class Picky extends Document({ name: z.string() }) {
      constructor(input: { name: string }) {
        super(input);
        if (this.name === "no") throw new RangeError("not this one");
      }
    }
    assert.throws(() => Picky.schema()["~standard"].validate({ name: "no" }), RangeError);
  });
});
