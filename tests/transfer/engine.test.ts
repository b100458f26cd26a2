import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { Engine } from "../../src/engine/engine.ts";
import type { Plan } from "../../src/transfer/plan.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { library } from "../support/environment.ts";
import { readAll, TWINS } from "./frames.ts";
import { fieldsOf, planOf } from "./plans.ts";
import { plain, planWithDocuments, untypedDocuments } from "./random-plans.ts";
import { decoded, encoded, reasonOf, withPlan } from "./through-engine.ts";

const engine = Engine.get(library);
after(() => engine.close());

const kept: Plan = { model: "Kept", objects: [{ unknown: "keep", fields: fieldsOf({ a: { kind: "int" } }) }] };

describe("both sides of the boundary agree", () => {
  test("random plans and documents", () => {
    fc.assert(
      fc.property(planWithDocuments, ({ plan, documents }) => {
        withPlan(engine, plan, (handle) => {
          for (const twin of TWINS) {
            const frame = decoded(engine, encoded(engine, plan, handle, documents, twin), handle);
            assert.deepEqual(plain(readAll(plan, frame, twin)), plain(documents));
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test("random documents without a plan, which the engine gives back with shapes", () => {
    fc.assert(fc.property(untypedDocuments, (documents) => {
      for (const twin of TWINS) {
        assert.deepEqual(
          plain(readUntyped(decoded(engine, encoded(engine, null, 0, documents)), {}, twin)),
          plain(documents),
        );
      }
    }));
  });

  test("many documents of few shapes, with embedded ones", () => {
    const documents = Array.from({ length: 3000 }, (_, i) => ({
      _id: i,
      name: `name ${i} ${"ü".repeat(i % 30)}`,
      kind: i % 3 === 0 ? { a: i, b: [i, `${i}`] } : { c: { d: i / 2 } },
      mixed: [1, "x", null, 1.5, { i }][i % 5],
    }));
    for (const twin of TWINS) {
      assert.deepEqual(readUntyped(decoded(engine, encoded(engine, null, 0, documents)), {}, twin), documents);
    }
  });

  test("documents whose fields another writer stored in another order, or not at all", () => {
    const plan = planOf({
      a: { kind: "number" },
      b: { kind: "string", optional: true },
      o: { kind: "object", object: 1, optional: true },
    });
    const stored = [{ o: { inner: "x" }, b: "y", a: 1 }, { b: "z", extra: [1, 2], a: 2.5 }, { a: 3 }];
    const wanted = [{ a: 1, b: "y", o: { inner: "x" } }, { a: 2.5, b: "z" }, { a: 3 }];
    withPlan(engine, plan, (handle) => {
      for (const twin of TWINS) {
        assert.deepEqual(readAll(plan, decoded(engine, encoded(engine, null, 0, stored), handle), twin), wanted);
      }
    });
  });

  test("unknown fields are kept across the boundary", () => {
    const documents: object[] = [{ a: 1, x: { y: [1, null] }, constructor: 5 }, { a: 2 }];
    withPlan(engine, kept, (handle) => {
      for (const twin of TWINS) {
        assert.deepEqual(
          readAll(kept, decoded(engine, encoded(engine, kept, handle, documents, twin), handle), twin),
          documents,
        );
      }
    });
  });

  test("100 levels pass, and a document of nearly 16 MiB", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 99; i++) deep = i % 2 === 0 ? [deep] : { deep };
    const large = "x".repeat(16 * 1024 * 1024 - 100);
    for (const document of [{ deep }, { large }]) {
      assert.deepEqual(readUntyped(decoded(engine, encoded(engine, null, 0, [document]))), [document]);
    }
  });

  test("what the engine refuses is refused", () => {
    for (const bad of [{ a: { "b\0c": 1 } }, { large: "x".repeat(16 * 1024 * 1024) }]) {
      assert.equal(encoded(engine, null, 0, [bad]), 0);
    }
  });

  test("a stored document that does not fit its plan is told apart", () => {
    withPlan(engine, kept, (handle) => {
      const batch = encoded(engine, null, 0, [{ _id: 1, a: 1 }, { _id: 2, a: "x" }]);
      assert.equal(engine.decodeBatch(batch, handle, new Uint8Array(0)), 0);
      const record = JSON.parse(reasonOf(engine));
      assert.ok(engine.release(batch));
      const { model, path, id, index } = record;
      assert.deepEqual({ class: record.class, model, path, id, index }, {
        class: "validation",
        model: "Kept",
        path: "a",
        id: 2,
        index: 1,
      });
    });
  });
});
