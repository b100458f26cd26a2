import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HaricotError } from "../../src/errors/haricot-error.ts";
import type { Plan } from "../../src/transfer/plan.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { Code } from "../../src/values/code.ts";
import { documentsFrame, roundTrip, TWINS, untypedRoundTrip } from "./frames.ts";
import { fieldsOf, planOf } from "./plans.ts";

/** `levels` documents or arrays in one another. */
function nest(levels: number, wrap: (inner: unknown) => unknown, innermost: unknown): unknown {
  let value = innermost;
  for (let i = 0; i < levels; i++) value = wrap(value);
  return value;
}

const inObject = (inner: unknown): unknown => ({ a: inner });
const inArray = (inner: unknown): unknown => [inner];
const tooDeep = (error: unknown): boolean => error instanceof HaricotError && /100 levels/.test(error.message);

describe("depth of untyped documents", () => {
  for (const [name, wrap] of [["objects", inObject], ["arrays", inArray]] as const) {
    test(`100 levels of ${name} pass, 101 do not`, () => {
      const fine = { a: nest(99, wrap, 1) };
      assert.deepEqual(untypedRoundTrip([fine]), [fine]);
      assert.throws(() => documentsFrame(null, [{ a: nest(100, wrap, 1) }]), tooDeep);
      assert.throws(() => Submission.of({ a: nest(100, wrap, 1) }).bytes(), tooDeep);
    });
  }

  test("a scope is a level", () => {
    const fine = { a: nest(98, inObject, new Code("f", {})) };
    documentsFrame(null, [fine]);
    assert.throws(() => documentsFrame(null, [{ a: nest(99, inObject, new Code("f", {})) }]), tooDeep);
  });

  test("objects that contain themselves are told apart", () => {
    const cyclic: Record<string, unknown> = { list: [] };
    (cyclic.list as unknown[]).push({ cyclic });
    assert.throws(() => documentsFrame(null, [cyclic]), /contains itself/);
    assert.throws(() => Submission.of(cyclic).bytes(), /contains itself/);
  });

  test("an object used twice is no circle", () => {
    const shared = { x: 1 };
    assert.deepEqual(untypedRoundTrip([{ a: shared, b: [shared, shared] }]), [{
      a: { x: 1 },
      b: [{ x: 1 }, { x: 1 }],
    }]);
  });

  test("shared objects that unfold to more than a message holds are refused", () => {
    let value: unknown = 1;
    for (let i = 0; i < 60; i++) value = [value, value];
    assert.throws(() => documentsFrame(null, [{ value }]), /16 MiB/);
  });
});

for (const twin of TWINS) {
  describe(`depth of documents of a plan (${twin})`, () => {
    const tree: Plan = {
      model: "Tree",
      objects: [{
        fields: fieldsOf({
          a: { kind: "object", object: 0, optional: true },
          list: { kind: "array", element: { kind: "object", object: 0 }, optional: true },
          by: { kind: "record", element: { kind: "object", object: 0 }, optional: true },
          any: { kind: "any", optional: true },
        }),
      }],
    };

    test("100 levels of embedded objects pass, 101 do not", () => {
      const fine = nest(99, inObject, {}) as object;
      assert.deepEqual(roundTrip(tree, [fine], twin), [fine]);
      assert.throws(() => documentsFrame(tree, [nest(100, inObject, {}) as object], twin), tooDeep);
    });

    test("lists and records are levels", () => {
      for (const wrap of [(inner: unknown) => ({ list: [inner] }), (inner: unknown) => ({ by: { k: inner } })]) {
        const fine = nest(49, wrap, { a: {} }) as object;
        assert.deepEqual(roundTrip(tree, [fine], twin), [fine]);
        assert.throws(() => documentsFrame(tree, [nest(50, wrap, {}) as object], twin), tooDeep);
        assert.throws(() => documentsFrame(tree, [nest(49, wrap, { a: { list: [] } }) as object], twin), tooDeep);
      }
    });

    test("values of any kind count from where they are", () => {
      const fine = nest(50, inObject, { any: nest(49, inArray, 1) }) as object;
      assert.deepEqual(roundTrip(tree, [fine], twin), [fine]);
      assert.throws(
        () => documentsFrame(tree, [nest(50, inObject, { any: nest(50, inArray, 1) }) as object], twin),
        tooDeep,
      );
    });

    test("a circle is told apart", () => {
      const cyclic: Record<string, unknown> = {};
      cyclic.list = [cyclic];
      assert.throws(() => documentsFrame(tree, [cyclic], twin), /contains itself/);
    });

    test("plans that are deeper by themselves", () => {
      const objects = Array.from(
        { length: 102 },
        (_, i) => ({ fields: fieldsOf({ a: { kind: "object", object: i + 1, optional: true } }) }),
      );
      const plan: Plan = { model: "Deep", objects: [...objects, { fields: [] }] };
      const fine = nest(99, inObject, {}) as object;
      assert.deepEqual(roundTrip(plan, [fine], twin), [fine]);
      assert.throws(() => documentsFrame(plan, [nest(100, inObject, {}) as object], twin), tooDeep);
      const lists = planOf({
        l: nest(100, (element) => ({ kind: "array", element }), { kind: "int" }) as { kind: "array" },
      });
      assert.throws(() => documentsFrame(lists, [{ l: nest(100, inArray, 1) }], twin), tooDeep);
    });
  });
}
