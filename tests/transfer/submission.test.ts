import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { Frame } from "../../src/transfer/frame.ts";
import { MAGIC } from "../../src/transfer/layout.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { splice } from "../../src/transfer/splice.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { documentsFrame, memoryOf } from "./frames.ts";
import { planOf } from "./plans.ts";

describe("Submission", () => {
  test("is an envelope alone, or with documents 8-aligned behind it", () => {
    for (let length = 0; length < 20; length++) {
      const envelope = { command: { find: "x".repeat(length) } };
      const alone = memoryOf(Submission.of(envelope).bytes(), 0);
      assert.deepEqual(readUntyped(new Frame(alone, 0)), [envelope]);
      const both = memoryOf(Submission.of(envelope).documents(null, [{ a: length }, {}]).bytes(), 0);
      const start = both.i32[1]!;
      assert.equal(start % 8, 0);
      assert.equal(both.i32[start / 4], MAGIC);
      assert.deepEqual(readUntyped(new Frame(both, 0)), [envelope]);
      assert.deepEqual(readUntyped(new Frame(both, start)), [{ a: length }, {}]);
      assert.equal(start + both.i32[start / 4 + 1]!, both.u8.length);
    }
  });

  test("the same input gives the same bytes after others used the buffers", () => {
    const plan = planOf({ a: { kind: "string" }, b: { kind: "number" }, c: { kind: "binary" } });
    const make = () =>
      Submission.of({ x: 1.5, y: "ü" }).documents(plan, [{ a: "é", b: 0.5, c: new Uint8Array(3) }]).bytes().slice();
    const first = make();
    Submission.of({ noise: "z".repeat(50_000), list: Array(5000).fill(1.25) }).documents(
      null,
      Array(500).fill({ n: "noise", b: new Uint8Array(99).fill(255) }),
    ).bytes();
    assert.deepEqual(make(), first);
  });

  test("submissions that overlap do not disturb each other", () => {
    const one = Submission.of({ n: 1 }).documents(null, [{ n: "one" }]);
    const two = Submission.of({ n: 2 }).documents(null, [{ n: "two" }, { n: "two" }]);
    const bytes = one.bytes().slice();
    const memory = memoryOf(bytes, 0);
    assert.deepEqual(readUntyped(new Frame(memory, 0)), [{ n: 1 }]);
    assert.deepEqual(readUntyped(new Frame(memory, memory.i32[1]!)), [{ n: "one" }]);
    assert.deepEqual(readUntyped(new Frame(memoryOf(two.bytes(), 0), 0)), [{ n: 2 }]);
  });

  test("large submissions and many of them", () => {
    const documents = Array.from(
      { length: 60_000 },
      (_, i) => ({ i, text: `number ${i}`, half: i / 2, bytes: new Uint8Array(i % 5) }),
    );
    for (let round = 0; round < 2; round++) assert.deepEqual(readUntyped(documentsFrame(null, documents)), documents);
  });

  test("binary values of every size keep their order and place", () => {
    const sizes = [3, 16_384, 0, 100_001, 7, 40_000, 16_383, 16_384];
    const bytes = sizes.map((size, i) => new Uint8Array(size).map((_, at) => at * 7 + i));
    const documents = [{ list: bytes.slice(0, 3) }, { a: bytes[3], b: bytes[4] }, { list: bytes.slice(5) }];
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(readUntyped(documentsFrame(null, documents)), documents);
      assert.deepEqual(readUntyped(new Frame(memoryOf(Submission.of(documents[1]!).bytes(), 0), 0)), [documents[1]]);
    }
  });

  test("a large binary value whose memory is taken away while the submission is written is refused", () => {
    const plan = planOf({ a: { kind: "binary" } });
    const a = new Uint8Array(100_000);
    const submission = Submission.of({ x: 1 }).documents(plan, [{ a }]);
    structuredClone(a.buffer, { transfer: [a.buffer] });
    assert.throws(() => submission.bytes(), { code: "argument.binary_changed" });
    assert.deepEqual(readUntyped(documentsFrame(null, [{ after: "it" }])), [{ after: "it" }]);
  });

  test("a splice names a document of the submission", () => {
    const documents = [{ a: 1 }, { a: 2 }];
    const bytes = Submission.of({ update: { q: {}, u: splice(1) } }).documents(null, documents).bytes();
    assert.ok(bytes.length > 0);
    for (const bad of [splice(2), splice(-1), splice(0.5)]) {
      assert.throws(() => Submission.of({ u: bad }).documents(null, documents).bytes(), InvalidArgument);
    }
    assert.throws(() => Submission.of({ u: splice(0) }).bytes(), InvalidArgument);
    assert.throws(() => Submission.of({}).documents(null, [{ u: splice(0) }]), InvalidArgument);
  });
});
