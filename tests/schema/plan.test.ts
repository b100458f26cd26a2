import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { binary, decimal128, double, int64, objectId, timestamp, uuid } from "../../src/schema/bson.ts";
import { Compiler } from "../../src/schema/compiler.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";
import { asZod } from "../../src/schema/standard.ts";
import type { PlanField } from "../../src/transfer/plan.ts";
import { ObjectId } from "../../src/values/object-id.ts";

function compileField(schema: unknown, options = {}): { field: PlanField; compiler: Compiler } {
  const compiler = new Compiler("Sample", options);
  const shape = { value: asZod(schema, "value") };
  compiler.document(z.object(shape as never), shape, "strip");
  return { field: compiler.plan.objects[0]!.fields[0]!, compiler };
}

/** What Rust and the writer are told, without the functions. */
function facts(schema: unknown): Record<string, unknown> {
  const { field } = compileField(schema);
  const { name: _, property: __, decode: ___, encode: ____, default: _____, ...rest } = field;
  return rest;
}

const read = (schema: unknown, stored: unknown) => {
  const { field } = compileField(schema);
  return field.decode === undefined ? stored : field.decode(stored, "value");
};
const write = (schema: unknown, held: unknown) => {
  const { field } = compileField(schema);
  return field.encode === undefined ? held : field.encode(held, "value");
};

