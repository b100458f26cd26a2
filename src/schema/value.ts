import type { Kind, PlanValue } from "../transfer/plan.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { splitChecks } from "./checks.ts";
import type { Compiler, ValueShape } from "./compiler.ts";
import { withEncoders } from "./custom-encoders.ts";
import { looseMembers } from "./members.ts";
import { linkShape } from "./link-shape.ts";
import { declaredKind, declaredLink } from "./metadata.ts";
import { chain, checker, decoder, encoder, type Step } from "./run.ts";
import { finished, nullable, ownChecks, scalar, withChecks } from "./scalar.ts";
import { isForeign } from "./standard.ts";
import { isCodec, isOneWay } from "./one-way.ts";
import { type AnySchema, checksOf, definition, lazyTarget } from "./zod.ts";

/** Kinds whose values look the same behind a typed field and behind a tagged value, so that a codec can stand on either. */
const SAME_EVERYWHERE: ReadonlySet<Kind> = new Set([
  "string",
  "number",
  "int",
  "boolean",
  "date",
  "objectId",
  "decimal128",
  "timestamp",
]);

const UNSTORABLE: Readonly<Record<string, string>> = {
  map: "BSON has no map. Use z.record(), or a z.codec() between a list of pairs and a Map",
  set: "BSON has no set. Use z.array(), or a z.codec() between a list and a Set",
  file: "a file has no BSON form. Store its bytes with binary(), or its name",
  promise: "a promise has no BSON form. Await it first",
  function: "a function has no BSON form",
  symbol: "a JavaScript symbol has no BSON form",
  never: "no value fits z.never()",
  undefined: "undefined is not stored. Leave the field out, or use .optional()",
  void: "undefined is not stored. Leave the field out, or use .optional()",
};

/** Compiles the schema of one value into its plan, `path` being its place in the model. */
export function compileValue(schema: AnySchema, compiler: Compiler, path: string): ValueShape {
  if (definition(schema).type === "object") return compile(schema, compiler, path);
  if (compiler.open.has(schema)) return loose(schema, compiler);
  compiler.open.add(schema);
  try {
    return compile(schema, compiler, path);
  } finally {
    compiler.open.delete(schema);
  }
}

function compile(schema: AnySchema, compiler: Compiler, path: string): ValueShape {
  const link = declaredLink(schema);
  if (link !== undefined) return linkShape(link);
  const kind = declaredKind(schema);
  if (kind !== undefined) return scalar(schema, kind, compiler, ownChecks(schema));
  const def = definition(schema);
  switch (def.type) {
    case "string":
    case "boolean":
    case "date":
      return scalar(schema, def.type, compiler);
    case "number":
      return scalar(schema, numberKind(schema), compiler);
    case "bigint":
      return scalar(schema, "long", compiler);
    case "nan": {
      const verify = decoder(schema, compiler.model);
      return finished({ kind: "any", types: ["double"] }, verify, verify, compiler);
    }
    case "success":
      return scalar(schema, "boolean", compiler);
    case "template_literal":
      return scalar(schema, "string", compiler, ownChecks(schema), schema);
    case "enum":
      return values(
        schema,
        Object.values(def.entries).filter((v, _, all) => !isReverse(v, def.entries, all)),
        compiler,
      );
    case "literal":
      return values(schema, def.values, compiler);
    case "null":
      return { value: { kind: "any", nullable: true, types: ["null"] } };
    case "any":
    case "unknown":
      return withChecks({ value: { kind: "any", nullable: true } }, schema, compiler);
    case "optional":
    case "nonoptional":
    case "readonly":
    case "default":
    case "prefault":
      return withChecks(compileValue(def.innerType, compiler, path), schema, compiler);
    case "nullable":
      return withChecks(nullable(compileValue(def.innerType, compiler, path)), schema, compiler);
    case "lazy":
      return withChecks(compileValue(lazyTarget(schema), compiler, path), schema, compiler);
    case "object":
      return object(schema, def, compiler);
    case "array": {
      const element = withEncoders(compileValue(def.element, compiler, `${path}.0`), compiler.options.custom);
      return withChecks({ value: { kind: "array", element: element.value }, element }, schema, compiler);
    }
    case "record":
      return record(schema, def, compiler, path);
    case "pipe":
      return pipe(schema, def, compiler, path);
    case "transform":
    case "catch":
    case "custom":
    case "tuple":
    case "union":
    case "intersection":
      return loose(schema, compiler);
    default:
      throw new InvalidArgument(
        `${compiler.model}.${path} can not be stored: ${UNSTORABLE[def.type] ?? `z.${def.type}() has no BSON form`}.`,
        { code: "schema.unsupported", path },
      );
  }
}

function numberKind(schema: AnySchema): Kind {
  for (const check of checksOf(schema)) {
    const def = check._zod.def as { check: string; format?: string };
    if (def.check !== "number_format") continue;
    return def.format === "float32" || def.format === "float64" ? "double" : "int";
  }
  return "number";
}

