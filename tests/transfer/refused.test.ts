import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Plan, PlanField, PlanValue } from "../../src/transfer/plan.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { Binary } from "../../src/values/binary.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { documentsFrame, roundTrip, TWINS, untypedRoundTrip } from "./frames.ts";
import { fieldsOf, planOf } from "./plans.ts";

const secret = "hunter2";

class Foreign {
  value = secret;
}

/** A kind with checks, and values that it refuses. */
const REFUSED: [PlanValue, unknown[]][] = [
  [{ kind: "string" }, [5, null, undefined, {}, [secret], new String("x")]],
  [{ kind: "string", minLength: 2, maxLength: 3 }, ["a", "four"]],
  [{ kind: "string", values: ["a", "b"] }, ["c"]],
  [{ kind: "number" }, ["5", 5n, null, NaN, Infinity, -Infinity]],
  [{ kind: "double" }, ["5", 5n, null, NaN, Infinity, -Infinity]],
  [{ kind: "number", minimum: 1, maximum: 2 }, [0.5, 2.5, NaN]],
  [{ kind: "number", minimum: 1, maximum: 2, exclusiveMinimum: true, exclusiveMaximum: true }, [1, 2]],
  [{ kind: "int" }, [1.5, NaN, Infinity, 2 ** 53, "1", 1n]],
  [{ kind: "int", values: [1, 2] }, [3]],
  [{ kind: "double" }, ["1", 1n]],
  [{ kind: "long" }, [1, 2n ** 63n, -(2n ** 63n) - 1n]],
  [{ kind: "boolean" }, [0, "true"]],
  [{ kind: "date" }, [new Date(NaN), 5, "2026-01-01"]],
  [{ kind: "objectId" }, ["65a1b2c3d4e5f60718293aff", { _bsontype: "ObjectId" }]],
  [{ kind: "decimal128" }, ["1.5", 1.5]],
  [{ kind: "binary" }, [[1], new ArrayBuffer(2), new Int16Array(2), new Binary(new Uint8Array(), 0)]],
  [{ kind: "uuid" }, ["x", secret]],
  [{ kind: "timestamp" }, [5, new Date()]],
  [{ kind: "regex" }, ["a", /a/g, /a/y]],
  [{ kind: "object", object: 1 }, [5, "x", [], new Date(), new Map(), new ObjectId(), new Uint8Array(2), null]],
  [{ kind: "array", element: { kind: "int" } }, [{}, "x", new Set([1]), new Int32Array(2)]],
  [{ kind: "array", element: { kind: "int" }, minItems: 1, maxItems: 2 }, [[], [1, 2, 3]]],
  [{ kind: "record", element: { kind: "int" } }, [[], new Map([["a", 1]]), 5]],
  [{ kind: "any" }, [
    undefined,
    () => 1,
    Symbol("s"),
    new Map(),
    new Set(),
    new Float32Array(1),
    new Foreign(),
    Promise.resolve(),
    new WeakMap(),
    2n ** 64n,
    /a/g,
    new Date(NaN),
  ]],
  [{ kind: "any", types: ["string", "int"] }, [null, 1.5, {}, 2 ** 40, true]],
];

function refusal(run: () => unknown): ValidationError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ValidationError, `another error: ${error}`);
    return error;
  }
  throw new Error("not refused");
}

