import { BSONRegExp } from "../values/bson-regexp.ts";
import { BsonValue } from "../values/bson-value.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { isObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { isUuid } from "../values/uuid.ts";
import type { Kind, PlanValue } from "./plan.ts";
import { hasStorableFlags } from "./regex-value.ts";

/** Whether a value is of a kind, contents of objects and lists aside. */
export const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  // As Zod has it: a number is neither NaN nor infinite.
  number: Number.isFinite,
  int: (value) => Number.isSafeInteger(value),
  double: Number.isFinite,
  long: (value) => typeof value === "bigint" && BigInt.asIntN(64, value) === value,
  boolean: (value) => typeof value === "boolean",
  date: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  objectId: isObjectId,
  decimal128: (value) => value instanceof Decimal128,
  binary: (value) => value instanceof Uint8Array,
  uuid: (value) => typeof value === "string" && isUuid(value),
  timestamp: (value) => value instanceof Timestamp,
  regex: (value) => value instanceof BSONRegExp || (value instanceof RegExp && hasStorableFlags(value)),
  object: isDocumentLike,
  variant: isDocumentLike,
  array: Array.isArray,
  record: isDocumentLike,
  any: (value) => value !== undefined,
};

const NAMES: Readonly<Record<Kind, string>> = {
  string: "a string",
  number: "a finite number",
  int: "an integer within 2^53",
  double: "a finite number",
  long: "a bigint of 64 bits",
  boolean: "a boolean",
  date: "a valid Date",
  objectId: "an ObjectId",
  decimal128: "a Decimal128",
  binary: "a Uint8Array",
  uuid: "a UUID",
  timestamp: "a Timestamp",
  regex: "a RegExp with flags among i, m, s, u or a BSONRegExp",
  object: "an object",
  variant: "an object",
  array: "an array",
  record: "an object",
  any: "a value",
};

/** An object whose members are its contents: plain or of a class, but none that stands for a single value or a collection. */
function isDocumentLike(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.getPrototypeOf(value) === Object.prototype) return true;
  // Lists, dates, collections, buffers, errors, promises, boxed values and the like have tags of their own.
  return Object.prototype.toString.call(value) === "[object Object]" && !(value instanceof BsonValue) &&
    !isObjectId(value);
}

/** Whether a value is of the kind that the plan wants and passes the checks that the plan names. */
export function fits(plan: PlanValue, value: unknown): boolean {
  return isOfKind[plan.kind](value) && withinLimits(plan, value);
}

function withinLimits(plan: PlanValue, value: unknown): boolean {
  if (plan.values !== undefined && !plan.values.includes(value as string | number)) return false;
  if (typeof value === "number") return withinBounds(plan, value);
  if (typeof value === "string") {
    return value.length >= (plan.minLength ?? 0) && value.length <= (plan.maxLength ?? Infinity);
  }
  if (Array.isArray(value)) return value.length >= (plan.minItems ?? 0) && value.length <= (plan.maxItems ?? Infinity);
  return true;
}

function withinBounds(plan: PlanValue, value: number): boolean {
  const { minimum, maximum } = plan;
  if (minimum !== undefined && !(plan.exclusiveMinimum === true ? value > minimum : value >= minimum)) return false;
  return maximum === undefined || (plan.exclusiveMaximum === true ? value < maximum : value <= maximum);
}

/** What the plan wants, in words. */
export function expectation(plan: PlanValue): string {
  const limits: string[] = [];
  if (plan.values !== undefined) limits.push(`one of ${plan.values.map((value) => JSON.stringify(value)).join(", ")}`);
  if (plan.minimum !== undefined) {
    limits.push(`${plan.exclusiveMinimum === true ? "above" : "at least"} ${plan.minimum}`);
  }
  if (plan.maximum !== undefined) {
    limits.push(`${plan.exclusiveMaximum === true ? "below" : "at most"} ${plan.maximum}`);
  }
  if (plan.minLength !== undefined) limits.push(`at least ${plan.minLength} characters`);
  if (plan.maxLength !== undefined) limits.push(`at most ${plan.maxLength} characters`);
  if (plan.minItems !== undefined) limits.push(`at least ${plan.minItems} entries`);
  if (plan.maxItems !== undefined) limits.push(`at most ${plan.maxItems} entries`);
  return [plan.types === undefined ? NAMES[plan.kind] : `a value of type ${plan.types.join(" or ")}`, ...limits].join(
    ", ",
  );
}
