import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { CHUNK_DOCUMENTS, CHUNK_TEXT_BYTES, CHUNK_WORDS, HEADER_WORDS } from "../../src/transfer/layout.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { documentsFrame, roundTrip, TWINS, untypedRoundTrip } from "./frames.ts";
import { planOf } from "./plans.ts";

const plan = planOf({
  a: { kind: "string" },
  b: { kind: "string" },
  c: { kind: "any", optional: true },
  r: { kind: "record", element: { kind: "string" }, optional: true },
});

for (const twin of TWINS) {
  describe(`text (${twin})`, () => {
    test("pairs at every place around the borders of chunks", () => {
      for (let shift = 0; shift < 4; shift++) {
        const documents = Array.from(
          { length: 3000 },
          (_, i) => ({ a: "x".repeat(shift) + "😀é€z".repeat(i % 5), b: i % 3 === 0 ? "" : "😀" }),
        );
        assert.deepEqual(roundTrip(plan, documents, twin), documents);
      }
    });

    test("a string of 5 MB, and many small ones after it", () => {
      const documents = [
        { a: "ü".repeat(2_500_000), b: "y" },
        ...Array.from({ length: 500 }, (_, i) => ({ a: String(i), b: "" })),
      ];
      assert.deepEqual(roundTrip(plan, documents, twin), documents);
    });

    const HALVES: [string, object, string][] = [
      ["a high half", { a: "x\ud83d", b: "y" }, "a"],
      ["a low half", { a: "x", b: "\ude00y" }, "b"],
      ["a high half within", { a: "x\ud83dy", b: "" }, "a"],
      ["two halves in two strings", { a: "x\ud83d", b: "\ude00y" }, "a"],
      ["a half in a value of any kind", { a: "x", b: "y", c: { list: ["\ud83d"] } }, "c.list.0"],
      ["a half in a key", { a: "x", b: "y", r: { "\ude00": "z" } }, "r.\ude00"],
      ["halves in key and value", { a: "x", b: "y", r: { "k\ud83d": "\ude00" } }, "r.k\ud83d"],
    ];

    for (const [name, bad, path] of HALVES) {
      test(`${name} of a surrogate pair is refused and the path named`, () => {
        const fine = { a: "😀", b: "fine" };
        for (const before of [0, 1, 300, 2000]) {
          const documents = [...Array(before).fill(fine), bad, ...Array(10).fill(fine)];
          assert.throws(
            () => documentsFrame(plan, documents, twin),
            (error: unknown) =>
              error instanceof ValidationError && error.path === path && error.index === before &&
              /surrogate/.test(error.message),
          );
        }
      });
    }
  });
}

describe("text of untyped documents", () => {
  test("halves of surrogate pairs are refused in documents and envelopes", () => {
    const check = (path: string) => (error: unknown): boolean =>
      error instanceof InvalidArgument && error.path === path;
    assert.throws(() => documentsFrame(null, [{ a: ["x", "\ud800"] }]), check("a.1"));
    assert.throws(() => documentsFrame(null, [{ a: "\ud83d" }, { "\ude00": 1 }]), check("a"));
    assert.throws(() => Submission.of({ command: { find: "x\udc00" } }).bytes(), check("command.find"));
  });

  test("a byte order mark is text", () => {
    assert.deepEqual(untypedRoundTrip([{ "\ufeffkey": "\ufeff" }]), [{ "\ufeffkey": "\ufeff" }]);
  });
});

describe("chunks", () => {
  function chunksOf(documents: readonly object[]): number[][] {
    const bytes = Submission.of({}).documents(null, documents).bytes();
    const words = new Uint32Array(bytes.slice().buffer);
    const head = words[1]! / 4;
    return Array.from({ length: words[head + 3]! }, (_, i) => {
      const at = head + HEADER_WORDS + i * CHUNK_WORDS;
      return [...words.subarray(at, at + CHUNK_WORDS)];
    });
  }

  test("a chunk ends with the document that fills it", () => {
    const chunks = chunksOf(Array.from({ length: 100 }, () => ({ text: "x".repeat(1000) })));
    assert.equal(chunks.reduce((sum, chunk) => sum + chunk[0]!, 0), 100);
    for (const [documents, bytes, units] of chunks) {
      assert.ok(bytes! < CHUNK_TEXT_BYTES + 1004, "a chunk is not longer than its border and one document");
      assert.equal(bytes, units);
      assert.ok(documents! <= 5);
    }
  });

  test("a chunk without text ends after its number of documents", () => {
    const chunks = chunksOf(Array.from({ length: CHUNK_DOCUMENTS * 2 + 1 }, () => ({})));
    assert.deepEqual(chunks.map((chunk) => chunk[0]), [CHUNK_DOCUMENTS, CHUNK_DOCUMENTS, 1]);
  });

  test("the sums of the directory are the numbers of the header", () => {
    const bytes = Submission.of({}).documents(
      null,
      Array.from({ length: 700 }, (_, i) => ({ a: "ü".repeat(i % 50), b: i / 2, c: new Uint8Array(i % 3) })),
    ).bytes();
    const words = new Uint32Array(bytes.slice().buffer);
    const head = words[1]! / 4;
    const sums = Array(CHUNK_WORDS).fill(0);
    for (let i = 0; i < words[head + 3]!; i++) {
      for (let k = 0; k < CHUNK_WORDS; k++) sums[k] += words[head + HEADER_WORDS + i * CHUNK_WORDS + k]!;
    }
    const [documents, text, , ofWords, doubles, binary] = sums;
    assert.deepEqual([documents, ofWords, doubles, binary, text], [
      words[head + 2],
      words[head + 4],
      words[head + 5],
      words[head + 6],
      words[head + 7],
    ]);
    assert.equal(words[head + 1], bytes.length - head * 4);
    assert.equal(bytes.length % 8, 0);
  });
});
