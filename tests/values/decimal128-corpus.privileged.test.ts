import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { corpusCases } from "../transfer/corpus.ts";

/** The 16 bytes of a document `{ d: <decimal> }`. */
function decimalBytes(hex: string): Int32Array {
  const bytes = Uint8Array.from(hex.match(/../g)!, (digits) => parseInt(digits, 16));
  return new Int32Array(bytes.slice(7, 23).buffer);
}

describe("Decimal128 and the BSON corpus", () => {
  const valid = corpusCases("valid").filter(({ file }) => file.startsWith("decimal128"));
  assert.ok(valid.length > 100, "the corpus is there");

  for (const { name, canonical_bson, canonical_extjson } of valid) {
    test(name, () => {
      const words = decimalBytes(canonical_bson!);
      const text: string = JSON.parse(canonical_extjson!).d.$numberDecimal;
      assert.equal(Decimal128.fromWords(words[0]!, words[1]!, words[2]!, words[3]!).toString(), text);
      const parsed = new Int32Array(4);
      new Decimal128(text).toWords(parsed, 0);
      const back = Decimal128.fromWords(parsed[0]!, parsed[1]!, parsed[2]!, parsed[3]!);
      assert.equal(back.toString(), text);
      // Other bits can have the same text: those of other NaNs, and of coefficients with 35 digits.
      if (!/NaN|invalid representation/i.test(text + name)) assert.deepEqual(parsed, words);
    });
  }

  for (const { name, string } of corpusCases("parseErrors").filter(({ file }) => file.startsWith("decimal128"))) {
    test(`refuses ${name}`, () => {
      assert.throws(() => new Decimal128(string!), InvalidArgument);
    });
  }
});
