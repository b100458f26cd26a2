import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import {
  alias,
  Binary,
  Decimal128,
  Document,
  InvalidArgument,
  link,
  Model,
  objectId,
  type Settings,
  toJSON,
  ValidationError,
} from "../../mod.ts";
import { Everything, id, input, other } from "./everything.ts";

describe("toJSON", () => {
  test("writes every kind without loss, under the names of the model", () => {
    const document = new Everything(input);
    const json = document.toJSON();
    const part = {
      at: "1970-01-01T00:00:00.001Z",
      owner: other.toString(),
      price: "1.50",
      count: "4611686018427387904",
      raw: "AP8H",
    };
    assert.deepEqual(json, {
      id: id.toString(),
      name: "a",
      createdAt: "2026-01-31T12:00:00.123Z",
      seen: null,
      owner: other.toString(),
      key: "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
      price: "0.1000000000000000000000000000000001",
      big: "-9007199254740993",
      bigger: "1",
      ratio: 3,
      raw: "+//+",
      plainBytes: "",
      clock: { $timestamp: { t: 4294967295, i: 1 } },
      part,
      parts: [part, { ...part, raw: "" }],
      byName: { "first day": "1970-01-01T00:00:00.000Z", __proto___: "1970-01-01T00:00:00.009Z" },
      pair: ["+100000-01-01T00:00:00.000Z", other.toString()],
      either: { is: "b", n: "7" },
      literal: "5",
      length: 4,
      since: 1_700_000_000,
      times: [["noon", "1970-01-01T12:00:00.000Z"]],
      nested: { deep: [{ since: 60, big: "3" }] },
      coerced: "1970-01-01T00:00:00.077Z",
      tags: [],
      any: { x: [1, "2", null, { y: true }] },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(document)), json);
  });

  test("a plain copy keeps the values that JSON turns into text", () => {
    const document = new Everything(input);
    assert.equal({ ...document }.owner, document.owner);
    assert.equal(document.id, id);
    assert.equal(document.toJSON().id, id.toString());
  });

  test("the id is `_id` where the settings say so, and other names are never the stored ones", () => {
    class Tool extends Document({ label: alias(z.string(), "tool_label") }) {
      static settings = { jsonId: "_id" } satisfies Settings;
    }
    assert.deepEqual(new Tool({ id, label: "saw" }).toJSON(), { _id: id.toString(), label: "saw" });
  });

  test("ids of other types are written as they are", () => {
    class Numbered extends Document({ id: z.int() }) {}
    class Huge extends Document({ id: z.bigint() }) {}
    assert.deepEqual(new Numbered({ id: 3 }).toJSON(), { id: 3 });
    assert.deepEqual(new Huge({ id: 2n ** 60n }).toJSON(), { id: "1152921504606846976" });
  });

  test("kept unknown fields are written, own properties of other models are not", () => {
    class Kept extends Document({ name: z.string() }) {
      static settings = { unknownFields: "keep" } satisfies Settings;
    }
    class Plain extends Document({ name: z.string() }) {
      cache = new Map([["a", 1]]);
    }
    assert.deepEqual(new Kept({ id, name: "a", more: [new Date(0), 3n] } as never).toJSON(), {
      id: id.toString(),
      name: "a",
      more: ["1970-01-01T00:00:00.000Z", "3"],
    });
    assert.deepEqual(new Plain({ id, name: "a" }).toJSON(), { id: id.toString(), name: "a" });
  });

  test("the revision is not written, and no field of a schema", () => {
    class Locked extends Document({ name: z.string() }) {
      static settings = { useRevision: true, unknownFields: "keep" } satisfies Settings;
    }
    const locked = new Locked({ id, name: "a" });
    assert.deepEqual(Object.keys(locked.toJSON()), ["id", "name"]);
    assert.deepEqual(Object.keys(Locked.jsonSchema().properties as object), ["id", "name"]);
  });

  test("projections write their fields", () => {
    class Short extends Model({ name: z.string(), owner: objectId().optional() }) {}
    assert.deepEqual(new Short({ name: "a", owner: id }).toJSON(), { name: "a", owner: id.toString() });
    assert.deepEqual(new Short({ name: "a" }).toJSON(), { name: "a" });
  });

  test("a class can add to it", () => {
    class Labelled extends Document({ name: z.string() }) {
      override toJSON(): Record<string, unknown> {
        return { ...super.toJSON(), label: this.name.toUpperCase() };
      }
    }
    assert.equal(JSON.parse(JSON.stringify([new Labelled({ name: "a" })]))[0].label, "A");
  });

  test("values of other kinds inside untyped fields", () => {
    class Loose extends Document({ any: z.any() }) {}
    const json = (any: unknown) => new Loose({ any }).toJSON().any;
    assert.equal(json(new Decimal128("1E+3")), "1E+3");
    assert.deepEqual(json(new Binary(new Uint8Array([1]), 128)), { $binary: { base64: "AQ==", subType: "80" } });
    assert.deepEqual(json([undefined, () => 1, Symbol("a"), NaN, -Infinity]), [null, null, null, null, null]);
    assert.deepEqual(json({ run: () => 1, n: NaN }), { n: null });
    assert.equal(json(/a+/i), "/a+/i");
    assert.equal(json(new Date(NaN)), null);
    assert.equal(json(new URL("http://a.test/b")), "http://a.test/b");
    assert.deepEqual(json({ toJSON: () => ({ at: new Date(0), ids: [id] }) }), {
      at: "1970-01-01T00:00:00.000Z",
      ids: [id.toString()],
    });
    const hostile = json(JSON.parse('{"__proto__": {"admin": true}}')) as object;
    assert.equal(JSON.stringify(hostile), '{"__proto__":{"admin":true}}');
    assert.equal((hostile as { admin?: boolean }).admin, undefined);
  });

  test("documents that link to each other are written once, and then as links", () => {
    class Node extends Document({
      name: z.string(),
      get next() {
        return link(() => Node).optional();
      },
    }) {
      static settings = { name: "nodes" } satisfies Settings;
    }
    const [first, second] = [new Node({ id, name: "a" }), new Node({ id: other, name: "b" })];
    assert.deepEqual(new Node({ id, name: "a", next: other }).toJSON().next, {
      id: other.toString(),
      collection: "nodes",
    });
    first.next = second;
    second.next = first;
    assert.deepEqual(JSON.parse(JSON.stringify(first)), {
      id: id.toString(),
      name: "a",
      next: { id: other.toString(), name: "b", next: { id: id.toString(), collection: "nodes" } },
    });
    assert.deepEqual(Object.keys(second.toJSON()), ["id", "name", "next"]);
  });

  test("rows that are no documents have a function for it", () => {
    const bytes = new Uint8Array([1]);
    const rows = [{ _id: id, n: 2n ** 60n, bytes, at: new Date(0), none: undefined, price: new Decimal128("1.50") }];
    assert.deepEqual(toJSON(rows), [
      { _id: id.toString(), n: "1152921504606846976", bytes: "AQ==", at: "1970-01-01T00:00:00.000Z", price: "1.50" },
    ]);
    assert.equal(toJSON(() => 1), undefined);
    const circle: unknown[] = [];
    circle.push(circle);
    assert.throws(() => toJSON(circle), (error) => error instanceof InvalidArgument && error.code === "guard.depth");
  });

  test("what contains itself is an error that names the field", () => {
    class Loose extends Document({ any: z.any() }) {}
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    assert.throws(
      () => new Loose({ any: circle }).toJSON(),
      (error) => error instanceof InvalidArgument && error.code === "guard.depth" && /Loose\.any/.test(error.message),
    );
  });

  test("what a codec can not encode is an error that names the field", () => {
    class Coded extends Document({ since: Everything.shape.since }) {}
    const document = new Coded({ since: 5 });
    document.since = "yesterday" as never;
    assert.throws(() => document.toJSON(), (error) => error instanceof ValidationError && error.path === "since");
  });
});
