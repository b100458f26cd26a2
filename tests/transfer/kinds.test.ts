import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PlanValue } from "../../src/transfer/plan.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { roundTrip, TWINS } from "./frames.ts";
import { planOf } from "./plans.ts";

const id = new ObjectId("65a1b2c3d4e5f60718293aff");

const VALUES: [PlanValue, unknown[]][] = [
  [{ kind: "string" }, ["", "a", "\0", "äöü €", "😀", "\ufeffmark", "x".repeat(10_000), "\u2028"]],
  [{ kind: "number" }, [
    0,
    -0,
    1,
    -1,
    1.5,
    2147483647,
    -2147483648,
    2147483648,
    -2147483649,
    2 ** 53 - 1,
    1e300,
  ]],
  [{ kind: "int" }, [0, 2147483647, -2147483648, 2147483648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
  [{ kind: "double" }, [0, -0, 1, 5e-324]],
  [{ kind: "long" }, [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]],
  [{ kind: "boolean" }, [true, false]],
  [{ kind: "date" }, [new Date(0), new Date(-1), new Date(8.64e15), new Date(-8.64e15)]],
  [{ kind: "objectId" }, [id]],
  [{ kind: "decimal128" }, [new Decimal128("-1.50E+10"), new Decimal128("NaN")]],
  [{ kind: "binary" }, [new Uint8Array(), new Uint8Array([1, 2, 3]), new Uint8Array(5000).fill(7)]],
  [{ kind: "uuid" }, ["00112233-4455-6677-8899-aabbccddeeff"]],
  [{ kind: "timestamp" }, [new Timestamp(4294967295, 4294967294), new Timestamp(0, 0)]],
  [{ kind: "regex" }, [/a/, /b+/ims, /ü/u, new BSONRegExp("a/b", "x"), new BSONRegExp("", "")]],
  [{ kind: "object", object: 1 }, [{ inner: "x" }]],
  [{ kind: "array", element: { kind: "int" } }, [[], [1], [1, 2, 3], Array.from({ length: 10_000 }, (_, i) => i)]],
  [{ kind: "array", element: { kind: "array", element: { kind: "string" } } }, [[], [[]], [["a", "b"], [], ["c"]]]],
  [{ kind: "array", element: { kind: "object", object: 1 } }, [[{ inner: "a" }, { inner: "b" }]]],
  [{ kind: "array", element: { kind: "string", nullable: true } }, [[null], ["a", null, "b"], [
    ...Array(33).fill("x"),
    null,
    "y",
  ]]],
  [{ kind: "record", element: { kind: "number" } }, [{}, { a: 1, b: 1.5 }, { "": 1, "ä.b": 2 }]],
  [{ kind: "record", element: { kind: "object", object: 1, nullable: true } }, [{ a: { inner: "x" }, b: null }]],
  [{ kind: "any" }, [
    null,
    5,
    -0,
    2 ** 40,
    2 ** 60,
    "x",
    true,
    { a: [1, { b: null }] },
    [[], {}],
    id,
    new Date(5),
    2n ** 62n,
    new Timestamp(1, 2),
  ]],
];

for (const twin of TWINS) {
  describe(`every kind (${twin})`, () => {
    for (const [value, samples] of VALUES) {
      const element = value.element === undefined
        ? ""
        : ` of ${value.element.nullable ? "nullable " : ""}${value.element.kind}`;
      test(`${value.kind}${element} is read as it was written`, () => {
        const plan = planOf({ before: { kind: "string" }, value, after: { kind: "number" } });
        const documents = samples.map((sample, i) => ({ before: `b${i}`, value: sample, after: i + 0.5 }));
        assert.deepEqual(roundTrip(plan, documents, twin), documents);
      });
    }

    test("ids of other libraries are written", async () => {
      const bson = await import("bson");
      const plan = planOf({ value: { kind: "objectId" }, any: { kind: "any" } });
      const foreign = new bson.ObjectId(id.toString());
      assert.deepEqual(roundTrip(plan, [{ value: foreign, any: foreign }], twin), [{ value: id, any: id }]);
    });

    test("an int has no negative zero", () => {
      assert.ok(Object.is(roundTrip(planOf({ value: { kind: "int" } }), [{ value: -0 }], twin)[0]!.value, 0));
    });

    test("binary is a copy with memory of its own", () => {
      const [read] = roundTrip(planOf({ value: { kind: "binary" } }), [{ value: Buffer.from([1, 2]) }], twin);
      assert.deepEqual(read!.value, new Uint8Array([1, 2]));
      assert.equal((read!.value as Uint8Array).buffer.byteLength, 2);
    });
  });
}
