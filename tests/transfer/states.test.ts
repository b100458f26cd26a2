import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileFill } from "../../src/transfer/fill.ts";
import type { Plan } from "../../src/transfer/plan.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { documentsFrame, readAll, roundTrip, TWINS } from "./frames.ts";
import { fieldsOf, planOf } from "./plans.ts";

for (const twin of TWINS) {
  describe(`states of fields (${twin})`, () => {
    test("missing, null and present in every place of 40 fields", () => {
      const names = Array.from({ length: 40 }, (_, i) => `f${i}`);
      const plan = planOf(
        Object.fromEntries(names.map((name) => [name, { kind: "int", optional: true, nullable: true }])),
      );
      const documents = Array.from(
        { length: 81 },
        (_, k) =>
          Object.fromEntries(
            names.flatMap((name, i) => (i * 7 + k) % 3 === 0 ? [] : [[name, (i * 7 + k) % 3 === 1 ? null : i]]),
          ),
      );
      assert.deepEqual(roundTrip(plan, documents, twin), documents);
      assert.deepEqual(roundTrip(plan, [{}], twin).map(Object.keys), [[]]);
    });

    test("an undefined member is missing", () => {
      const plan = planOf({ a: { kind: "int", optional: true }, o: { kind: "object", object: 1, optional: true } });
      const [read] = roundTrip(plan, [{ a: undefined, o: undefined }], twin);
      assert.deepEqual(Object.keys(read!), []);
    });

    test("a missing field with a default gets it, each time anew; null is not missing", () => {
      const plan: Plan = {
        model: "Sample",
        objects: [
          {
            fields: fieldsOf({
              list: { kind: "array", element: { kind: "int" }, default: () => [], nullable: true },
              o: { kind: "object", object: 1 },
            }),
          },
          { fields: fieldsOf({ a: { kind: "int", default: () => 7 }, b: { kind: "int", optional: true } }) },
        ],
      };
      const read = roundTrip(plan, [{ o: {} }, { o: { a: 1 } }, { list: null, o: { b: 2 } }], twin);
      assert.deepEqual(read, [{ list: [], o: { a: 7 } }, { list: [], o: { a: 1 } }, { list: null, o: { a: 7, b: 2 } }]);
      assert.notEqual(read[0]!.list, read[1]!.list);
    });

    test("an object without fields, and a document without any", () => {
      const plan: Plan = {
        model: "Sample",
        objects: [{ fields: fieldsOf({ o: { kind: "object", object: 1 } }) }, { fields: [] }],
      };
      assert.deepEqual(roundTrip(plan, [{ o: {} }, { o: { stripped: 1 } }], twin), [{ o: {} }, { o: {} }]);
      const empty: Plan = { model: "Sample", objects: [{ fields: [] }] };
      assert.deepEqual(roundTrip(empty, [{}, {}], twin), [{}, {}]);
      assert.equal(documentsFrame(empty, [], twin).count, 0);
    });

    test("stored names and properties may differ, and setters are used", () => {
      const plan = planOf({ id: { kind: "int", name: "_id" }, plain: { kind: "string" } });
      const frame = documentsFrame(plan, [{ id: 5, plain: "x" }], twin);
      const calls: unknown[] = [];
      class Model {
        declare plain: string;
        set id(value: unknown) {
          calls.push(value);
        }
      }
      const frameAgain = documentsFrame(plan, [{ id: 5, plain: "x" }], twin);
      assert.deepEqual(readAll(plan, frame, twin), [{ id: 5, plain: "x" }]);
      const target = new Model();
      compileFill(plan, twin)(target, frameAgain);
      assert.deepEqual(calls, [5]);
      assert.deepEqual({ ...target }, { plain: "x" });
    });

    test("a class fills itself in its base constructor, and field initialisers run after it", () => {
      const plan = planOf({ name: { kind: "string" } });
      const fill = compileFill(plan, twin);
      const frame = documentsFrame(plan, [{ name: "Bean" }], twin);
      class Base {
        declare name: string;
        constructor() {
          fill(this, frame);
        }
      }
      class Model extends Base {
        #secret = 3;
        upper = this.name.toUpperCase();
        get label(): string {
          return this.name + this.#secret;
        }
      }
      const model = new Model();
      assert.equal(model.upper, "BEAN");
      assert.equal(model.label, "Bean3");
    });

    test("embedded objects that contain themselves", () => {
      const plan: Plan = {
        model: "Tree",
        objects: [{
          fields: fieldsOf({
            label: { kind: "string" },
            left: { kind: "object", object: 0, optional: true },
            kids: { kind: "array", element: { kind: "object", object: 0 }, optional: true },
          }),
        }],
      };
      const tree = {
        label: "a",
        left: { label: "b", kids: [{ label: "c" }, { label: "d", left: { label: "e" } }] },
        kids: [],
      };
      assert.deepEqual(roundTrip(plan, [tree, { label: "z" }, tree], twin), [tree, { label: "z" }, tree]);
    });

    test("as many lists and objects as make generated names long", () => {
      const list = {
        kind: "array" as const,
        element: { kind: "record" as const, element: { kind: "string" as const, nullable: true } },
      };
      const names = Array.from({ length: 70 }, (_, i) => `l${i}`);
      const plan = planOf(Object.fromEntries(names.map((name) => [name, list])));
      const document = Object.fromEntries(names.map((name, i) => [name, [{ a: `${i}`, b: null }, {}]]));
      assert.deepEqual(roundTrip(plan, [document, document], twin), [document, document]);
    });

    test("the same object in many places, more than are expanded in place", () => {
      const wide = Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [`w${i}`, { kind: "int" as const, optional: i % 2 === 0 }]),
      );
      const plan: Plan = {
        model: "Sample",
        objects: [
          {
            fields: fieldsOf({
              a: { kind: "object", object: 1 },
              b: { kind: "array", element: { kind: "object", object: 1 } },
            }),
          },
          {
            fields: fieldsOf({
              x: { kind: "object", object: 2 },
              y: { kind: "object", object: 2 },
              z: { kind: "object", object: 2 },
            }),
          },
          { fields: fieldsOf(wide) },
        ],
      };
      const leaf = (from: number) =>
        Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [`w${i}`, i]).filter(([, i]) =>
            (i as number) % 2 === 1 || (i as number) >= from
          ),
        );
      const part = { x: leaf(0), y: leaf(20), z: leaf(60) };
      const document = { a: part, b: [part, part] };
      assert.deepEqual(roundTrip(plan, [document, document], twin), [document, document]);
    });
  });

  describe(`unknown fields (${twin})`, () => {
    const plan: Plan = {
      model: "Sample",
      objects: [
        {
          unknown: "keep",
          fields: fieldsOf({ a: { kind: "string", name: "stored" }, o: { kind: "object", object: 1, optional: true } }),
        },
        { unknown: "keep", fields: fieldsOf({ b: { kind: "string", optional: true } }) },
      ],
    };

    test("kept ones are read and written as they are, at every level", () => {
      const document = { a: "x", o: { b: "y", extra: [1, { c: null }] }, other: { deep: true }, "": 5 };
      assert.deepEqual(roundTrip(plan, [document, { a: "z" }, { a: "q", o: {} }], twin), [document, { a: "z" }, {
        a: "q",
        o: {},
      }]);
    });

    test("one that a field is stored under is refused on writing", () => {
      assert.throws(
        () => roundTrip(plan, [{ a: "x", stored: "y" }], twin),
        (error: unknown) => error instanceof ValidationError && error.path === "stored",
      );
    });

    test("one that would replace a property of the model is refused on reading", () => {
      const writer: Plan = {
        model: "Sample",
        objects: [{
          unknown: "keep",
          fields: fieldsOf({ stored: { kind: "string" }, o: { kind: "object", object: 1, optional: true } }),
        }, plan.objects[1]!],
      };
      const frame = documentsFrame(writer, [{ stored: "x", a: "y" }], twin);
      assert.throws(
        () => readAll(plan, frame, twin),
        (error: unknown) => error instanceof ValidationError && error.path === "a",
      );
    });

    test("kept ones run no setters", () => {
      const frame = documentsFrame(plan, [{ a: "x", trap: 1 }], twin);
      class Model {
        declare a: string;
        set trap(_: unknown) {
          throw new Error("ran");
        }
      }
      const target = new Model();
      compileFill(plan, twin)(target, frame);
      assert.deepEqual(Object.entries(target), [["a", "x"], ["trap", 1]]);
    });

    test("stripping models write their own fields only", () => {
      const strip = planOf({ a: { kind: "string" } });
      assert.deepEqual(roundTrip(strip, [{ a: "x", cache: new Map() }], twin), [{ a: "x" }]);
    });
  });
}