for (const twin of TWINS) {
  describe(`refused on writing (${twin})`, () => {
    for (const [value, samples] of REFUSED) {
      const checks = JSON.stringify({ ...value, kind: undefined, element: undefined });
      test(`${value.kind} ${checks}`, () => {
        const plan = planOf({ fine: { kind: "int" }, value });
        for (const sample of samples) {
          const error = refusal(() =>
            documentsFrame(plan, [{ fine: 1, value: value.values?.[0] ?? sample }, { fine: 1, value: sample }], twin)
          );
          assert.equal(error.model, "Sample");
          assert.equal(error.path, "value");
          assert.ok(error.message.includes("Sample.value"), error.message);
          assert.ok(error.expected !== undefined && error.found !== undefined);
          assert.ok(!error.message.includes(secret), error.message);
        }
      });
    }

    test("names the path in nested objects, lists and records, and the document", () => {
      const plan: Plan = {
        model: "Order",
        objects: [
          {
            fields: fieldsOf({
              items: { kind: "array", element: { kind: "object", object: 1 } },
              by: { kind: "record", element: { kind: "int" }, optional: true },
              x: { kind: "any", optional: true },
            }),
          },
          {
            fields: [{ name: "sku_stored", property: "sku", kind: "string" }, {
              name: "kids",
              property: "kids",
              kind: "array",
              element: { kind: "object", object: 1 },
              optional: true,
            }],
          },
        ],
      };
      const fine = { items: [{ sku: "a" }] };
      const cases: [object, string][] = [
        [{ items: [{ sku: "a" }, { sku: 5 }] }, "items.1.sku"],
        [
          { items: [{ sku: "a", kids: [{ sku: "b", kids: [{ sku: "c" }, { sku: null }] }] }] },
          "items.0.kids.0.kids.1.sku",
        ],
        [{ items: [{ sku: "a" }, undefined] }, "items.1"],
        [{ items: [], by: { a: 1, "b c": "x" } }, "by.b c"],
        [{ items: [], x: { list: [1, { deep: Symbol() }] } }, "x.list.1.deep"],
        [{ items: [], x: [1, undefined] }, "x.1"],
      ];
      for (const [bad, path] of cases) {
        const error = refusal(() => documentsFrame(plan, [fine, fine, bad, fine], twin));
        assert.equal(error.path, path);
        assert.equal(error.index, 2);
      }
    });

    test("names on Object.prototype do not count as values", () => {
      const plan = planOf(
        { constructor: { kind: "any" }, toString: { kind: "any", optional: true } } as Record<
          string,
          PlanValue & Partial<PlanField>
        >,
      );
      assert.equal(refusal(() => documentsFrame(plan, [{}], twin)).path, "constructor");
      assert.deepEqual(roundTrip(plan, [{ constructor: 1 }], twin), [{ constructor: 1 }]);
    });

    test("after a refusal the next submission is sound", () => {
      const plan = planOf({ value: { kind: "string" } });
      assert.throws(() => documentsFrame(plan, [{ value: "left behind" }, { value: 5 }], twin));
      assert.deepEqual(roundTrip(plan, [{ value: "x" }], twin), [{ value: "x" }]);
    });

    test("errors of getters and encoders come through as they are", () => {
      const plan = planOf({ value: { kind: "string" } });
      const broken = new RangeError("mine");
      const document = {
        get value(): string {
          throw broken;
        },
      };
      assert.throws(() => documentsFrame(plan, [document], twin), broken);
    });
  });
}

describe("refused in untyped documents and envelopes", () => {
  const BAD: [unknown, RegExp][] = [
    [() => 1, /a function/],
    [Symbol("s"), /a symbol/],
    [new Map(), /an instance of Map/],
    [new Set(), /an instance of Set/],
    [new Float64Array(2), /an instance of Float64Array/],
    [new Foreign(), /an instance of Foreign/],
    [new Date(NaN), /an invalid Date/],
    [2n ** 63n, /a bigint beyond 64 bits/],
    [/x/gy, /flags "gy"/],
    [new Array(2), /undefined/],
  ];

  for (const [value, message] of BAD) {
    test(`${message.source} is an InvalidArgument that names the path`, () => {
      const check = (path: string) => (error: unknown): boolean =>
        error instanceof InvalidArgument && message.test(error.message) && error.path!.startsWith(path) &&
        !error.message.includes(secret);
      assert.throws(() => documentsFrame(null, [{ ok: 1 }, { a: [{ b: value }] }]), check("a.0.b"));
      assert.throws(
        () => Submission.of({ command: { find: "x", filter: { a: value } } }).bytes(),
        check("command.filter.a"),
      );
    });
  }

  test("undefined: left out of documents, an error in envelopes", () => {
    assert.deepEqual(roundTripUntyped({ a: undefined, b: { c: undefined, d: 1 } }), { b: { d: 1 } });
    assert.throws(
      () => Submission.of({ command: { filter: { a: { $in: [1] }, b: undefined } } }).bytes(),
      (error: unknown) =>
        error instanceof InvalidArgument && error.path === "command.filter.b" && /undefined/.test(error.message),
    );
  });
});

function roundTripUntyped(document: object): unknown {
  return untypedRoundTrip([document])[0];
}
