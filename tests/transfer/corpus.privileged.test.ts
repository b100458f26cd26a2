import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Engine } from "../../src/engine/engine.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { library } from "../support/environment.ts";
import { corpusCases } from "./corpus.ts";
import { TWINS } from "./frames.ts";
import { decoded, reasonOf } from "./through-engine.ts";

const engine = Engine.get(library);
after(() => engine.close());

/** What JavaScript makes of a stored document and gives back. */
function throughJavaScript(hex: string, twin: (typeof TWINS)[number]): number {
  const [document] = readUntyped(decoded(engine, engine.batchFromHex(hex)), { numbers: "exact" }, twin);
  const written = engine.encode(0, Submission.of(document!).bytes());
  assert.notEqual(written, 0, reasonOf(engine));
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