describe("kinds", () => {
  const expected: [string, unknown, Record<string, unknown>][] = [
    ["string", z.string(), { kind: "string" }],
    ["string length", z.string().min(1).max(5), { kind: "string", minLength: 1, maxLength: 5 }],
    ["exact length", z.string().length(3), { kind: "string", minLength: 3, maxLength: 3 }],
    ["number", z.number(), { kind: "number" }],
    ["bounds", z.number().min(0).lt(9), { kind: "number", minimum: 0, maximum: 9, exclusiveMaximum: true }],
    ["narrower bound wins", z.number().min(3).min(1), { kind: "number", minimum: 3 }],
    ["exclusive bound at the same value wins", z.number().min(3).gt(3), {
      kind: "number",
      minimum: 3,
      exclusiveMinimum: true,
    }],
    ["int", z.int(), { kind: "int", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }],
    ["int32", z.int32(), { kind: "int", minimum: -2147483648, maximum: 2147483647 }],
    ["uint32", z.uint32(), { kind: "int", minimum: 0, maximum: 4294967295 }],
    ["number().int()", z.number().int().min(1), { kind: "int", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }],
    ["boolean", z.boolean(), { kind: "boolean" }],
    ["bigint", z.bigint(), { kind: "long" }],
    ["date", z.date(), { kind: "date" }],
    ["enum", z.enum(["a", "b"]), { kind: "string", values: ["a", "b"] }],
    ["numeric enum", z.enum({ Low: 1, High: 2 }), { kind: "number", values: [1, 2] }],
    ["literal", z.literal("a"), { kind: "string", values: ["a"] }],
    ["number literals", z.literal([1, 2]), { kind: "number", values: [1, 2] }],
    ["null", z.null(), { kind: "any", nullable: true, types: ["null"] }],
    ["optional", z.string().optional(), { kind: "string", optional: true }],
    ["exact optional", z.string().exactOptional(), { kind: "string", optional: true }],
    ["nullable", z.string().nullable(), { kind: "string", nullable: true }],
    ["nullish", z.string().nullish(), { kind: "string", nullable: true, optional: true }],
    ["default", z.string().default("x"), { kind: "string", optional: true }],
    ["nonoptional", z.string().optional().nonoptional(), { kind: "string" }],
    ["readonly", z.string().readonly(), { kind: "string" }],
    ["brand", z.string().brand<"Name">(), { kind: "string" }],
    ["coerce", z.coerce.number(), { kind: "number" }],
    ["template literal", z.templateLiteral(["v", z.int()]), { kind: "string" }],
    ["array", z.array(z.string().max(3)).min(1), {
      kind: "array",
      minItems: 1,
      element: { kind: "string", maxLength: 3 },
    }],
    ["array of nullable", z.array(z.number().nullable()), {
      kind: "array",
      element: { kind: "number", nullable: true },
    }],
    ["record", z.record(z.string(), z.date()), { kind: "record", element: { kind: "date" } }],
    ["objectId", objectId(), { kind: "objectId" }],
    ["decimal128", decimal128(), { kind: "decimal128" }],
    ["binary", binary(), { kind: "binary" }],
    ["uuid", uuid(), { kind: "uuid" }],
    ["int64", int64(), { kind: "long" }],
    ["double", double().min(0), { kind: "double", minimum: 0 }],
    ["timestamp", timestamp(), { kind: "timestamp" }],
    ["wrapped objectId", objectId().nullish(), { kind: "objectId", nullable: true, optional: true }],
    ["union", z.union([z.string(), z.number()]), { kind: "any" }],
    ["nullable union", z.union([z.string(), z.null()]), { kind: "any", nullable: true }],
    ["tuple", z.tuple([z.string(), z.number()]), { kind: "any" }],
    ["transform", z.string().transform((text) => text.length), { kind: "any", nullable: true }],
    ["preprocess", z.preprocess((input) => input, z.string()), { kind: "string" }],
    ["transform into a schema", z.string().transform(Number).pipe(z.int32()), {
      kind: "int",
      minimum: -2147483648,
      maximum: 2147483647,
    }],
    ["stringbool is a codec over a string", z.stringbool(), { kind: "string" }],
    ["any", z.any(), { kind: "any", nullable: true, optional: true }],
  ];
  for (const [name, schema, plan] of expected) {
    test(name, () => {
      const found = facts(schema);
      if (found.element !== undefined) {
        const { decode: _, encode: __, ...element } = found.element as PlanField;
        found.element = element;
      }
      assert.deepEqual(found, plan);
    });
  }

  test("a nested object is an object of the plan, with its own rule for unknown fields", () => {
    for (
      const [schema, unknown] of [
        [z.object({ city: z.string() }), "strip"],
        [z.strictObject({ city: z.string() }), "reject"],
        [z.looseObject({ city: z.string() }), "keep"],
      ] as const
    ) {
      const { field, compiler } = compileField(schema.optional());
      assert.equal(field.kind, "object");
      assert.equal(field.optional, true);
      const nested = compiler.plan.objects[field.object!]!;
      assert.equal(nested.unknown, unknown);
      assert.deepEqual(nested.fields.map((f) => [f.name, f.kind]), [["city", "string"]]);
    }
  });

  test("a recursive schema refers to its own object", () => {
    const Node = z.object({
      label: z.string(),
      get children() {
        return z.array(Node);
      },
      get next() {
        return Node.optional();
      },
    });
    const { field, compiler } = compileField(Node);
    const [, children, next] = compiler.plan.objects[field.object!]!.fields;
    assert.equal(children!.element!.object, field.object);
    assert.equal(next!.object, field.object);
    assert.equal(compiler.plan.objects.length, 2);
  });

  test("lazy schemas end, in objects and outside of them", () => {
    type Deep = Deep[];
    const deep: z.ZodType<Deep> = z.lazy(() => z.array(deep));
    assert.equal(compileField(deep).field.kind, "array");
    assert.deepEqual(read(deep, [[], [[]]]), [[], [[]]]);
    assert.throws(() => read(z.json(), { a: [new Date()] }), ValidationError);
    assert.deepEqual(read(z.json(), { a: [1, "x", null] }), { a: [1, "x", null] });
  });

  for (
    const [name, schema] of [
      ["map", z.map(z.string(), z.string())],
      ["set", z.set(z.string())],
      ["file", z.file()],
      ["symbol", z.symbol()],
      ["never", z.never()],
      ["promise", z.promise(z.string())],
    ] as const
  ) {
    test(`${name} is refused with advice`, () => {
      assert.throws(() => compileField(schema), (error: unknown) => {
        assert.ok(error instanceof InvalidArgument);
        assert.match(error.message, /Sample\.value can not be stored: /);
        return true;
      });
    });
  }
});

