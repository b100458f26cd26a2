import { z } from "zod";
import { isCodec, isOneWay } from "./one-way.ts";
import { SchemaMapper, withChecks } from "./schema-mapper.ts";
import { isForeign } from "./standard.ts";
import { type AnyCheck, type AnySchema, cloneWith, definition } from "./zod.ts";

/**
 * The schema of what instances hold, with coercions and rewriting checks (`trim`) in force: it validates a document again. Of
 * transforms and codecs it takes the side that the instance has, as they already ran.
 */
export class HeldSchemas extends SchemaMapper {
  protected override checks(schema: AnySchema): AnyCheck[] {
    return (schema._zod.def.checks ?? []) as AnyCheck[];
  }

  protected override leaf(schema: AnySchema): AnySchema {
    return definition(schema).type === "transform" ? z.any() : schema;
  }

  protected override pipe(schema: z.core.$ZodPipe): AnySchema {
    const { in: input, out } = schema._zod.def;
    if (isForeign(schema)) return schema;
    if (isCodec(schema) || isOneWay(input) || isOneWay(out)) return withChecks(this.of(out), this.checks(schema));
    return cloneWith(schema, { in: this.of(input), out: this.of(out) });
  }

  protected override around(_declared: z.core.$ZodObject, made: AnySchema): AnySchema {
    return made;
  }
}
