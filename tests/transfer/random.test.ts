import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { documentsFrame, readAll, TWINS, untypedRoundTrip } from "./frames.ts";
import { plain, planWithDocuments, untypedDocuments } from "./random-plans.ts";

describe("random plans and documents", () => {
  test("both twins write the same frame, and each reads what either wrote", () => {
    fc.assert(
      fc.property(planWithDocuments, ({ plan, documents }) => {
        const frames = TWINS.map((twin) => documentsFrame(plan, documents, twin));
        assert.deepEqual(frames[0]!.u8, frames[1]!.u8);
        TWINS.forEach((twin, i) => assert.deepEqual(plain(readAll(plan, frames[i]!, twin)), plain(documents)));
      }),
      { numRuns: 300 },
    );
  });

  test("untyped documents", () => {
    fc.assert(fc.property(untypedDocuments, (documents) => {
      for (const twin of TWINS) assert.deepEqual(plain(untypedRoundTrip(documents, {}, twin)), plain(documents));
    }));
  });
});
