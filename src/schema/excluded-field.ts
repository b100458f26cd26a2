import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldShape } from "./compiler.ts";
import { metadataOf } from "./metadata.ts";
import { missing } from "./missing.ts";
import type { AnySchema } from "./zod.ts";

/**
 * A field that is on instances only. Its place in the plan gives documents that are read their defaults.
 *
 * @throws {InvalidArgument} when documents that are read could not have it, and for a field that has to be stored
 */
export function excludedField(model: string, property: string, schema: AnySchema): FieldShape {
  const absent = missing(schema);
  if (property === "id") throw invalid(model, property, "the id is what documents are stored under");
  if (metadataOf(schema, "index") !== undefined) throw invalid(model, property, "an index is on what is stored");
  if (absent === "required") {
    throw invalid(model, property, "documents that are read lack it. Make it optional() or give it a default(...)");
  }
  const make = typeof absent === "object" ? absent.make : undefined;
  const value = { kind: "any", nullable: true, decode: () => make?.(), encode: () => undefined } as const;
  const plan = { ...value, name: property, property, optional: true, excluded: true, ...(make && { default: make }) };
  return { property, schema, shape: { value }, plan };
}

function invalid(model: string, property: string, why: string): InvalidArgument {
  return new InvalidArgument(`${model}: the field "${property}" can not be excluded(...): ${why}.`, {
    code: "schema.excluded",
    path: property,
  });
}