describe("reading through Zod", () => {
  test("formats and refinements are checked, the value stays", () => {
    assert.equal(read(z.email(), "a@b.example.com"), "a@b.example.com");
    assert.throws(() => read(z.email(), "no"), ValidationError);
    assert.throws(() => read(z.string().regex(/^x/), "y"), ValidationError);
    assert.throws(() => read(z.number().multipleOf(5), 7), ValidationError);
    assert.throws(() => read(z.string().refine((text) => text !== "bad"), "bad"), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.model, "Sample");
      assert.equal(error.path, "value");
      assert.equal(error.issues.length, 1);
      return true;
    });
  });

  test("a plain value costs no Zod run", () => {
    for (
      const schema of [
        z.string().min(1).max(9),
        z.number().min(0),
        z.int(),
        z.enum(["a"]),
        z.array(z.string()),
        objectId(),
        z.date(),
      ]
    ) {
      assert.equal(compileField(schema).field.decode, undefined);
    }
  });

  test("one-way steps do not run again on what they made", () => {
    let runs = 0;
    const counted = z.string().transform((text) => (runs++, `${text}!`));
    assert.equal(read(counted, "a!"), "a!");
    assert.equal(write(counted, "a!"), "a!");
    assert.equal(read(z.preprocess((input) => `${input}?`, z.string()), "a"), "a");
    assert.equal(read(z.string().trim().toUpperCase().min(1), " a"), " a");
    assert.equal(runs, 0);
  });

  test("checks behind a transform hold for what is stored", () => {
    const schema = z.string().transform(Number).pipe(z.number().multipleOf(2));
    assert.equal(read(schema, 4), 4);
    assert.throws(() => read(schema, 3), ValidationError);
  });

  test("a codec stores its encoded side", () => {
    const schema = z.codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    });
    assert.equal(facts(schema).kind, "string");
    assert.deepEqual(read(schema, "2024-01-02T03:04:05.000Z"), new Date("2024-01-02T03:04:05.000Z"));
    assert.equal(write(schema, new Date("2024-01-02T03:04:05.000Z")), "2024-01-02T03:04:05.000Z");
    assert.throws(() => read(schema, "yesterday"), ValidationError);
    assert.throws(() => write(schema, new Date(Number.NaN)), ValidationError);
  });

  test("a codec below a nullable passes null by", () => {
    const schema = z.codec(z.string(), z.number(), { decode: Number, encode: String }).nullable();
    assert.equal(read(schema, null), null);
    assert.equal(write(schema, null), null);
    assert.equal(read(schema, "3"), 3);
  });

  test("a codec over a list", () => {
    const schema = z.codec(z.array(z.string()), z.set(z.string()), {
      decode: (list) => new Set(list),
      encode: (set) => [...set],
    });
    assert.deepEqual(read(schema, ["a", "b"]), new Set(["a", "b"]));
    assert.deepEqual(write(schema, new Set(["a"])), ["a"]);
  });

  test("a refinement behind a codec sees what the instance holds", () => {
    const schema = z.codec(z.string(), z.number(), { decode: Number, encode: String }).refine((n) => n < 5);
    assert.equal(read(schema, "3"), 3);
    assert.throws(() => read(schema, "7"), ValidationError);
    assert.throws(() => write(schema, 7), ValidationError);
  });

  test("a discriminated union strips, converts and names in its members", () => {
    const schema = z.discriminatedUnion("is", [
      z.object({ is: z.literal("book"), pages: alias(z.bigint(), "page_count") }),
      z.object({ is: z.literal("disc"), owner: objectId(), label: z.string().default("none") }),
    ]);
    assert.deepEqual(read(schema, { is: "book", page_count: 3, other: 1 }), { is: "book", pages: 3n });
    const owner = new ObjectId();
    assert.deepEqual(read(schema, { is: "disc", owner }), { is: "disc", owner, label: "none" });
    assert.deepEqual(write(schema, { is: "book", pages: 3n }), { is: "book", page_count: 3n });
    assert.throws(() => read(schema, { is: "film" }), ValidationError);
  });

  test("an intersection checks both sides", () => {
    const schema = z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() }));
    assert.deepEqual(read(schema, { a: "x", b: 1 }), { a: "x", b: 1 });
    assert.throws(() => read(schema, { a: "x" }), ValidationError);
  });

  test("catch gives its value for what does not fit", () => {
    assert.equal(read(z.number().catch(7), "x"), 7);
    assert.equal(read(z.number().catch(7), 3), 3);
  });

  test("keys of a record are checked", () => {
    const schema = z.record(z.string().regex(/^[a-z]+$/), z.number());
    assert.equal(facts(schema).kind, "record");
    assert.deepEqual(read(schema, { ab: 1 }), { ab: 1 });
    assert.throws(() => read(schema, { A: 1 }), ValidationError);
    assert.throws(() => write(schema, { A: 1 }), ValidationError);
  });

  test("refinements of objects and lists see them whole", () => {
    const range = z.object({ from: z.number(), to: z.number() }).refine((r) => r.from <= r.to);
    assert.throws(() => read(range, { from: 2, to: 1 }), ValidationError);
    const distinct = z.array(z.string()).refine((list) => new Set(list).size === list.length);
    assert.throws(() => read(distinct, ["a", "a"]), ValidationError);
  });

  test("asynchronous checks are refused with advice", () => {
    assert.throws(() => read(z.string().refine(async () => await Promise.resolve(true)), "x"), /asynchronous/);
  });

  test("a Standard Schema of another library validates tagged values", () => {
    const even = {
      "~standard": {
        version: 1,
        vendor: "other",
        validate: (value: unknown) =>
          typeof value === "number" && value % 2 === 0 ? { value } : { issues: [{ message: "not even" }] },
      },
    };
    assert.equal(facts(even).kind, "any");
    assert.equal(read(even, 4), 4);
    assert.throws(() => read(even, 3), /not even/);
    assert.throws(() => write(even, 3), /not even/);
  });

  test("what is no schema is refused", () => {
    assert.throws(() => compileField("string"), /Field "value" is string and not a schema/);
  });
});

