import { z } from "zod";
import type { ForwardLink } from "./link-definition.ts";
import { declaredKind, declaredLink } from "./metadata.ts";
import { type AnyCheck, type AnySchema, cloneWith, definition, lazyTarget } from "./zod.ts";

/** Rewrites a schema from the leaves up. Subclasses say what becomes of values, of pipes, and of what an object needs around it. */
export abstract class SchemaMapper {
  readonly #made = new Map<AnySchema, AnySchema>();

  of(schema: AnySchema): AnySchema {
    const found = this.#made.get(schema);
    if (found !== undefined) return found;
    // A recursive schema meets itself while it is being made: it then gets a reference that is followed when it is used.
    this.#made.set(schema, z.lazy(() => this.#made.get(schema) as z.ZodType));
    const link = declaredLink(schema);
    const made = link?.direction === "forward"
      ? this.link(schema, link)
      : declaredKind(schema) === undefined && link === undefined
      ? this.#make(schema)
      : this.leaf(schema);
    this.#made.set(schema, made);
    return made;
  }

  /** A field of an object; undefined leaves it out. */
  protected member(schema: AnySchema): AnySchema | undefined {
    return this.of(schema);
  }

  /** A schema without others inside. */
  protected abstract leaf(schema: AnySchema): AnySchema;
  /** A reference to another document: by default what checks what instances hold. */
  protected link(_schema: AnySchema, link: ForwardLink): AnySchema {
    return z.custom((value) => link.holds(value));
  }
  /** A step of input and output. */
  protected abstract pipe(schema: z.core.$ZodPipe): AnySchema;
  /** The checks that stay. */
  protected abstract checks(schema: AnySchema): AnyCheck[];
  /** A chance to put something around an object whose fields were rewritten. */
  protected abstract around(declared: z.core.$ZodObject, made: AnySchema): AnySchema;

  #make(schema: AnySchema): AnySchema {
    const def = definition(schema);
    const checks = this.checks(schema);
    switch (def.type) {
      case "array":
        return cloneWith(schema, { element: this.of(def.element), checks });
      case "object":
        return this.around(schema as z.core.$ZodObject, this.#object(schema as z.core.$ZodObject, checks));
      case "record":
        return cloneWith(schema, { valueType: this.of(def.valueType), checks });
      case "tuple":
        return cloneWith(schema, {
          items: def.items.map((item) => this.of(item)),
          rest: def.rest === null ? null : this.of(def.rest),
          checks,
        });
      case "union":
        return this.#union(schema as z.core.$ZodUnion, checks);
      case "intersection":
        return cloneWith(schema, { left: this.of(def.left), right: this.of(def.right), checks });
      case "optional":
      case "nullable":
      case "nonoptional":
      case "readonly":
      case "default":
      case "catch":
        return cloneWith(schema, { innerType: this.of(def.innerType), checks });
      case "prefault":
        return new z.ZodDefault({
          type: "default",
          innerType: this.of(def.innerType) as z.ZodType,
          get defaultValue(): unknown {
            return z.parse(schema, undefined);
          },
        });
      case "lazy":
        return z.lazy(() => this.of(lazyTarget(schema)) as z.ZodType);
      case "pipe":
        return this.pipe(schema as z.core.$ZodPipe);
      default:
        return this.leaf(schema);
    }
  }

  #object(schema: z.core.$ZodObject, checks: AnyCheck[]): AnySchema {
    const declared = schema._zod.def.shape;
    const shape = Object.defineProperties(
      {},
      Object.fromEntries(
        Object.keys(declared).flatMap((name) => {
          const value = this.member(declared[name] as AnySchema);
          return value === undefined ? [] : [[name, { enumerable: true, value }]];
        }),
      ),
    );
    const catchall = schema._zod.def.catchall;
    return cloneWith(schema, { shape, checks, ...(catchall !== undefined && { catchall: this.of(catchall) }) });
  }

  /** A discriminator can not be looked up through a codec or another name, so such unions try their members in order. */
  #union(schema: z.core.$ZodUnion, checks: AnyCheck[]): AnySchema {
    const options = schema._zod.def.options.map((option) => this.of(option));
    const plain = options.every((option) => definition(option).type === "object");
    if (plain || !schema._zod.traits.has("$ZodDiscriminatedUnion")) return cloneWith(schema, { options, checks });
    return withChecks(z.union(options as [z.ZodType, ...z.ZodType[]]), checks);
  }
}

/** The schema with checks of its own added. */
export function withChecks(schema: AnySchema, checks: readonly AnyCheck[]): AnySchema {
  return checks.length === 0 ? schema : (schema as z.ZodType).check(...checks);
}
