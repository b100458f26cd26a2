import { z } from "zod";

/** Any Zod schema, classic or mini: what this layer needs is public introspection (`_zod.def`). */
export type AnySchema = z.core.$ZodType;

/** A check inside a schema: a bound, a format, a refinement or an overwrite. `any`: it goes back to where it came from. */
export type AnyCheck = z.core.$ZodCheck<any>;

/** The definition of a schema, told apart by `type`. */
export type Definition = z.core.$ZodTypes["_zod"]["def"];

/** Is this a Zod 4 schema? */
export function isZod(value: unknown): value is AnySchema {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** The definition of a schema; its `type` says which. */
export function definition(schema: AnySchema): Definition {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** A copy of a schema with parts of its definition changed; Zod's own metadata stays reachable through the original. */
export function cloneWith<S extends AnySchema>(schema: S, changes: Record<string, unknown>): S {
  // Property descriptors and not values: a shape may be a getter that must stay unread until the schema is used.
  const def = Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(schema._zod.def),
    ...Object.getOwnPropertyDescriptors(changes),
  });
  return z.core.clone(schema, def as S["_zod"]["def"]);
}

/** All checks of a schema in the order in which Zod runs them; a string or number format is a schema and a check at once. */
export function checksOf(schema: AnySchema): AnyCheck[] {
  const own = schema._zod.traits.has("$ZodCheck") ? [schema as unknown as AnyCheck] : [];
  return [...own, ...((schema._zod.def.checks ?? []) as AnyCheck[])];
}

/** The schema that a `z.lazy()` stands for. */
export function lazyTarget(schema: AnySchema): AnySchema {
  return (schema as z.core.$ZodLazy)._zod.innerType as AnySchema;
}