/** Numeric TypeScript enums list names under their numbers too; those are no values. */
function isReverse(value: unknown, entries: Readonly<Record<string, unknown>>, all: unknown[]): boolean {
  return typeof value === "string" && typeof entries[value] === "number" &&
    all.some((other) => typeof other === "number");
}

function values(schema: AnySchema, allowed: readonly unknown[], compiler: Compiler): ValueShape {
  const kind = allowed.every((v) => typeof v === "string")
    ? "string"
    : allowed.every((v) => typeof v === "number")
    ? "number"
    : undefined;
  if (kind === undefined) return loose(schema, compiler);
  const checks = ownChecks(schema);
  const verify = checks.length === 0 ? undefined : checker(splitChecks("any", checks).rest, compiler.model);
  return finished({ kind, values: allowed as (string | number)[] }, verify, verify, compiler);
}

/** A value without an exact kind: transferred with tags, read and written through Zod. */
function loose(schema: AnySchema, compiler: Compiler): ValueShape {
  const stored = compiler.stored.of(schema);
  const decode = decoder(stored, compiler.model);
  const nullable = accepts(decode, null);
  return {
    value: { kind: "any", ...(nullable && { nullable }), decode, encode: encoder(stored, compiler.model) },
    fields: looseMembers(schema, compiler),
  };
}

function accepts(decode: Step, value: unknown): boolean {
  try {
    return decode(value, "") === value;
  } catch {
    return false;
  }
}

function object(
  schema: AnySchema,
  def: { shape: Record<string, AnySchema>; catchall?: AnySchema },
  compiler: Compiler,
): ValueShape {
  const catchall = def.catchall === undefined ? undefined : definition(def.catchall).type;
  const unknown = catchall === undefined ? "strip" : catchall === "never" ? "reject" : "keep";
  if (unknown === "keep" && catchall !== "unknown" && catchall !== "any") return loose(schema, compiler);
  const number = compiler.object(schema, def.shape, unknown);
  return withChecks(
    { value: { kind: "object", object: number }, fields: () => compiler.fields(number) },
    schema,
    compiler,
  );
}

function record(
  schema: AnySchema,
  def: { keyType: AnySchema; valueType: AnySchema },
  compiler: Compiler,
  path: string,
): ValueShape {
  const element = withEncoders(compileValue(def.valueType, compiler, `${path}.*`), compiler.options.custom);
  const shape = withChecks({ value: { kind: "record", element: element.value }, element }, schema, compiler);
  const key = definition(def.keyType);
  if (key.type === "string" && checksOf(def.keyType).length === 0) return shape;
  const keys = compiler.stored.keys(schema as never);
  const verify: Step = (value, at) => {
    decoder(keys, compiler.model)(value, at);
    return value;
  };
  return {
    ...shape,
    value: { ...shape.value, decode: chain(shape.value.decode, verify), encode: chain(verify, shape.value.encode) },
  };
}

function pipe(schema: AnySchema, def: { in: AnySchema; out: AnySchema }, compiler: Compiler, path: string): ValueShape {
  if (isForeign(schema) || definition(def.out).type === "transform") return loose(schema, compiler);
  const oneWay = isOneWay(def.in) || isOneWay(def.out);
  if (!isCodec(schema) && oneWay) return withChecks(compileValue(def.out, compiler, path), schema, compiler);
  const input = compileValue(def.in, compiler, path);
  if (isCodec(schema) || holdsCodec(def.in) || holdsCodec(def.out)) {
    if (!SAME_EVERYWHERE.has(input.value.kind)) return loose(schema, compiler);
    const stored = compiler.stored.of(schema);
    const steps = { decode: decoder(stored, compiler.model), encode: encoder(stored, compiler.model) };
    return { value: { ...input.value, ...steps }, coded: true };
  }
  const out = compileValue(def.out, compiler, path);
  if (!agree(input.value, out.value)) return loose(schema, compiler);
  const decode = chain(input.value.decode, out.value.decode);
  const encode = chain(out.value.encode, input.value.encode);
  const value = { ...input.value, ...out.value, ...(decode && { decode }), ...(encode && { encode }) };
  return withChecks({ value }, schema, compiler);
}

/** Can both sides of a pipe without transforms be one value of the plan? */
function agree(a: PlanValue, b: PlanValue): boolean {
  const left = a as unknown as Record<string, unknown>;
  const right = b as unknown as Record<string, unknown>;
  if (a.object !== undefined || a.element !== undefined || a.nullable !== b.nullable) return false;
  return Object.keys(left).every((key) =>
    key === "decode" || key === "encode" || !(key in right) || left[key] === right[key]
  );
}

function holdsCodec(schema: AnySchema): boolean {
  if (isCodec(schema)) return true;
  const def = definition(schema);
  if (def.type === "pipe") return holdsCodec(def.in) || holdsCodec(def.out);
  return "innerType" in def && holdsCodec(def.innerType);
}
