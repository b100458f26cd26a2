import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, test } from "node:test";
import * as bson from "bson";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { Binary } from "../../src/values/binary.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { BSONSymbol } from "../../src/values/bson-symbol.ts";
import { BSONUndefined } from "../../src/values/bson-undefined.ts";
import { Code } from "../../src/values/code.ts";
import { DBPointer } from "../../src/values/db-pointer.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { Double } from "../../src/values/double.ts";
import { MaxKey } from "../../src/values/max-key.ts";
import { MinKey } from "../../src/values/min-key.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { isUuid, uuidFromWords, uuidToWords } from "../../src/values/uuid.ts";

const ID = "65a1b2c3d4e5f60718293aff";

/** Each value twice, one that differs from it, and its Extended JSON. */
const CASES: [name: string, make: () => { equals(other: unknown): boolean }, other: unknown, json: string][] = [
  [
    "Binary",
    () => new Binary(new Uint8Array([1, 255]), 128),
    new Binary(new Uint8Array([1, 255]), 0),
    `{"$binary":{"base64":"Af8=","subType":"80"}}`,
  ],
  ["Timestamp", () => new Timestamp(4294967295, 1), new Timestamp(1, 1), `{"$timestamp":{"t":4294967295,"i":1}}`],
  [
    "BSONRegExp",
    () => new BSONRegExp("a/b", "xi"),
    new BSONRegExp("a/b", "i"),
    `{"$regularExpression":{"pattern":"a/b","options":"ix"}}`,
  ],
  ["Code", () => new Code("f()", { x: 1 }), new Code("f()"), `{"$code":"f()","$scope":{"x":1}}`],
  [
    "DBRef",
    () => new DBRef("c", new ObjectId(ID), "d"),
    new DBRef("c", new ObjectId(ID)),
    `{"$ref":"c","$id":"${ID}","$db":"d"}`,
  ],
  [
    "DBPointer",
    () => new DBPointer("d.c", new ObjectId(ID)),
    new DBPointer("d.e", new ObjectId(ID)),
    `{"$dbPointer":{"$ref":"d.c","$id":{"$oid":"${ID}"}}}`,
  ],
  ["BSONSymbol", () => new BSONSymbol("s"), "s", `{"$symbol":"s"}`],
  ["Double", () => new Double(1), new Double(2), `{"$numberDouble":"1.0"}`],
  ["Decimal128", () => new Decimal128("1"), new Decimal128("1.0"), `{"$numberDecimal":"1"}`],
  ["MinKey", () => new MinKey(), new MaxKey(), `{"$minKey":1}`],
  ["MaxKey", () => new MaxKey(), new MinKey(), `{"$maxKey":1}`],
  ["BSONUndefined", () => new BSONUndefined(), undefined, `{"$undefined":true}`],
];

describe("values of BSON types that JavaScript lacks", () => {
  for (const [name, make, other, json] of CASES) {
    test(`${name}: equality, JSON, name`, () => {
      assert.ok(make().equals(make()));
      assert.ok(!make().equals(other));
      assert.deepEqual(make(), make());
      assert.equal(JSON.stringify(make()), json);
      assert.equal(Object.prototype.toString.call(make()), `[object ${name}]`);
      assert.ok(inspect(make()).length > 0);
    });

    test(`${name}: the bson package refuses it loudly`, () => {
      assert.throws(() => bson.serialize({ value: make() }), /version/i);
    });
  }

  test("negative zero and NaN of Double keep their text", () => {
    assert.equal(JSON.stringify(new Double(-0)), `{"$numberDouble":"-0.0"}`);
    assert.equal(JSON.stringify(new Double(NaN)), `{"$numberDouble":"NaN"}`);
    assert.equal(JSON.stringify(new Double(-Infinity)), `{"$numberDouble":"-Infinity"}`);
    assert.ok(!new Double(0).equals(new Double(-0)));
  });

  test("parts out of range are refused", () => {
    assert.throws(() => new Timestamp(-1, 0), InvalidArgument);
    assert.throws(() => new Timestamp(0, 2 ** 32), InvalidArgument);
    assert.throws(() => new Timestamp(0.5, 0), InvalidArgument);
    assert.throws(() => new Binary(new Uint8Array(), 256), InvalidArgument);
    assert.throws(() => new Binary([1] as unknown as Uint8Array), InvalidArgument);
  });

  test("UUIDs keep their bytes in order", () => {
    const text = "00112233-4455-6677-8899-aabbccddeeff";
    const words = new Int32Array(6);
    uuidToWords(text.toUpperCase(), words, 1);
    assert.equal(Buffer.from(words.buffer, 4, 16).toString("hex"), text.replaceAll("-", ""));
    assert.equal(uuidFromWords(words[1]!, words[2]!, words[3]!, words[4]!), text);
    for (const bad of ["", text + "0", text.replace("0", "g"), text.replaceAll("-", "")]) {
      assert.equal(isUuid(bad), false);
      assert.throws(() => uuidToWords(bad, words, 0), InvalidArgument);
    }
  });
});
