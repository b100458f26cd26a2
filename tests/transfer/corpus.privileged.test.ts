import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { allocateMemory } from "../../src/engine/memory.ts";
import { Engine } from "../../src/engine/engine.ts";
import { Frame } from "../../src/transfer/frame.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { library } from "../support/environment.ts";
import { corpusCases } from "./corpus.ts";
import { TWINS } from "./frames.ts";

const engine = Engine.get(library);
after(() => engine.close());

/** The documents of a batch, as exactly as JavaScript can say it. */
function read(batch: number, twin: (typeof TWINS)[number]): Record<string, unknown>[] {
  const size = engine.decodeBatch(batch, 0, new Uint8Array(0));
  assert.ok(size > 0, "the batch can be decoded");
  const memory = allocateMemory(size);
  assert.equal(engine.decodeBatch(batch, 0, memory.u8), size);
  return readUntyped(new Frame(memory, 0), { numbers: "exact" }, twin);
}

/** What JavaScript makes of a stored document and gives back. */
function throughJavaScript(hex: string, twin: (typeof TWINS)[number]): number {
  const batch = engine.batchFromHex(hex);
  assert.notEqual(batch, 0, "valid BSON is taken");
  const [document] = read(batch, twin);
  assert.ok(engine.release(batch));
  const written = engine.encode(0, Submission.of(document!).bytes());
  assert.notEqual(written, 0, "what was read can be written");
  return written;
}

describe("BSON corpus", () => {
  const valid = corpusCases("valid");
  assert.ok(valid.length > 500, "the corpus is there");

  for (const twin of TWINS) {
    describe(`valid documents through the engine, a frame, JavaScript and back (${twin})`, () => {
      for (const { name, canonical_bson: canonical, degenerate_bson: degenerate } of valid) {
        test(name, () => {
          for (const hex of degenerate === undefined ? [canonical!] : [canonical!, degenerate]) {
            const batch = throughJavaScript(hex, twin);
            assert.ok(engine.batchMatchesHex(batch, canonical!), "the canonical bytes come back");
            assert.ok(engine.release(batch));
          }
        });
      }
    });
  }

  describe("invalid documents are errors", () => {
    for (const { name, bson } of corpusCases("decodeErrors")) {
      test(name, () => {
        const batch = engine.batchFromHex(bson!);
        if (batch === 0) return;
        assert.equal(engine.decodeBatch(batch, 0, new Uint8Array(0)), 0);
        engine.release(batch);
      });
    }
  });
});
