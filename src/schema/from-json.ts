import type { Kind } from "../transfer/plan.ts";
import { fromBase64 } from "../values/base64.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { ObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";

/** What a JSON value is read as, or what is wrong with it. Values that are no JSON form pass by: the schema behind judges them. */
export type JsonReader = (given: unknown) => unknown;

/** The message becomes the finding of a validation. */
class UnreadableJson extends Error {}

const DATE_TIME =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const INTEGER = /^-?\d+$/;

/** Readers of the values that JSON has no form of its own for and that schemas do not take as text themselves. */
export const JSON_READERS = {
  date: (given) => (typeof given === "string" ? date(given) : given),
  long: (given) => {
    if (typeof given === "string" && INTEGER.test(given)) return BigInt(given);
    return Number.isSafeInteger(given) ? BigInt(given as number) : given;
  },
  binary: (given) => {
    if (typeof given !== "string") return given;
    const bytes = fromBase64(given);
    if (bytes === undefined) throw new UnreadableJson("Expected bytes as base64 text, with padding");
    return bytes;
  },
  timestamp: (given) => {
    const { $timestamp: parts } = (given ?? {}) as { $timestamp?: { t?: unknown; i?: unknown } };
    if (typeof parts !== "object" || parts === null) return given;
    return new Timestamp(parts.t as number, parts.i as number);
  },
} satisfies Partial<Record<Kind, JsonReader>>;

/** The same for fields that name a class: `z.instanceof(Uint8Array)`. */
export const CLASS_READERS: ReadonlyMap<unknown, JsonReader> = new Map<unknown, JsonReader>([
  [Uint8Array, JSON_READERS.binary],
  [Date, JSON_READERS.date],
  [Timestamp, JSON_READERS.timestamp],
  [ObjectId, (given) => (typeof given === "string" ? new ObjectId(given) : given)],
  [Decimal128, (given) => (typeof given === "string" ? new Decimal128(given) : given)],
]);

/** RFC 3339 with a zone, and the longer years that JavaScript writes; `Date` alone would move 30 February into March. */
function date(text: string): Date {
  const parts = DATE_TIME.exec(text);
  const made = new Date(text);
  if (parts === null || Number.isNaN(made.getTime()) || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    throw new UnreadableJson("Expected an ISO 8601 date and time with its zone, such as 2026-01-31T12:00:00Z");
  }
  return made;
}

function isDay(year: number, month: number, day: number): boolean {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= last.getUTCDate();
}
