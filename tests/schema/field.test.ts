import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Compiler } from "../../src/schema/compiler.ts";
import { type FieldNode, fieldNode } from "../../src/schema/field.ts";
import { alias, indexed } from "../../src/schema/metadata.ts";

function node(schema: z.ZodType): FieldNode {
  return fieldNode(new Compiler("Sample").field("value", schema, false), "", {
    model: "Sample",
    keepsNulls: () => true,
    encodeCustom: (value) => value,
  });
}

/** Paths of the names, or undefined where one leads nowhere. */
function path(schema: z.ZodType, ...names: string[]): string | undefined {
  return names.reduce<FieldNode | undefined>((at, name) => at?.child(name), node(schema))?.path;
}

describe("field nodes", () => {
  test("follow objects, lists and wrappers by stored names", () => {
    const schema = z.array(z.object({ sku: alias(z.string(), "s"), size: z.object({ w: z.number() }).nullish() }))
      .default([]);
    assert.equal(path(schema, "sku"), "value.s");
    assert.equal(path(schema, "size", "w"), "value.size.w");
    assert.equal(path(schema, "nothing"), undefined);
    assert.equal(path(alias(z.object({ a: z.string() }), "v"), "a"), "v.a");
  });

  test("the element of a list has the list's path and its own fields", () => {
    const element = node(z.array(z.object({ n: z.int() }))).element()!;
    assert.equal(element.path, "value");
    assert.equal(element.value.kind, "object");
    assert.deepEqual(element.children().map(({ property }) => property), ["n"]);
    assert.equal(node(z.string()).element(), undefined);
  });

  test("a union has the fields of all its members", () => {
    const schema = z.discriminatedUnion("is", [
      z.object({ is: z.literal("book"), pages: z.int() }),
      z.object({ is: z.literal("disc"), minutes: alias(z.int(), "min") }),
    ]);
    assert.deepEqual(node(schema).children().map(({ path }) => path), ["value.is", "value.pages", "value.min"]);
  });

  test("a record has a field for every name, and declares none", () => {
    const schema = z.record(z.string(), z.object({ n: z.number() }));
    assert.equal(path(schema, "anything", "n"), "value.anything.n");
    assert.deepEqual(node(schema).children(), []);
    assert.equal(node(schema).child("x")!.value.kind, "object");
  });

  test("a recursive schema can be followed to any depth", () => {
    const Tree = z.object({
      label: z.string(),
      get kids() {
        return z.array(Tree);
      },
    });
    assert.equal(path(Tree, "kids", "kids", "kids", "label"), "value.kids.kids.kids.label");
  });

  test("indexes are seen at every level", () => {
    const schema = z.object({ a: z.object({ b: indexed(z.string(), { unique: true }) }) });
    assert.deepEqual(node(schema).child("a")!.child("b")!.index, { unique: true });
  });
});
