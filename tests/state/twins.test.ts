import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { copierOf } from "../../src/document/snapshot/copy.ts";
import { Document } from "../../src/document/factory.ts";
import { type ModelClassLike, modelOf } from "../../src/schema/model.ts";
import { binary, decimal128, objectId } from "../../src/schema/bson.ts";
import type { Twin } from "../../src/transfer/plan.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";

const pairs = z.codec(z.array(z.tuple([z.string(), z.number()])), z.map(z.string(), z.number()), {
  decode: (list) => new Map(list),
  encode: (map) => [...map],
});

class Everything extends Document({
  text: z.string(),
  when: z.date().min(new Date(0)),
  bytes: binary(),
  ref: objectId(),
  price: decimal128(),
  pattern: z.instanceof(RegExp).optional(),
  list: z.array(z.date()),
  matrix: z.array(z.array(z.number())),
  records: z.record(z.string(), z.object({ at: z.date().nullable() })),
  get children() {
    return z.array(z.object({ name: z.string(), more: z.unknown() })).optional();
  },
  open: z.looseObject({ a: z.number() }),
  either: z.union([z.object({ a: z.date() }), z.string()]),
  any: z.any(),
  pairs,
  home: z.codec(z.string(), z.instanceof(URL), { decode: (t) => new URL(t), encode: (u) => u.href }),
  nothing: z.string().nullish(),
}) {
  static settings = { unknownFields: "keep" as const };
}

function everything(): Record<string, unknown> {
  return {
    id: new ObjectId(),
    text: "x",
    when: new Date(1),
    bytes: new Uint8Array([1, 2]),
    ref: new ObjectId(),
    price: new Decimal128("1.50"),
    list: [new Date(2)],
    matrix: [[1], [2, 3]],
    records: { ["__proto__"]: { at: new Date(3) }, b: { at: null } },
    children: [{ name: "c", more: { deep: [new Date(4)] } }],
    open: { a: 1, b: { c: 2 } },
    either: { a: new Date(5) },
    any: { toString: 1, list: [new Uint8Array([3])] },
    pairs: new Map([["a", 1]]),
    home: new URL("https://example.com/"),
    nothing: null,
    undeclared: { x: [1] },
  };
}

const { plan } = modelOf(Everything as unknown as ModelClassLike);

for (const twin of ["compiled", "interpreted"] satisfies Twin[]) {
  const copy = copierOf(plan, twin);

  describe(`the ${twin} copier`, () => {
    test("gives equal snapshots of equal documents, and no part of the id", () => {
      assert.deepEqual(copy({ ...everything(), ref: 1, id: 2 }), copy({ ...everything(), ref: 1, id: 3 }));
      assert.equal("id" in copy(everything()), false);
    });

    test("shares nothing that can change", () => {
      const source = everything() as ReturnType<typeof everything> & {
        when: Date;
        bytes: Uint8Array;
        list: Date[];
        matrix: number[][];
        records: Record<string, { at: Date | null }>;
        children: { more: { deep: Date[] } }[];
        open: { b: { c: number } };
        either: { a: Date };
        any: { list: Uint8Array[] };
        pairs: Map<string, number>;
        home: URL;
        undeclared: { x: number[] };
      };
      const changes: (() => void)[] = [
        () => source.when.setTime(9),
        () => source.bytes[0] = 9,
        () => source.list[0]!.setTime(9),
        () => source.matrix[1]!.push(9),
        () => source.records["b"]!.at = new Date(9),
        () => source.children[0]!.more.deep[0]!.setTime(9),
        () => source.open.b.c = 9,
        () => source.either.a.setTime(9),
        () => source.any.list[0]![0] = 9,
        () => source.pairs.set("b", 2),
        () => source.home.pathname = "/9",
        () => source.undeclared.x.push(9),
        () => delete source.records["__proto__"],
      ];
      for (const change of changes) {
        const before = copy(source);
        const again = copy(source);
        assert.deepEqual(again, before, String(change));
        change();
        assert.deepEqual(before, again, `${change} reached the snapshot`);
        assert.notDeepEqual(copy(source), before, `${change} is not seen`);
      }
    });

    test("takes values of other kinds as they are: what is wrong with them is for the write to say", () => {
      const wrong = Object.fromEntries(Object.keys(everything()).map((name) => [name, 3]));
      assert.equal(copy(wrong)["list"], 3);
      const swapped = { ...everything(), list: { a: 1 }, records: [new Date(1)], when: [1], home: new Date(1) };
      assert.deepEqual(copy(swapped)["list"], { a: 1 });
      assert.deepEqual(copy({ ...swapped, records: null })["records"], null);
    });

    test("does not fail over what can not be copied", () => {
      class Odd {
        x = 1;
      }
      const odd = new Odd();
      assert.equal((copy({ ...everything(), any: odd }))["any"], odd);
    });
  });
}

test("both copiers make the same snapshots", () => {
  const source = everything();
  assert.deepEqual(copierOf(plan, "compiled")(source), copierOf(plan, "interpreted")(source));
  assert.deepEqual(copierOf(plan, "compiled")({ text: "x" }), copierOf(plan, "interpreted")({ text: "x" }));
});
