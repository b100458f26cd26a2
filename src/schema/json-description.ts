import { z } from "zod";
import { type JsonForm, jsonForm, type JsonSide } from "./json-forms.ts";
import { declaredKind, isExcluded } from "./metadata.ts";
import { isCodec } from "./one-way.ts";
import { SchemaMapper } from "./schema-mapper.ts";
import { isForeign } from "./standard.ts";
import { type AnyCheck, type AnySchema, definition } from "./zod.ts";

/**
 * A schema that says the same about JSON as the declared one does about values, made for `z.toJSONSchema` alone: values that JSON
 * has no form of its own for stand there as their JSON form, codecs as their encoded side.
 */
export class JsonDescriptions extends SchemaMapper {
  /** Titles, descriptions, examples of the declared schemas, and the JSON forms. */
  readonly registry: z.core.$ZodRegistry<Record<string, unknown>> = z.registry<Record<string, unknown>>();

  constructor(readonly side: JsonSide) {
    super();
  }

  override of(schema: AnySchema): AnySchema {
    const def = definition(schema);
    const isOwn = declaredKind(schema) !== undefined;
    if (!isOwn && (def.type === "default" || def.type === "prefault")) {
      const inner = this.of(def.innerType);
      return this.#described(schema, this.side === "output" ? z.nonoptional(inner) : withDefault(inner, def));
    }
    if (!isOwn && def.type === "catch") return this.#described(schema, this.of(def.innerType));
    return this.#described(schema, super.of(schema));
  }

  protected override member(schema: AnySchema): AnySchema | undefined {
    return this.side === "output" && isExcluded(schema) ? undefined : this.of(schema);
  }

  protected override checks(schema: AnySchema): AnyCheck[] {
    return (schema._zod.def.checks ?? []) as AnyCheck[];
  }

  protected override leaf(schema: AnySchema): AnySchema {
    const form = jsonForm(schema, this.side);
    if (form !== undefined) return this.#formed(form);
    const { type } = definition(schema);
    // Without a declared type the value may be undefined, which JSON leaves out.
    return type === "any" || type === "unknown" || type === "transform" ? z.any().optional() : schema;
  }

  /** A link is its id and collection, or once it was fetched the document itself, which its own model describes. */
  protected override link(schema: AnySchema): AnySchema {
    void schema;
    return this.#formed({ type: "object", required: ["id"] });
  }

  protected override pipe(schema: z.core.$ZodPipe): AnySchema {
    const { in: input, out } = schema._zod.def;
    if (isForeign(schema)) return z.any().optional();
    if (isCodec(schema)) return this.of(input);
    if (this.side === "output") return this.of(out);
    return this.of(definition(input).type === "transform" ? out : input);
  }

  protected override around(_declared: z.core.$ZodObject, made: AnySchema): AnySchema {
    return made;
  }

  #formed(form: JsonForm): AnySchema {
    const made = z.any();
    this.registry.add(made, { ...form });
    return made;
  }

  /** Takes over what users wrote with `.meta()` and `.describe()`; a reference to a schema that is being made gets none. */
  #described(schema: AnySchema, made: AnySchema): AnySchema {
    const meta = z.globalRegistry.get(schema);
    if (meta !== undefined && definition(made).type !== "lazy") {
      this.registry.add(made, { ...this.registry.get(made), ...meta });
    }
    return made;
  }
}

/** The default itself is told where it is plain data, the same each time: dates and random ids are made anew for each document. */
function withDefault(inner: AnySchema, def: { defaultValue: unknown }): AnySchema {
  const { defaultValue } = def;
  const isConstant = isPlain(defaultValue) && JSON.stringify(defaultValue) === JSON.stringify(def.defaultValue);
  return isConstant ? z._default(inner, defaultValue as never) : z.optional(inner);
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === "object" && value !== null) {
    return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
  }
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