describe("writing", () => {
  test("nothing is written that could not be read", () => {
    assert.throws(() => write(z.string().min(2), "a"), /at least 2 characters/);
    assert.throws(() => write(z.number().lt(5), 5), /less than 5/);
    assert.throws(() => write(z.enum(["a", "b"]), "c"), /one of "a", "b"/);
    assert.throws(() => write(z.email(), "no"), ValidationError);
    assert.throws(() => write(z.array(z.string()).max(1), ["a", "b"]), /at most 1 items/);
  });

  test("values of another kind are left to the writer to refuse", () => {
    assert.equal(write(z.string().min(2), 5), 5);
    assert.equal(write(z.email(), null), null);
  });

  test("without keepNulls a null is left out and reads as null", () => {
    const { field } = compileField(z.string().nullable(), { keepNulls: false });
    assert.equal(field.encode!(null, "value"), undefined);
    assert.equal(field.default!(), null);
    assert.equal(field.encode!("x", "value"), "x");
  });
});

describe("missing fields", () => {
  const missing = (schema: unknown) => {
    const { field } = compileField(schema);
    return field.default === undefined ? field.optional === true : field.default();
  };
  test("defaults are made anew, wherever they stand", () => {
    assert.deepEqual(missing(z.array(z.string()).default([])), []);
    const { field } = compileField(z.array(z.string()).default([]).optional());
    assert.notEqual(field.default!(), field.default!());
    assert.equal(missing(z.string().prefault(" a ").pipe(z.string().trim())), "a");
    assert.equal(missing(z.number().catch(3)), 3);
    assert.equal(missing(z.string().optional().transform((text) => text ?? "none")), "none");
  });
  test("optional and required", () => {
    assert.equal(missing(z.string().optional()), true);
    assert.equal(missing(z.string()), false);
    assert.equal(missing(z.string().nullable()), false);
    assert.equal(missing(z.union([z.string(), z.undefined()])), true);
  });
});

describe("marks", () => {
  test("alias and indexed are seen from either side of wrappers and checks", () => {
    for (
      const schema of [
        alias(z.string(), "stored_name").optional(),
        alias(z.string().optional(), "stored_name"),
        alias(z.string(), "stored_name").default("x").nullable(),
        alias(z.string(), "stored_name").min(3).meta({ title: "x" }),
        indexed(alias(z.string(), "stored_name"), { unique: true }),
        alias(indexed(z.string()), "stored_name").transform((text) => text),
      ]
    ) {
      assert.equal(compileField(schema).field.name, "stored_name");
      assert.equal(compileField(schema).field.property, "value");
    }
    const compiler = new Compiler("Sample");
    for (
      const schema of [
        indexed(z.string(), { unique: true }).optional(),
        indexed(z.string().default("x"), { unique: true }),
        alias(indexed(z.string(), { unique: true }), "s").nullish(),
      ]
    ) {
      assert.deepEqual(compiler.field("value", schema, false).index, { unique: true });
    }
  });

  test("a mark does not reach other uses of the schema", () => {
    const name = z.string();
    indexed(name);
    alias(name, "other");
    const field = new Compiler("Sample").field("name", name, false);
    assert.equal(field.index, undefined);
    assert.equal(field.plan.name, "name");
  });

  test("two fields with one stored name are refused", () => {
    const shape = { a: z.string(), b: alias(z.string(), "a") };
    assert.throws(
      () => new Compiler("Sample").document(z.object(shape), shape, "strip"),
      /"a" and "b" have the same stored name "a"/,
    );
  });

  for (const name of ["", "a.b", "$a", "a\0"]) {
    test(`${JSON.stringify(name)} can be no stored name`, () =>
      assert.throws(
        () => alias(z.string(), name),
        (error) => error instanceof InvalidArgument && error.code === "schema.field_name",
      ));
  }
});
