// Random plans with documents that fit them, and random documents without a plan.
import fc from "fast-check";
import type { Plan, PlanField, PlanValue } from "../../src/transfer/plan.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
/** Keys that every side takes: without NUL, and not starting with `$`. */
const key = text.map((name) => name.replaceAll("\0", "").replace(/^\$+/, ""));
/** What a declared number may be; without a plan NaN and the infinities are numbers too. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const id = fc.tuple(int32, int32, int32).map(([a, b, c]) => ObjectId.fromWords(a, b, c));
const date = fc.date({ noInvalidDate: true });

/** Any value that is read as it was written. */
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthIdentifier: "any" },
    text,
    fc.double(),
    int32,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    id,
    date,
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.uint8Array({ maxLength: 9 }),
    fc.array(tie("any"), { maxLength: 5, depthIdentifier: "any" }),
    fc.dictionary(key, tie("any"), { maxKeys: 5, depthIdentifier: "any" }),
  ),
}));

/** A plan together with an arbitrary of its documents. */
interface Sample {
  value: PlanValue;
  of: fc.Arbitrary<unknown>;
}

const SCALARS: Sample[] = [
  { value: { kind: "string" }, of: text },
  { value: { kind: "number" }, of: fc.oneof(finite, int32, fc.maxSafeInteger()) },
  { value: { kind: "int" }, of: fc.maxSafeInteger().map((value) => value + 0) },
  { value: { kind: "double" }, of: finite },
  { value: { kind: "long" }, of: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { value: { kind: "boolean" }, of: fc.boolean() },
  { value: { kind: "date" }, of: date },
  { value: { kind: "objectId" }, of: id },
  {
    value: { kind: "decimal128" },
    of: fc.tuple(int32, int32, int32, int32).map(([a, b, c, d]) => Decimal128.fromWords(a, b, c, d)),
  },
  { value: { kind: "binary" }, of: fc.uint8Array({ maxLength: 20 }) },
  { value: { kind: "uuid" }, of: fc.uuid() },
  {
    value: { kind: "timestamp" },
    of: fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)).map(([t, i]) => new Timestamp(t, i)),
  },
  { value: { kind: "any" }, of: any },
];

/** A random plan of at most three levels, with documents that fit it. */
export const planWithDocuments: fc.Arbitrary<{ plan: Plan; documents: Record<string, unknown>[] }> = fc.infiniteStream(
  fc.nat(0xffffff),
).chain((stream) => {
  const next = (below: number): number => (stream.next().value as number) % below;
  const objects: { unknown?: "keep"; fields: PlanField[] }[] = [];
  const value = (depth: number): Sample => {
    const choice = next(depth > 0 ? SCALARS.length + 4 : SCALARS.length);
    const sample = choice < SCALARS.length ? SCALARS[choice]! : nested(choice - SCALARS.length, depth - 1);
    return next(4) === 0
      ? { value: { ...sample.value, nullable: true }, of: fc.option(sample.of, { nil: null }) }
      : sample;
  };
  const nested = (choice: number, depth: number): Sample => {
    if (choice === 0) return object(depth);
    if (choice === 3) return variant(depth);
    const element = value(depth);
    if (choice === 1) {
      return { value: { kind: "array", element: element.value }, of: fc.array(element.of, { maxLength: 20 }) };
    }
    return { value: { kind: "record", element: element.value }, of: fc.dictionary(key, element.of, { maxKeys: 6 }) };
  };
  const object = (depth: number): Sample => {
    const index = objects.push({ unknown: next(4) === 0 ? "keep" : undefined, fields: [] }) - 1;
    const members: Record<string, fc.Arbitrary<unknown>> = {};
    const optional: string[] = [];
    for (let i = next(20); i > 0; i--) {
      const name = i === 1 && next(5) === 0 ? "constructor" : `f${i}`;
      const sample = value(depth);
      if (next(3) === 0) optional.push(name);
      objects[index]!.fields.push({
        ...sample.value,
        name: next(3) === 0 ? `${name}_stored` : name,
        property: name,
        optional: optional.includes(name),
      });
      members[name] = sample.of;
    }
    const required = Object.keys(members).filter((name) => !optional.includes(name));
    const known: fc.Arbitrary<unknown> = fc.record(members, { requiredKeys: required as never[] });
    if (objects[index]!.unknown !== "keep") return { value: { kind: "object", object: index }, of: known };
    const extra = fc.dictionary(key.map((name) => `extra ${name}`), any, { maxKeys: 3 });
    return {
      value: { kind: "object", object: index },
      of: fc.tuple(known, extra).map(([one, other]) => ({ ...(one as object), ...other })),
    };
  };
  /** One of two objects, told apart by a stored constant that documents do not show. */
  const variant = (depth: number): Sample => {
    const names = ["one", "other"];
    const indexes = names.map((constant) => {
      const sample = object(depth);
      const fields = objects[sample.value.object!]!.fields;
      fields.splice(next(fields.length + 1), 0, { kind: "any", name: "\u00e7lass", property: "\u00e7lass", constant });
      return sample;
    });
    const members = new WeakMap<object, number>();
    const of = fc.oneof(
      ...indexes.map(({ of, value }) =>
        (of as fc.Arbitrary<object>).map((document) => {
          members.set(document, value.object!);
          return document;
        })
      ),
    );
    const [one, other] = indexes.map(({ value }) => value.object!) as [number, number];
    const choose = (document: object): number => members.get(document)!;
    return { value: { kind: "variant", variant: { field: "\u00e7lass", objects: { one, other }, choose } }, of };
  };
  const { of } = object(3);
  const plan: Plan = { model: "Random", objects };
  return fc.array(of as fc.Arbitrary<Record<string, unknown>>, { maxLength: 12 }).map((documents) => ({
    plan,
    documents,
  }));
});

/** Random documents that fit no plan in particular. */
export const untypedDocuments: fc.Arbitrary<Record<string, unknown>[]> = fc.array(
  fc.dictionary(key, any, { maxKeys: 8 }),
  { maxLength: 20 },
);

/** The same data in objects that all have the usual prototype: random ones come without any. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.entries(value).map(([key, member]) => [key, plain(member)]).sort((
    [a],
    [b],
  ) => ((a as string) < (b as string) ? -1 : 1));
}
