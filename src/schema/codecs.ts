import { declaredKind, isExcluded } from "./metadata.ts";
import { isCodec } from "./one-way.ts";
import { type AnySchema, definition, lazyTarget } from "./zod.ts";

/** Whether a codec stands anywhere in a schema: instances then hold another type than what is stored and written as JSON. */
export function holdsCodec(schema: AnySchema): boolean {
  return holds(schema, isCodec, new Set());
}

/** Whether a field below is kept out of storage and JSON. */
export function holdsExcluded(schema: AnySchema): boolean {
  return holds(schema, isExcluded, new Set());
}

function holds(schema: AnySchema, test: (schema: AnySchema) => boolean, seen: Set<AnySchema>): boolean {
  if (seen.has(schema) || declaredKind(schema) !== undefined) return false;
  seen.add(schema);
  return test(schema) || schemasIn(schema).some((inner) => holds(inner, test, seen));
}

function schemasIn(schema: AnySchema): readonly AnySchema[] {
  const def = definition(schema);
  switch (def.type) {
    case "object":
      return def.catchall === undefined ? Object.values(def.shape) : [...Object.values(def.shape), def.catchall];
    case "array":
      return [def.element];
    case "record":
      return [def.keyType, def.valueType];
    case "tuple":
      return def.rest === null ? def.items : [...def.items, def.rest];
    case "union":
      return def.options;
    case "intersection":
      return [def.left, def.right];
    case "pipe":
      return [def.in, def.out];
    case "lazy":
      return [lazyTarget(schema)];
    default:
      return "innerType" in def ? [def.innerType] : [];
  }
}
