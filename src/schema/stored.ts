import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { ForwardLink } from "./link-definition.ts";
import { looseKind } from "./loose.ts";
import { declaredKind, isExcluded, metadataOf } from "./metadata.ts";
import { missing } from "./missing.ts";
import { isCodec, isOneWay, isOverwrite } from "./one-way.ts";
import { SchemaMapper, withChecks } from "./schema-mapper.ts";
import { isForeign } from "./standard.ts";
import { type AnyCheck, type AnySchema, checksOf, cloneWith, definition } from "./zod.ts";

/**
 * The schema that stands between what is stored and what an instance holds: `z.decode` reads with it, `z.encode` writes
 * with it. It is made of the declared schema by one rule: what is stored is the output of everything that runs one way
 * (transforms, preprocessing, coercion, trimming), so on reading only what checks outputs is left of those; codecs stay, with
 * their encoded side stored.
 */
export class StoredSchemas extends SchemaMapper {
  /** What checks the keys of a record alone. */
  keys(schema: z.core.$ZodRecord): AnySchema {
    return cloneWith(schema, { valueType: z.any(), checks: [] });
  }

  protected override checks(schema: AnySchema): AnyCheck[] {
    return ((schema._zod.def.checks ?? []) as AnyCheck[]).filter((check) => !isOverwrite(check));
  }

  /** What is not stored is made anew when the object around it is read. */
  protected override member(schema: AnySchema): AnySchema {
    if (!isExcluded(schema)) return this.of(schema);
    const absent = missing(schema);
    const decode = typeof absent === "object" ? absent.make : () => undefined;
    return z.codec(z.any().optional(), z.any().optional(), { decode, encode: () => undefined });
  }

  protected override leaf(schema: AnySchema): AnySchema {
    const kind = declaredKind(schema);
    if (kind !== undefined) return looseKind(kind, checksOf(schema).filter((check) => !isOverwrite(check)));
    switch (definition(schema).type) {
      case "string":
      case "number":
      case "boolean":
      case "date":
        return cloneWith(schema, { coerce: false, checks: this.checks(schema) });
      case "bigint":
        return looseKind("long", checksOf(schema));
      case "transform":
        return z.any();
      default:
        return schema;
    }
  }

  protected override link(_schema: AnySchema, link: ForwardLink): AnySchema {
    return z.codec(z.any(), z.any(), {
      decode: (stored) => link.decode(stored, ""),
      encode: (held) => link.encode(held, ""),
    });
  }

  protected override pipe(schema: z.core.$ZodPipe): AnySchema {
    const { in: input, out } = schema._zod.def;
    if (isForeign(schema)) return foreignSide(schema);
    const oneWay = isOneWay(input) || isOneWay(out);
    if (isCodec(schema) && oneWay) {
      throw new InvalidArgument(
        "A codec over a one-way transform can not be written back: its stored form is unknown. Put the transform " +
          "behind the codec's input as a codec of its own, or make it the last step.",
        { code: "schema.unsupported" },
      );
    }
    if (oneWay) return withChecks(this.of(out), this.checks(schema));
    return cloneWith(schema, { in: this.of(input), checks: this.checks(schema) });
  }

  /** Inside a value that is transferred as a whole, aliases are applied here. */
  protected override around(declared: z.core.$ZodObject, made: AnySchema): AnySchema {
    const names = storedNames(declared);
    if (names.length === 0) return made;
    return z.codec(z.record(z.string(), z.any()), made as unknown as z.ZodType, {
      decode: (stored) => rename(stored, names.map(([model, stored]) => [stored, model])),
      encode: (held) => rename(held as Record<string, unknown>, names),
    });
  }
}

/** Stored names that differ from the names in the model, as pairs model, stored. */
function storedNames(schema: z.core.$ZodObject): [string, string][] {
  const shape = schema._zod.def.shape;
  return Object.keys(shape).flatMap((name): [string, string][] => {
    const stored = metadataOf(shape[name] as AnySchema, "stored");
    return stored === undefined || stored === name ? [] : [[name, stored]];
  });
}

function rename(values: Record<string, unknown>, names: [string, string][]): Record<string, unknown> {
  const to = new Map(names);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [to.get(name) ?? name, value]));
}

/**
 * The schema of another library as a check in both directions: it is opaque, so its output must be valid input of its own. What it
 * transforms is transformed when a value comes in, and not again.
 */
function foreignSide(schema: z.core.$ZodPipe): AnySchema {
  return z.any().superRefine((value, context) => {
    const result = z.safeParse(schema, value);
    for (const issue of result.success ? [] : result.error.issues) {
      context.addIssue({ code: "custom", message: issue.message, path: [...issue.path], input: value });
    }
  });
}
