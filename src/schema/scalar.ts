import { ValidationError } from "../errors/validation-error.ts";
import type { Kind, PlanValue } from "../transfer/plan.ts";
import { planCheck, splitChecks } from "./checks.ts";
import type { Compiler, ValueShape } from "./compiler.ts";
import { guarded, nullGuarded } from "./guards.ts";
import { chain, checker, decoder, type Step } from "./run.ts";
import { type AnyCheck, type AnySchema, checksOf } from "./zod.ts";

/** A value without others inside. `checks`: those to make, `whole`: a schema that has to run as well. */
export function scalar(
  schema: AnySchema,
  kind: Kind,
  compiler: Compiler,
  checks: AnyCheck[] = checksOf(schema),
  whole?: AnySchema,
): ValueShape {
  const { plan, rest } = splitChecks(kind, checks);
  const verify = chain(
    rest.length === 0 ? undefined : checker(rest, compiler.model),
    whole === undefined ? undefined : decoder(whole, compiler.model),
  );
  return finished({ kind, ...plan }, verify, verify, compiler);
}

/** The checks that were added to a schema, without the one that a format is by itself. */
export function ownChecks(schema: AnySchema): AnyCheck[] {
  return (schema._zod.def.checks ?? []) as AnyCheck[];
}

/** Plan checks run in Rust on the way in; on the way out they run here, so that nothing is stored that could not be read. */
export function finished(
  value: PlanValue,
  decode: Step | undefined,
  encode: Step | undefined,
  compiler: Compiler,
): ValueShape {
  const outward = guarded(value.kind, chain(bounds(value, compiler), encode));
  return { value: { ...value, ...(decode && { decode }), ...(outward && { encode: outward }) } };
}

function bounds(value: PlanValue, compiler: Compiler): Step | undefined {
  const wrong = planCheck(value);
  return wrong && ((given, path) => {
    const expected = wrong(given);
    if (expected !== undefined) {
      throw new ValidationError({ model: compiler.model, path, expected, found: found(given) });
    }
    return given;
  });
}

function found(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  return typeof value === "string" ? `a string of ${value.length} characters` : `another ${typeof value}`;
}

/** The same value, or null; steps that were made for the value pass null by. */
export function nullable(shape: ValueShape): ValueShape {
  const skip = (step: Step | undefined): Step | undefined =>
    step && ((value, path) => (value === null ? null : step(value, path)));
  const decode = skip(shape.value.decode as Step | undefined);
  const encode = skip(shape.value.encode as Step | undefined);
  return { ...shape, value: { ...shape.value, nullable: true, ...(decode && { decode }), ...(encode && { encode }) } };
}

/** Adds the checks that stand on a wrapper or container itself. */
export function withChecks(shape: ValueShape, schema: AnySchema, compiler: Compiler): ValueShape {
  const { plan, rest } = splitChecks(shape.coded === true ? "any" : shape.value.kind, ownChecks(schema));
  if (rest.length === 0 && Object.keys(plan).length === 0) return shape;
  const { value } = shape;
  const held = shape.coded === true ? "any" : value.kind;
  const verify = rest.length === 0 ? undefined : checker(rest, compiler.model);
  const decode = chain(value.decode, verify);
  const outward = chain(verify, bounds({ kind: value.kind, ...plan }, compiler));
  const guard = value.nullable === true && outward ? nullGuarded(held, outward) : guarded(held, outward);
  const encode = chain(guard, value.encode);
  return { ...shape, value: { ...value, ...plan, ...(decode && { decode }), ...(encode && { encode }) } };
}
