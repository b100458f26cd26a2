import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Frame } from "../../src/transfer/frame.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
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
import { documentsFrame, TWINS, untypedRoundTrip } from "./frames.ts";
import { shapedFrame } from "./shaped-frame.ts";

const id = new ObjectId("65a1b2c3d4e5f60718293aff");

/** One value of every type that is read as it was written. */
const VALUES: Record<string, unknown> = {
  double: 1.5,
  negativeZero: -0,
  infinity: -Infinity,
  string: "ü",
  object: { a: { b: {} } },
  array: [1, "x", [null, []]],
  bytes: new Uint8Array([1, 2]),
  binary: new Binary(new Uint8Array([1, 2]), 4),
  undefined_: new BSONUndefined(),
  id,
  yes: true,
  no: false,
  date: new Date(1e12),
  null_: null,
  regex: /a.b/is,
  bsonRegex: new BSONRegExp("a/b", "imx"),
  pointer: new DBPointer("db.c", id),
  code: new Code("f()"),
  symbol: new BSONSymbol("s"),
  scoped: new Code("g()", { x: 1, y: { z: id } }),
  int: -2147483648,
  timestamp: new Timestamp(4294967295, 7),
  safe: 2 ** 40,
  smallest: Number.MIN_SAFE_INTEGER,
  long: 2n ** 60n,
  negativeLong: -(2n ** 63n),
  decimal: new Decimal128("1.50"),
  min: new MinKey(),
  max: new MaxKey(),
  reference: new DBRef("c", id),
  far: new DBRef("c", 5, "db"),
};

for (const twin of TWINS) {
  describe(`untyped documents (${twin})`, () => {
    test("every type is read as it was written", () => {
      assert.deepEqual(untypedRoundTrip([VALUES, {}, VALUES], {}, twin), [VALUES, {}, VALUES]);
    });

    test("by shape, in few and in many documents", () => {
      const keys = Object.keys(VALUES);
      for (const count of [1, 2, 100]) {
        const rows = Array.from({ length: count }, () => Object.values(VALUES));
        assert.deepEqual(readUntyped(new Frame(shapedFrame(keys, rows), 0), {}, twin), rows.map(() => VALUES));
      }
    });

    test("shapes with columns of several types, and texts across chunks", () => {
      const rows = Array.from(
        { length: 2000 },
        (_, i) => [i, i % 3 === 0 ? null : `text ${i} ${"ü".repeat(i % 40)}`, i % 2 === 0 ? i + 0.5 : { i }, "end"],
      );
      const read = readUntyped(new Frame(shapedFrame(["a", "b", "c", "d"], rows), 0), {}, twin);
      assert.deepEqual(read, rows.map(([a, b, c, d]) => ({ a, b, c, d })));
    });

    test("shapes that share keys but not types are told apart", () => {
      const numbers = Array.from({ length: 50 }, (_, i) => [i]);
      const texts = Array.from({ length: 50 }, (_, i) => [`${i}`]);
      for (let round = 0; round < 3; round++) {
        assert.deepEqual(
          readUntyped(new Frame(shapedFrame(["same"], numbers), 0), {}, twin),
          numbers.map(([same]) => ({ same })),
        );
        assert.deepEqual(
          readUntyped(new Frame(shapedFrame(["same"], texts), 0), {}, twin),
          texts.map(([same]) => ({ same })),
        );
      }
    });

    test("more shapes than are remembered", () => {
      for (let i = 0; i < 1200; i++) {
        const key = `k${i % 700}`;
        assert.deepEqual(readUntyped(new Frame(shapedFrame([key], [[i]]), 0), {}, twin), [{ [key]: i }]);
      }
    });

    test("integers beyond 2^53 are bigints, those within are numbers", () => {
      const [read] = untypedRoundTrip(
        [{ a: 2n ** 53n, b: 2n ** 53n - 1n, c: -(2n ** 53n), d: -(2n ** 53n) + 1n, e: 5n }],
        {},
        twin,
      );
      assert.deepEqual(read, { a: 2n ** 53n, b: 2 ** 53 - 1, c: -(2n ** 53n), d: -(2 ** 53) + 1, e: 5 });
    });

    test("exact numbers keep their types, also by shape and within values", () => {
      const document = {
        i: 5,
        l: 5n,
        d: new Double(5),
        n: new Double(NaN),
        z: new Double(-0),
        list: [5n, new Double(1)],
        o: { l: 7n },
      };
      assert.deepEqual(untypedRoundTrip([document], { numbers: "exact" }, twin), [document]);
      const rows = Array.from({ length: 40 }, () => Object.values(document));
      const frame = new Frame(shapedFrame(Object.keys(document), rows), 0);
      assert.deepEqual(readUntyped(frame, { numbers: "exact" }, twin), rows.map(() => document));
    });

    test("a NaN with other bits keeps them when numbers are exact", () => {
      const odd = new Double(NaN, 0x7ff8000000000123n);
      const [read] = untypedRoundTrip([{ odd }], { numbers: "exact" }, twin);
      assert.ok((read!.odd as Double).equals(odd));
      assert.deepEqual(untypedRoundTrip([{ odd }], {}, twin), [{ odd: NaN }]);
    });
  });
}

describe("documents that look like references", () => {
  test("only those that are exactly one become DBRef", () => {
    const documents = [{ $ref: "c", $id: 1, x: 2 }, { $id: 1, $ref: "c" }, { $ref: 5, $id: 1 }, { $ref: "c" }, {
      $ref: "c",
      $id: 1,
      $db: 5,
    }, { $ref: "c", $db: "d", $id: 1 }];
    for (const inner of documents) assert.deepEqual(untypedRoundTrip([{ inner }]), [{ inner }]);
    assert.deepEqual(untypedRoundTrip([{ inner: { $ref: "c", $id: null } }]), [{ inner: new DBRef("c", null) }]);
  });

  test("a document itself stays one", () => {
    assert.deepEqual(untypedRoundTrip([{ $ref: "c", $id: 1 }]), [{ $ref: "c", $id: 1 }]);
  });
});

describe("objects that are written as documents", () => {
  test("plain objects without prototype, and of other realms", async () => {
    const { runInNewContext } = await import("node:vm");
    const bare = Object.assign(Object.create(null), { a: 1 });
    assert.deepEqual(untypedRoundTrip([{ bare, foreign: runInNewContext("({ b: { c: 2 } })") }]), [{
      bare: { a: 1 },
      foreign: { b: { c: 2 } },
    }]);
  });

  test("own enumerable members with string keys, getters included", () => {
    const object = Object.defineProperty(
      {
        [Symbol("s")]: 1,
        get a() {
          return 1;
        },
      },
      "hidden",
      { value: 2 },
    );
    assert.deepEqual(untypedRoundTrip([{ object }]), [{ object: { a: 1 } }]);
  });

  test("an own _bsontype is data", () => {
    const forged = JSON.parse(`{"_bsontype":"ObjectId","id":"65a1b2c3d4e5f60718293aff"}`);
    assert.deepEqual(untypedRoundTrip([{ forged }]), [{ forged }]);
  });
});

describe("frames", () => {
  test("what is no frame is refused", () => {
    const frame = documentsFrame(null, [{ a: 1 }]);
    assert.throws(() => new Frame({ u8: frame.u8, i32: frame.i32, f64: frame.f64, i64: frame.i64 }, 0), /not a frame/);
  });

  test("a frame without documents", () => {
    assert.deepEqual(readUntyped(documentsFrame(null, [])), []);
  });
});
