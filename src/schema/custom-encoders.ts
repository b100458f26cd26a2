import { setOwn } from "../transfer/own-property.ts";
import type { BsonEncoder } from "../types/settings.ts";
import type { ValueShape } from "./compiler.ts";
import { chain } from "./run.ts";

/** Gives values of classes that a model has encoders for in their stored form, and all others as they are. */
export type EncodeCustom = (value: unknown) => unknown;

/** Deeper than BSON can be: a value that contains itself is left to the writer, which says so. */
const DEEPEST = 100;

/**
 * What `settings.bsonEncoders` do to a value and to everything inside of it. An encoder for the value's own class wins over those for classes
 * above it, of which the first in the list counts; what it gives is stored as it is.
 *
 * @returns undefined when there are no encoders
 */
export function customEncoder(encoders: readonly BsonEncoder[]): EncodeCustom | undefined {
  if (encoders.length === 0) return undefined;
  const encode = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
    const prototype = Object.getPrototypeOf(value);
    const found = encoders.find(({ type }) => type.prototype === prototype) ??
      encoders.find(({ type }) => value instanceof type);
    if (found !== undefined) return found.encode(value as never);
    if (Array.isArray(value)) return encodeList(value, depth);
    return prototype === Object.prototype || prototype === null
      ? encodeMembers(value as Record<string, unknown>, depth)
      : value;
  };
  const encodeList = (list: readonly unknown[], depth: number): readonly unknown[] => {
    const encoded = list.map((entry) => encode(entry, depth + 1));
    return encoded.every((entry, index) => entry === list[index]) ? list : encoded;
  };
  const encodeMembers = (object: Record<string, unknown>, depth: number): object => {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(object)) {
      const encoded = encode(object[key], depth + 1);
      if (encoded !== object[key]) setOwn(copy ??= { ...object }, key, encoded);
    }
    return copy ?? object;
  };
  return (value) => encode(value, 0);
}

/** Kinds whose values are objects; of the others no class has instances. */
const OBJECTS: ReadonlySet<string> = new Set([
  "any",
  "date",
  "objectId",
  "decimal128",
  "binary",
  "timestamp",
]);

/** A value of a document with the model's encoders at the end of its way to storage. */
export function withEncoders(shape: ValueShape, custom: EncodeCustom | undefined): ValueShape {
  if (custom === undefined || !OBJECTS.has(shape.value.kind)) return shape;
  const encode = chain(shape.value.encode, (value) => custom(value));
  return { ...shape, value: { ...shape.value, ...(encode && { encode }) } };
}
