import { z } from "zod";
import { CLASS_READERS, JSON_READERS, type JsonReader } from "./from-json.ts";
import { declaredKind } from "./metadata.ts";
import { SchemaMapper } from "./schema-mapper.ts";
import { isForeign } from "./standard.ts";
import { type AnyCheck, type AnySchema, cloneWith, definition } from "./zod.ts";

/**
 * The schema of a constructor's input, widened so that it also takes what `toJSON()` writes: dates as ISO 8601, bytes as base64,
 * bigints as text. Everything else runs as declared: checks, defaults, transforms, the decoding side of codecs.
 */
export class JsonInputSchemas extends SchemaMapper {
  protected override checks(schema: AnySchema): AnyCheck[] {
    return (schema._zod.def.checks ?? []) as AnyCheck[];
  }

  protected override leaf(schema: AnySchema): AnySchema {
    const read = readerOf(schema);
    return read === undefined ? schema : reading(read, schema);
  }

  /** The constructor takes links in the form that JSON has for them. */
  protected override link(schema: AnySchema): AnySchema {
    return schema;
  }

  protected override pipe(schema: z.core.$ZodPipe): AnySchema {
    if (isForeign(schema)) return schema;
    const { in: input, out } = schema._zod.def;
    // Of `z.preprocess` and the like the input is whatever the transform takes, so what comes after it may still be JSON's form.
    if (definition(input).type === "transform") return cloneWith(schema, { out: this.of(out) });
    return cloneWith(schema, { in: this.of(input) });
  }

  protected override around(_declared: z.core.$ZodObject, made: AnySchema): AnySchema {
    return made;
  }
}

function readerOf(schema: AnySchema): JsonReader | undefined {
  const kind = declaredKind(schema);
  if (kind !== undefined) return JSON_READERS[kind as keyof typeof JSON_READERS];
  const def = definition(schema);
  switch (def.type) {
    case "date":
      return isCoerced(def) ? undefined : JSON_READERS.date;
    case "bigint":
      return isCoerced(def) ? undefined : JSON_READERS.long;
    case "literal":
      return def.values.some((value) => typeof value === "bigint") ? bigintOf(def.values) : undefined;
    case "custom":
      return CLASS_READERS.get(schema._zod.bag.Class);
    default:
      return undefined;
  }
}

function isCoerced(def: object): boolean {
  return "coerce" in def && def.coerce === true;
}

/** Of the texts only those of the literal's own bigints: it may list texts as well. */
function bigintOf(values: readonly unknown[]): JsonReader {
  const byText = new Map(values.filter((value) => typeof value === "bigint").map((value) => [String(value), value]));
  return (given) => (typeof given === "string" && !values.includes(given) ? byText.get(given) ?? given : given);
}

/** The schema with a reader before it. */
function reading(read: JsonReader, schema: AnySchema): AnySchema {
  const incoming = z.transform((given: unknown, context) => {
    try {
      return read(given);
    } catch (cause) {
      context.issues.push({ code: "custom", message: (cause as Error).message, input: given });
      return z.NEVER;
    }
  });
  return z.pipe(incoming, schema as z.ZodType);
}
