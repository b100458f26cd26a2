import type { Compiler, FieldShape, ShapeOfSchemas } from "./compiler.ts";
import { type AnySchema, definition, lazyTarget } from "./zod.ts";

/**
 * The fields below a value that is transferred as a whole, for typed paths into it: of a union those of all members, the first
 * declaration of a name winning. They belong to no plan and are compiled when a path first asks for them.
 */
export function looseMembers(schema: AnySchema, compiler: Compiler): (() => readonly FieldShape[]) | undefined {
  let fields: readonly FieldShape[] | undefined;
  return () => (fields ??= collect(schema, compiler, new Set()));
}

function collect(schema: AnySchema, compiler: Compiler, seen: Set<AnySchema>): readonly FieldShape[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = definition(schema);
  switch (def.type) {
    case "object": {
      const apart = compiler.apart();
      return apart.fields(apart.object(schema, def.shape as ShapeOfSchemas, "strip"));
    }
    case "union":
      return merged(def.options.map((option) => collect(option, compiler, seen)));
    case "intersection":
      return merged([collect(def.left, compiler, seen), collect(def.right, compiler, seen)]);
    case "lazy":
      return collect(lazyTarget(schema), compiler, seen);
    case "pipe":
      return merged([collect(def.in, compiler, seen), collect(def.out, compiler, seen)]);
    default:
      return "innerType" in def ? collect(def.innerType, compiler, seen) : [];
  }
}

function merged(lists: (readonly FieldShape[])[]): FieldShape[] {
  const byName = new Map<string, FieldShape>();
  for (const list of lists) {
    for (const field of list) if (!byName.has(field.property)) byName.set(field.property, field);
  }
  return [...byName.values()];
}
