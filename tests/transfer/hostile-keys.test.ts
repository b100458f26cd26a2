import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { Frame } from "../../src/transfer/frame.ts";
import type { Plan, PlanValue } from "../../src/transfer/plan.ts";
import { documentsFrame, readAll, roundTrip, TWINS, untypedRoundTrip } from "./frames.ts";
import { fieldsOf } from "./plans.ts";
import { shapedFrame } from "./shaped-frame.ts";

const KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "prototype",
  "then",
  "",
  "0",
  "10",
  "a.b",
  "$x",
  "-",
  "ä",
  "😀",
  `"`,
  "\\",
  "`${1}`",
  "\n",
  "\u2028",
  "*/",
  `" + "`,
  "frame",
  "v0",
  "text",
];

/** An object with a key that a literal could not have. */
function withKey(key: string, value: unknown): Record<string, unknown> {
  return Object.defineProperty({}, key, { value, enumerable: true, writable: true, configurable: true }) as Record<
    string,
    unknown
  >;
}

function assertOwn(object: unknown, key: string, value: unknown): void {
  assert.equal(Object.getPrototypeOf(object), Object.prototype);
  assert.deepEqual(Object.keys(object as object), [key]);
  assert.deepEqual(Object.getOwnPropertyDescriptor(object, key), {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function assertUnpolluted(): void {
  assert.equal(Object.getOwnPropertyNames(Object.prototype).includes("polluted"), false);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
}

for (const twin of TWINS) {
  describe(`hostile keys (${twin})`, () => {
    for (const key of KEYS) {
      const name = JSON.stringify(key);

      test(`${name} as a field of a plan, of an embedded object, optional or not`, () => {
        for (const optional of [false, true]) {
          const plan: Plan = {
            model: "Sample",
            objects: [
              { fields: [{ name: key, property: key, kind: "object", object: 1, optional }] },
              {
                fields: [{
                  name: key,
                  property: key,
                  kind: "string",
                  optional,
                  decode: (value) => value,
                  encode: (value) => value,
                }],
              },
            ],
          };
          const inner = withKey(key, "polluted");
          const [read] = roundTrip(plan, [withKey(key, inner)], twin);
          assert.deepEqual(Object.keys(read!), [key]);
          assertOwn(Object.getOwnPropertyDescriptor(read, key)!.value, key, "polluted");
          if (optional) assert.deepEqual(Object.keys(roundTrip(plan, [{}], twin)[0]!), []);
        }
        assertUnpolluted();
      });

      test(`${name} as key of a record, of a kept field, of any`, () => {
        const kinds: PlanValue[] = [{ kind: "record", element: { kind: "any" } }, { kind: "any" }, {
          kind: "object",
          object: 1,
        }];
        const plan: Plan = {
          model: "Sample",
          objects: [{ fields: fieldsOf(Object.fromEntries(kinds.map((kind, i) => [`f${i}`, kind]))) }, {
            unknown: "keep",
            fields: [],
          }],
        };
        const value = { polluted: true };
        const document = { f0: withKey(key, value), f1: withKey(key, value), f2: withKey(key, value) };
        const [read] = roundTrip(plan, [document], twin);
        for (const field of Object.values(read!)) assertOwn(field, key, value);
        assertUnpolluted();
      });

      test(`${name} in untyped documents, inline and by shape`, () => {
        const value = { polluted: true };
        assertOwn(untypedRoundTrip([withKey(key, value)], {}, twin)[0], key, value);
        const rows = readUntyped(new Frame(shapedFrame([key], Array.from({ length: 40 }, () => [value])), 0), {}, twin);
        assert.equal(rows.length, 40);
        for (const row of rows) assertOwn(row, key, value);
        assertUnpolluted();
      });
    }

    test("a kept __proto__ of a class instance does not change its class", () => {
      const plan: Plan = { model: "Sample", objects: [{ unknown: "keep", fields: fieldsOf({ a: { kind: "int" } }) }] };
      const document = Object.assign(withKey("__proto__", { admin: true }), { a: 1 });
      const [read] = readAll(plan, documentsFrame(plan, [document], twin), twin);
      assert.equal((read as Record<string, unknown>).admin, undefined);
      assert.equal(Object.getPrototypeOf(read), Object.prototype);
    });
  });
}
