import { z } from "zod";
import type { Kind } from "../transfer/plan.ts";
import { Binary } from "../values/binary.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { isObjectId, ObjectId, type ObjectIdLike } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { isUuid } from "../values/uuid.ts";
import { annotate } from "./metadata.ts";
import type { AnySchema } from "./zod.ts";

/** What values of our own kinds look like on an instance. */
export const HELD = {
  objectId: z.custom<ObjectId>((value) => value instanceof ObjectId, "Expected an ObjectId"),
  decimal128: z.custom<Decimal128>((value) => value instanceof Decimal128, "Expected a Decimal128"),
  binary: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "Expected bytes (Uint8Array)"),
  timestamp: z.custom<Timestamp>((value) => value instanceof Timestamp, "Expected a Timestamp"),
  uuid: z.custom<string>(
    (value) => typeof value === "string" && isUuid(value),
    "Expected a UUID: 8-4-4-4-12 hexadecimal digits",
  ),
} satisfies Partial<Record<Kind, AnySchema>>;

function accepting<Output, Input>(
  kind: Kind,
  held: z.ZodCustom<Output, Output>,
  convert: (input: unknown) => unknown,
): z.ZodType<Output, Input> {
  const incoming = z.transform((input: unknown, context) => {
    try {
      const made = convert(input);
      if (!(made instanceof Promise)) return made;
      context.issues.push({ code: "custom", message: "Expected a value, not a promise: await it first", input });
      return z.NEVER;
    } catch (cause) {
      context.issues.push({ code: "custom", message: (cause as Error).message, input });
      return z.NEVER;
    }
  });
  return annotate(z.pipe(incoming as unknown as z.ZodTransform<Input, Input>, held as never), { kind }) as never;
}

/**
 * A BSON ObjectId. Takes an {@link ObjectId}, one of the `bson` package, or 24 hexadecimal digits; instances hold an {@link ObjectId}.
 *
 * @example `owner: objectId().optional()`
 */
export function objectId(): z.ZodType<ObjectId, ObjectId | ObjectIdLike | string> {
  return accepting("objectId", HELD.objectId, (input) => {
    if (input instanceof ObjectId) return input;
    return typeof input === "string" || isObjectId(input) ? new ObjectId(input) : input;
  });
}

/** A BSON decimal with 34 digits. Takes a {@link Decimal128} or its text; numbers are refused, as they may have lost digits before. */
export function decimal128(): z.ZodType<Decimal128, Decimal128 | string> {
  return accepting(
    "decimal128",
    HELD.decimal128,
    (input) => (typeof input === "string" ? new Decimal128(input) : input),
  );
}

/** Bytes, stored as BSON binary of subtype 0. Takes a `Uint8Array`, an `ArrayBuffer`, or a {@link Binary} of subtype 0. */
export function binary(): z.ZodType<Uint8Array, Uint8Array | ArrayBuffer | Binary> {
  return accepting("binary", HELD.binary, (input) => {
    if (input instanceof ArrayBuffer) return new Uint8Array(input);
    return input instanceof Binary && input.subtype === 0 ? input.bytes : input;
  });
}

/** A UUID: lower-case text on the instance, BSON binary of subtype 4 (16 bytes) in storage. `z.uuid()` stores text instead. */
export function uuid(): z.ZodType<string, string> {
  return accepting("uuid", HELD.uuid, (input) => (typeof input === "string" ? input.toLowerCase() : input));
}

/** A BSON timestamp, the type of the server's own clock. For times use `z.date()`. */
export function timestamp(): z.ZodType<Timestamp, Timestamp> {
  return accepting("timestamp", HELD.timestamp, (input) => input);
}

/** A 64-bit integer, always a bigint on the instance. */
export function int64(): z.ZodBigInt {
  return annotate(z.int64(), { kind: "long" }) as unknown as z.ZodBigInt;
}

/** A number that is stored as a double even when it is an integer. */
export function double(): z.ZodNumber {
  return annotate(z.number(), { kind: "double" });
}
