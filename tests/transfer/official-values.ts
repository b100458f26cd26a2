// Random values, each as Haricot writes it, as the official `bson` package writes it, and as Haricot reads it.
import * as bson from "bson";
import fc from "fast-check";
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "../../mod.ts";

/** One value in its three forms. */
export interface Pair {
  readonly ours: unknown;
  readonly theirs: unknown;
  /** What Haricot reads; where it is not what it writes. */
  readonly read: unknown;
}

export type Pairs = fc.Arbitrary<Pair>;

function pair(ours: unknown, theirs: unknown, read: unknown = ours): Pair {
  return { ours, theirs, read };
}

const SAFE = 2n ** 53n - 1n;
const isInt32 = (value: number): boolean => (value | 0) === value && !Object.is(value, -0);

/** A number in the type that it is stored in unless a schema says otherwise. */
function numberPair(value: number): Pair {
  if (isInt32(value)) return pair(value, new bson.Int32(value));
  if (Number.isSafeInteger(value) && value !== 0) return pair(value, bson.Long.fromNumber(value));
  return pair(value, new bson.Double(value));
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const hexadecimal = (digits: number) =>
  fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: digits, maxLength: digits }).map((all) => all.join(""));
const plainText = fc.string({ unit: "binary", maxLength: 12 });

export const text: Pairs = plainText.map((value) => pair(value, value));
export const number: Pairs = fc.oneof(fc.double(), int32, fc.maxSafeInteger()).map(numberPair);
export const int: Pairs = fc.oneof(int32, fc.maxSafeInteger()).map((value) => numberPair(value + 0));
export const double: Pairs = fc.oneof(fc.double(), int32).map((value) => pair(value, new bson.Double(value)));
export const long: Pairs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) =>
  pair(value, bson.Long.fromBigInt(value))
);
export const boolean: Pairs = fc.boolean().map((value) => pair(value, value));
export const date: Pairs = fc.date({ noInvalidDate: true }).map((value) => pair(value, value));
export const objectId: Pairs = hexadecimal(24).map((hex) => pair(new ObjectId(hex), new bson.ObjectId(hex)));
export const decimal: Pairs = fc.oneof(
  fc.tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -6176, max: 6111 })).map((
    [digits, exponent],
  ) => `${digits}E${exponent}`),
  fc.constantFrom("NaN", "Infinity", "-Infinity", "-0", "0E-6176", "1.10", "0.000001"),
).map((digits) => pair(new Decimal128(digits), bson.Decimal128.fromString(digits)));
export const bytes: Pairs = fc.uint8Array({ maxLength: 20 }).map((value) => pair(value, new bson.Binary(value, 0)));
export const uuid: Pairs = fc.uuid().map((value) => pair(value, new bson.UUID(value).toBinary()));
export const timestamp: Pairs = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)).map(([t, i]) =>
  pair(new Timestamp(t, i), new bson.Timestamp({ t, i }))
);
const nothing: Pairs = fc.constant(pair(null, null));

/** The types that only values of any kind can have. */
const others: Pairs = fc.oneof(
  fc.bigInt({ min: SAFE + 1n, max: 2n ** 63n - 1n }).map((value) => pair(value, bson.Long.fromBigInt(value))),
  int32.map((value) => pair(new Double(value), new bson.Double(value), value)),
  fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.constantFrom(1, 5, 6, 0x80, 0xff)).map(([value, subtype]) =>
    pair(new Binary(value, subtype), new bson.Binary(value, subtype))
  ),
  fc.tuple(fc.constantFrom("a", "^x+$", "(?:ä|😀)", "[a-z]"), fc.constantFrom("", "i", "im", "s", "u")).map((
    [source, flags],
  ) => pair(new RegExp(source, flags), new bson.BSONRegExp(source, flags))),
  fc.constantFrom("x", "xi").map((options) =>
    pair(new BSONRegExp("a b", options), new bson.BSONRegExp("a b", options))
  ),
  plainText.map((value) => pair(new Code(value), new bson.Code(value))),
  plainText.map((value) => pair(new BSONSymbol(value), new bson.BSONSymbol(value))),
  hexadecimal(24).map((hex) =>
    pair(new DBRef("things", new ObjectId(hex)), new bson.DBRef("things", new bson.ObjectId(hex)))
  ),
  fc.constant(pair(new MinKey(), new bson.MinKey())),
  fc.constant(pair(new MaxKey(), new bson.MaxKey())),
);

/** Keys that every side takes as data. */
export const key: fc.Arbitrary<string> = plainText.map((name) => name.replaceAll("\0", "").replace(/^\$+/, "")).filter((
  name,
) => name !== "__proto__" && name !== "_bsontype");

/** A list of pairs as a pair of lists. */
export function list(entries: Pairs, minLength = 0, maxLength = 6): Pairs {
  return fc.array(entries, { minLength, maxLength }).map((all) =>
    pair(all.map(({ ours }) => ours), all.map(({ theirs }) => theirs), all.map(({ read }) => read))
  );
}

/** Entries of any keys. */
export function record(entries: Pairs, keys: fc.Arbitrary<string> = key): Pairs {
  return fc.dictionary(keys, entries, { maxKeys: 5, noNullPrototype: true }).map(unzip);
}

/** An object with these members, some of them under another name in storage; those that are optional may be missing. */
export function object(
  members: Record<string, Pairs>,
  options: { stored?: Record<string, string>; optional?: readonly string[] } = {},
): Pairs {
  const required = Object.keys(members).filter((name) => !options.optional?.includes(name));
  return fc.record(members, { requiredKeys: required, noNullPrototype: true }).map((pairs) =>
    unzip(pairs as Record<string, Pair>, options.stored)
  );
}

function unzip(pairs: Record<string, Pair>, stored: Record<string, string> = {}): Pair {
  const ours: Record<string, unknown> = {}, theirs: Record<string, unknown> = {}, read: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(pairs)) {
    ours[name] = each.ours;
    theirs[Object.hasOwn(stored, name) ? stored[name]! : name] = each.theirs;
    read[name] = each.read;
  }
  return pair(ours, theirs, read);
}

/** `null` now and then. */
export function nullable(values: Pairs): Pairs {
  return fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: nothing });
}

/** A value of any type that BSON has. */
export const { any } = fc.letrec<{ any: Pair }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthIdentifier: "any" },
    text,
    number,
    boolean,
    nothing,
    date,
    objectId,
    decimal,
    bytes,
    timestamp,
    others,
    list(tie("any")),
    record(tie("any")),
  ),
}));
