import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Plan } from "../../src/transfer/plan.ts";
import { planJson } from "../../src/transfer/plan-json.ts";
import { documentsFrame, readAll, roundTrip, TWINS } from "./frames.ts";
import { fieldsOf, planOf } from "./plans.ts";

for (const twin of TWINS) {
  describe(`decode and encode (${twin})`, () => {
    const codec = (calls: string[]) => ({
      decode: (
        stored: unknown,
        path: string,
      ) => (calls.push(`decode ${path}`), stored === null ? "none" : new URL(stored as string)),
      encode: (value: unknown, path: string) => (calls.push(`encode ${path}`), value === "none" ? null : String(value)),
    });

    test("run on fields, elements and entries, with their paths", () => {
      const calls: string[] = [];
      const value = { kind: "string" as const, nullable: true, ...codec(calls) };
      const plan: Plan = {
        model: "Sample",
        objects: [
          {
            fields: fieldsOf({
              site: { ...value, optional: true },
              list: { kind: "array", element: value },
              by: { kind: "record", element: value },
              inner: { kind: "array", element: { kind: "object", object: 1 } },
            }),
          },
          {
            fields: [{ ...value, name: "stored", property: "url" }, {
              name: "self",
              property: "self",
              kind: "object",
              object: 1,
              optional: true,
            }],
          },
        ],
      };
      const url = new URL("http://example.com/");
      const document = {
        site: url,
        list: [url, "none"],
        by: { k: url },
        inner: [{ url: "none" }, { url, self: { url } }],
      };
      const frame = documentsFrame(plan, [document, { list: [], by: {}, inner: [] }], twin);
      const paths = ["site", "list.0", "list.1", "by.k", "inner.0.url", "inner.1.url", "inner.1.self.url"];
      assert.deepEqual(calls, paths.map((path) => `encode ${path}`));
      calls.length = 0;
      assert.deepEqual(readAll(plan, frame, twin), [document, { list: [], by: {}, inner: [] }]);
      assert.deepEqual(calls, paths.map((path) => `decode ${path}`));
    });

    test("a missing value is neither decoded nor encoded; undefined from an encoder is missing", () => {
      const never = (): never => assert.fail("called");
      const quiet = planOf({ a: { kind: "string", optional: true, decode: never, encode: never } });
      assert.deepEqual(roundTrip(quiet, [{}, { a: undefined }], twin), [{}, {}]);
      const dropping = planOf({ a: { kind: "string", optional: true, encode: () => undefined } });
      assert.deepEqual(roundTrip(dropping, [{ a: "x" }], twin), [{}]);
    });

    test("what an encoder gives is checked", () => {
      const plan = planOf({ a: { kind: "string", encode: () => 5 } });
      assert.throws(
        () => documentsFrame(plan, [{ a: "x" }], twin),
        (error: unknown) => error instanceof ValidationError && error.path === "a",
      );
    });

    test("an encoder may make submissions of its own", () => {
      const inner = planOf({ a: { kind: "string" } });
      const plan = planOf({
        a: { kind: "string", encode: (value) => roundTrip(inner, [{ a: `${value}!` }], twin)[0]!.a },
      });
      assert.deepEqual(roundTrip(plan, [{ a: "x" }, { a: "y" }], twin), [{ a: "x!" }, { a: "y!" }]);
    });
  });
}

test("the engine is told the plan without what only JavaScript needs", () => {
  const plan: Plan = {
    model: "Product",
    objects: [{
      unknown: "reject",
      fields: [
        { name: "_id", property: "id", kind: "objectId", decode: (value) => value, encode: (value) => value },
        { name: "price", property: "price", kind: "number", minimum: 0, exclusiveMinimum: true, default: () => 0 },
        {
          name: "tags",
          property: "tags",
          kind: "array",
          element: { kind: "string", maxLength: 20, nullable: true, decode: (value) => value },
          minItems: 0,
        },
        { name: "x", property: "x", kind: "any", types: ["string", "int"], optional: true },
      ],
    }],
  };
  assert.deepEqual(JSON.parse(planJson(plan)), {
    model: "Product",
    objects: [{
      unknown: "reject",
      allowDollarKeys: false,
      fields: [
        { name: "_id", label: "id", kind: "objectId" },
        { name: "price", kind: "number", minimum: 0, exclusiveMinimum: true, optional: true },
        { name: "tags", kind: "array", element: { kind: "string", maxLength: 20, nullable: true }, minItems: 0 },
        { name: "x", kind: "any", types: ["string", "int"], optional: true },
      ],
    }],
  });
});
