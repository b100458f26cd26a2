import { ValidationError } from "../errors/validation-error.ts";
import { type AnySchema, definition, lazyTarget } from "../schema/zod.ts";
import type { PlanField, PlanValue } from "../transfer/plan.ts";
import { isOfKind } from "../transfer/value-tests.ts";
import { Binary } from "../values/binary.ts";
import { BSONRegExp } from "../values/bson-regexp.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { Double } from "../values/double.ts";
import { isObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { isUuid } from "../values/uuid.ts";
import { describe } from "./describe.ts";
import type { FieldNode } from "../schema/field.ts";
import { deeper } from "./nesting.ts";
import { setOwn } from "./plain-object.ts";
import { undefinedValue } from "./undefined-value.ts";
import { uuidBinary } from "./uuid-binary.ts";

/**
 * A value that an update stores in a field, as it is sent. An update never stores what the model could not read: the value is of the declared
 * kind, or it throws.
 *
 * @param path what messages call the place
 * @throws {ValidationError} when the value is of another kind
 * @throws {InvalidArgument} for `undefined`
 */
export function encodeStoredValue(node: FieldNode | undefined, value: unknown, path: string, model?: string): unknown {
  if (value === undefined) throw undefinedValue(path);
  if (node === undefined) return value;
  return new StoredEncoder(model).value(node, value, path);
}

/** The smallest and largest int64. */
const LONG_MIN = -(2n ** 63n), LONG_MAX = 2n ** 63n - 1n;

class StoredEncoder {
  readonly #model: string | undefined;
  #depth = 0;

  constructor(model: string | undefined) {
    this.#model = model;
  }

  value(node: FieldNode, value: unknown, path: string): unknown {
    const plan = node.value;
    const given = plan.encode === undefined ? value : plan.encode(value, path);
    if (given === undefined) throw this.#misfit(path, expected(plan), "undefined");
    if (given === null) {
      if (plan.nullable === true || plan.kind === "any") return null;
      const advice = isOptional(plan) ? `${expected(plan)} (to remove the field, use unset)` : expected(plan);
      throw this.#misfit(path, advice, "null");
    }
    const depth = this.#depth;
    this.#depth = deeper(depth, path);
    const stored = this.#byKind(node, given, path);
    this.#depth = depth;
    if (stored === undefined) throw this.#misfit(path, expected(plan), describe(given));
    return stored;
  }

  /** The value as sent, or `undefined` when it does not fit the kind. */
  #byKind(node: FieldNode, value: unknown, path: string): unknown {
    const { kind } = node.value;
    switch (kind) {
      case "string":
        return typeof value === "string" ? value : undefined;
      case "number":
        return typeof value === "number" ? value : undefined;
      case "int":
        return Number.isSafeInteger(value) ? value : undefined;
      case "double":
        return typeof value === "number" ? new Double(value) : undefined;
      case "long":
        return isLong(value) ? value : undefined;
      case "boolean":
        return typeof value === "boolean" ? value : undefined;
      case "date":
        return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
      case "objectId":
        return isObjectId(value) ? value : undefined;
      case "decimal128":
        return value instanceof Decimal128 ? value : undefined;
      case "binary":
        return value instanceof Uint8Array || (value instanceof Binary && value.subtype === 0) ? value : undefined;
      case "uuid":
        return typeof value === "string" && isUuid(value) ? uuidBinary(value) : undefined;
      case "timestamp":
        return value instanceof Timestamp ? value : undefined;
      case "regex":
        return value instanceof RegExp || value instanceof BSONRegExp ? value : undefined;
      case "array":
        return Array.isArray(value) ? this.#list(node, value, path) : undefined;
      case "record":
        return isOfKind.record(value) ? this.#record(node, value as Record<string, unknown>, path) : undefined;
      case "object":
        return isOfKind.object(value) ? this.#object(node, value as Record<string, unknown>, path) : undefined;
      case "any":
        return value;
    }
  }

  #list(node: FieldNode, values: readonly unknown[], path: string): unknown[] {
    const element = node.element();
    const { minItems = 0, maxItems = Infinity } = node.value;
    if (values.length < minItems || values.length > maxItems) {
      throw this.#misfit(path, `a list of ${minItems} to ${maxItems}`, describe(values));
    }
    return values.map((value, index) => element === undefined ? value : this.value(element, value, `${path}.${index}`));
  }

  #record(node: FieldNode, values: Record<string, unknown>, path: string): Record<string, unknown> {
    const element = node.element();
    const stored: Record<string, unknown> = {};
    for (const key of Object.keys(values)) {
      setOwn(stored, key, element === undefined ? values[key] : this.value(element, values[key], `${path}.${key}`));
    }
    return stored;
  }

  #object(node: FieldNode, values: Record<string, unknown>, path: string): Record<string, unknown> {
    const stored: Record<string, unknown> = {};
    const members = node.children();
    for (const member of members) {
      const value = values[member.property];
      const place = `${path}.${member.property}`;
      if (value !== undefined) setOwn(stored, member.stored, this.value(member, value, place));
      else if (!isOptional(member.value)) throw this.#misfit(place, expected(member.value), "nothing");
    }
    const keepsUnknown = isLoose(node.schema as AnySchema);
    for (const key of Object.keys(values)) {
      if (values[key] === undefined || members.some((member) => member.property === key)) continue;
      if (keepsUnknown) setOwn(stored, key, values[key]);
      else {
        throw this.#misfit(
          `${path}.${key}`,
          `one of the fields ${members.map((member) => member.property).join(", ")}`,
          "an unknown field",
        );
      }
    }
    return stored;
  }

  #misfit(path: string, wanted: string, found: string): ValidationError {
    return new ValidationError({ code: "validation.kind", model: this.#model, path, expected: wanted, found });
  }
}

/** Whether the objects behind a schema keep fields that it does not name: `z.looseObject()`, also in wrappers and lists. */
function isLoose(schema: AnySchema): boolean {
  const def = definition(schema);
  if (def.type === "object") return def.catchall !== undefined && definition(def.catchall).type !== "never";
  if (def.type === "array") return isLoose(def.element);
  if (def.type === "lazy") return isLoose(lazyTarget(schema));
  return "innerType" in def && isLoose(def.innerType);
}

/** Whether a document may lack the field: members of objects carry what fields of documents do. */
function isOptional(plan: PlanValue): boolean {
  const field = plan as Partial<PlanField>;
  return field.optional === true || field.default !== undefined;
}

function isLong(value: unknown): boolean {
  if (typeof value === "bigint") return value >= LONG_MIN && value <= LONG_MAX;
  return false;
}

function expected(plan: PlanValue): string {
  if (plan.values !== undefined) return `one of ${plan.values.map((value) => JSON.stringify(value)).join(", ")}`;
  return NAMES[plan.kind];
}

const NAMES: Record<PlanValue["kind"], string> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  double: "a number",
  long: "a bigint of 64 bits",
  boolean: "a boolean",
  date: "a valid Date",
  objectId: "an ObjectId",
  decimal128: "a Decimal128",
  binary: "a Uint8Array",
  uuid: "a UUID",
  timestamp: "a Timestamp",
  regex: "a RegExp",
  object: "an object",
  array: "a list",
  record: "an object",
  any: "any value",
};
