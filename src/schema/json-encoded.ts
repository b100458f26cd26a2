import { z } from "zod";
import type { Kind } from "../transfer/plan.ts";
import { HELD } from "./bson.ts";
import { holdsCodec, holdsExcluded } from "./codecs.ts";
import type { ShapeOfSchemas } from "./compiler.ts";
import type { ForwardLink } from "./link-definition.ts";
import { declaredKind, isExcluded } from "./metadata.ts";
import { encoder, type Step } from "./run.ts";
import { StoredSchemas } from "./stored.ts";
import { type AnySchema, definition } from "./zod.ts";

/**
 * The schema between what an instance holds and its JSON: codecs give their encoded side, everything else stays as it is held, under
 * the names of the model.
 */
class EncodedSchemas extends StoredSchemas {
  protected override leaf(schema: AnySchema): AnySchema {
    const kind = declaredKind(schema);
    if (kind !== undefined) return held(kind);
    return definition(schema).type === "bigint" ? z.bigint() : super.leaf(schema);
  }

  protected override link(_schema: AnySchema, link: ForwardLink): AnySchema {
    return z.custom((value) => link.holds(value));
  }

  protected override around(_declared: z.core.$ZodObject, made: AnySchema): AnySchema {
    return made;
  }
}

function held(kind: Kind): AnySchema {
  return kind === "long" ? z.bigint() : kind === "double" ? z.number() : HELD[kind as keyof typeof HELD];
}

/** By name, what turns the value of a field that holds a codec into its encoded form, and leaves out what is excluded; the other fields need nothing. */
export function jsonEncoders(model: string, schemas: ShapeOfSchemas): ReadonlyMap<string, Step> {
  const encoded = new EncodedSchemas();
  const found = new Map<string, Step>();
  for (const name of Object.keys(schemas)) {
    const schema = schemas[name] as AnySchema;
    if (isExcluded(schema)) found.set(name, () => undefined);
    else if (holdsCodec(schema) || holdsExcluded(schema)) found.set(name, encoder(encoded.of(schema), model));
  }
  return found;
}
