import { ValidationError } from "../errors/validation-error.ts";
import { type AnySchema, definition, lazyTarget } from "../schema/zod.ts";
import type { PlanField, PlanValue } from "../transfer/plan.ts";
import { expectation, isOfKind } from "../transfer/value-tests.ts";
import { Binary } from "../values/binary.ts";
import { Double } from "../values/double.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { deeper } from "./nesting.ts";
import { setOwn } from "./plain-object.ts";
import { excludedPath } from "./excluded-path.ts";
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

class StoredEncoder {
  readonly #model: string | undefined;
  #depth = 0;

  constructor(model: string | undefined) {
    this.#model = model;
  }

  value(node: FieldNode, value: unknown, path: string): unknown {
    const plan = node.value;
    if (node.isExcluded) throw excludedPath(path);
    const given = node.encodeCustom(plan.encode === undefined ? value : plan.encode(value, path));
    if (given === undefined) throw this.#misfit(path, expectation(plan), "undefined");
    if (given === null) {
      if (plan.nullable === true || plan.kind === "any") return null;
      const advice = isOptional(plan) ? `${expectation(plan)} (to remove the field, use unset)` : expectation(plan);
      throw this.#misfit(path, advice, "null");
    }
    const depth = this.#depth;
    this.#depth = deeper(depth, path);
    const stored = this.#byKind(node, given, path);
    this.#depth = depth;
    if (stored === undefined) throw this.#misfit(path, expectation(plan), describeValue(given));
    return stored;
  }

  /** The value as sent, or `undefined` when it does not fit the kind. */
  #byKind(node: FieldNode, value: unknown, path: string): unknown {
    const { kind } = node.value;
    if (kind === "binary" && value instanceof Binary && value.subtype === 0) return value;
    if (!isOfKind[kind](value)) return undefined;
    switch (kind) {
      case "double":
        return new Double(value as number);
      case "uuid":
        return uuidBinary(value as string);
      case "array":
        return this.#list(node, value as unknown[], path);
      case "record":
        return this.#record(node, value as Record<string, unknown>, path);
      case "object":
        return this.#object(node, value as Record<string, unknown>, path);
      default:
        return value;
    }
  }

  #list(node: FieldNode, values: readonly unknown[], path: string): unknown[] {
    const element = node.element();
    const { minItems = 0, maxItems = Infinity } = node.value;
    if (values.length < minItems || values.length > maxItems) {
      throw this.#misfit(path, `a list of ${minItems} to ${maxItems}`, describeValue(values));
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
      if (member.isExcluded) continue;
      const isLeftOut = value === null && member.value.nullable === true && !member.keepsNulls();
      if (isLeftOut) continue;
      if (value !== undefined) setOwn(stored, member.stored, this.value(member, value, place));
      else if (!isOptional(member.value)) throw this.#misfit(place, expectation(member.value), "nothing");
    }
    const keepsUnknown = isLoose(node.schema as AnySchema);
    for (const key of Object.keys(values)) {
      if (values[key] === undefined || members.some((member) => member.property === key)) continue;
      if (keepsUnknown) setOwn(stored, key, node.encodeCustom(values[key]));
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
