import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as bson from "bson";
import fc from "fast-check";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";

function bytesOf(value: Decimal128): string {
  const words = new Int32Array(4);
  value.toWords(words, 0);
  return Buffer.from(words.buffer).toString("hex");
}

function sameAsBson(text: string): void {
  const expected = bson.Decimal128.fromString(text);
  const value = new Decimal128(text);
  assert.equal(value.toString(), expected.toString(), text);
  assert.equal(bytesOf(value), Buffer.from(expected.bytes).toString("hex"), text);
}

describe("Decimal128", () => {
  test("text and bytes are those of the bson package", () => {
    const texts = [
      "0",
      "-0",
      "1.50",
      "1E+3",
      "1e6144",
      "Infinity",
      "-inf",
      "nAn",
      "1E-6176",
      ".5",
      "5.",
      "0E+7000",
      "0E-9999",
      "-1.00E-8",
      "0.000001",
      "0.0000001",
      "123456789012345678901234567890123400",
      "9999999999999999999999999999999999E+6111",
      "00000000000000000000000000000000000000000012",
    ];
    texts.forEach(sameAsBson);
  });

  test("random numbers keep text and bytes", () => {
    const number = fc.tuple(
      fc.boolean(),
      fc.bigInt({ min: 0n, max: 10n ** 34n - 1n }),
      fc.integer({ min: -6176, max: 6111 }),
    );
    fc.assert(fc.property(number, ([negative, digits, exponent]) => {
      sameAsBson(`${negative ? "-" : ""}${digits}E${exponent}`);
      const value = new Decimal128(`${negative ? "-" : ""}${digits}E${exponent}`);
      assert.equal(bytesOf(new Decimal128(value.toString())), bytesOf(value));
    }));
  });

  test("random bits have the text that the bson package gives them; a coefficient of 35 digits is zero", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const [a, b, c, d] = new Int32Array(bytes.slice().buffer) as unknown as [number, number, number, number];
      const text = Decimal128.fromWords(a, b, c, d).toString();
      const expected = new bson.Decimal128(bytes).toString();
      // The specification asks for zero here; the bson package shows all digits.
      if (expected.replace(/E.*/, "").replace(/\D/g, "").replace(/^0+/, "").length > 34) assert.match(text, /^-?0/);
      else assert.equal(text, expected);
    }));
  });

  test("nothing is rounded", () => {
    for (
      const text of [
        "12345678901234567890123456789012345",
        "1e6145",
        "1e-6177",
        "1.5e-6176",
        "1e99999999999999999999",
        "1e-99999999999999999999",
      ]
    ) {
      assert.throws(() => new Decimal128(text), InvalidArgument, text);
    }
  });

  test("refuses what is no number", () => {
    for (const bad of ["", "x", "1e", "1,5", " 1", "1 ", "--1", ".", "0x1", 5, null, undefined, 5n]) {
      assert.throws(() => new Decimal128(bad as string), InvalidArgument, String(bad));
    }
  });

  test("equality looks at bytes", () => {
    assert.ok(new Decimal128("1.5").equals(new Decimal128("1.5")));
    assert.ok(!new Decimal128("1.5").equals(new Decimal128("1.50")));
    assert.equal(JSON.stringify(new Decimal128("1.50")), `{"$numberDecimal":"1.50"}`);
  });
});
