import { z } from "zod";
import { looseKind } from "./loose.ts";
import { declaredKind, metadataOf } from "./metadata.ts";
import { isForeign } from "./standard.ts";
import { type AnyCheck, type AnySchema, checksOf, cloneWith, definition, lazyTarget } from "./zod.ts";

/**
 * The schema that stands between what is stored and what an instance holds: `z.decode` reads with it, `z.encode` writes
 * with it. It is made of the declared schema by one rule: what is stored is the output of everything that runs one way
 * (transforms, preprocessing, coercion, trimming), so on reading only what checks outputs is left of those; codecs stay, with
 * their encoded side stored.
 */
export class StoredSchemas {
  readonly #made = new Map<AnySchema, AnySchema>();

  of(schema: AnySchema): AnySchema {
    const found = this.#made.get(schema);
    if (found !== undefined) return found;
    // A recursive schema meets itself while it is being made: it then gets a reference that is followed when it is used.
    this.#made.set(schema, z.lazy(() => this.#made.get(schema) as z.ZodType));
    const made = this.#make(schema);
    this.#made.set(schema, made);
    return made;
  }

  #make(schema: AnySchema): AnySchema {
    const kind = declaredKind(schema);
    if (kind !== undefined) return looseKind(kind, checksOf(schema).filter((check) => !isOverwrite(check)));
    const def = definition(schema);
    const checks = ((def.checks ?? []) as AnyCheck[]).filter((check) => !isOverwrite(check));
    switch (def.type) {
      case "string":
      case "number":
      case "boolean":
      case "date":
        return cloneWith(schema, { coerce: false, checks });
      case "bigint":
        return looseKind("long", checksOf(schema));
      case "array":
        return cloneWith(schema, { element: this.of(def.element), checks });
      case "object":
        return this.#object(schema as z.core.$ZodObject, checks);
      case "record":
      case "map":
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
        return this.#pipe(schema as z.core.$ZodPipe, checks);
      case "transform":
        return z.any();
      default:
        return schema;
    }
  }

  /** What checks the keys of a record alone. */
  keys(schema: z.core.$ZodRecord): AnySchema {
    return cloneWith(schema, { valueType: z.any(), checks: [] });
  }

  #object(schema: z.core.$ZodObject, checks: AnyCheck[]): AnySchema {
    const declared = schema._zod.def.shape;
    const stored = () =>
      Object.defineProperties(
        {},
        Object.fromEntries(
          Object.keys(declared).map((name) => [name, { enumerable: true, value: this.of(declared[name] as AnySchema) }]),
        ),
      );
    const catchall = schema._zod.def.catchall;
    const made = cloneWith(schema, {
      shape: stored(),
      checks,
      ...(catchall === undefined ? {} : { catchall: this.of(catchall) }),
    });
    const names = storedNames(schema);
    if (names.length === 0) return made;
    return z.codec(z.record(z.string(), z.any()), made as unknown as z.ZodType, {
      decode: (stored) => rename(stored, names.map(([model, stored]) => [stored, model])),
      encode: (held) => rename(held as Record<string, unknown>, names),
    });
  }

  /** A discriminator can not be looked up through a codec or another name, so such unions try their members in order. */
  #union(schema: z.core.$ZodUnion, checks: AnyCheck[]): AnySchema {
    const options = schema._zod.def.options.map((option) => this.of(option));
    if (!schema._zod.traits.has("$ZodDiscriminatedUnion")) return cloneWith(schema, { options, checks });
    const plain = options.every((option) => definition(option).type === "object");
    if (plain) return cloneWith(schema, { options, checks });
    const union = z.union(options as [z.ZodType, ...z.ZodType[]]);
    return checks.length === 0 ? union : union.check(...checks);
  }

  #pipe(schema: z.core.$ZodPipe, checks: AnyCheck[]): AnySchema {
    const { in: input, out } = schema._zod.def;
    if (isForeign(schema)) return foreignSide(schema);
    if (isCodec(schema)) {
      if (isOneWay(input) || isOneWay(out)) {
        throw new TypeError(
          "A codec over a one-way transform can not be written back: its stored form is unknown. Put the transform " +
            "behind the codec's input as a codec of its own, or make it the last step.",
        );
      }
      return cloneWith(schema, { in: this.of(input), checks });
    }
    if (isOneWay(input) || isOneWay(out)) return checked(this.of(out), checks);
    return cloneWith(schema, { in: this.of(input), checks });
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

function checked(schema: AnySchema, checks: AnyCheck[]): AnySchema {
  return checks.length === 0 ? schema : (schema as z.ZodType).check(...checks);
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

/** Rewrites the value (`trim`, `toLowerCase`): applied when a value comes in, never to what is stored. */
export function isOverwrite(check: AnyCheck): boolean {
  return check._zod.def.check === "overwrite";
}

/** A two-way transformation: `z.codec(...)`, `z.stringbool()`. */
export function isCodec(schema: AnySchema): boolean {
  return schema._zod.traits.has("$ZodCodec");
}

/** Does a chain hold a step that can not be run backwards? Members of objects and lists are not part of the chain. */
export function isOneWay(schema: AnySchema): boolean {
  if (declaredKind(schema) !== undefined) return false;
  const def = definition(schema);
  if (def.type === "transform") return true;
  if (def.type === "pipe") return isOneWay(def.in) || isOneWay(def.out);
  return "innerType" in def && isOneWay(def.innerType);
}
