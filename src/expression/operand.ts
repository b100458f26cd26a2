import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { Double } from "../values/double.ts";
import { mayBeMissing, type PlanField } from "../transfer/plan.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { encodeStoredValue } from "./encode-stored-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { elementScope } from "./field-scope.ts";
import { isFieldReference, NODE, PATH } from "./field-reference.ts";
import { isPlainObject } from "./plain-object.ts";
import { compileElement } from "./plain-filter.ts";
import { PredicateExpression } from "./predicate.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import { undefinedValue } from "./undefined-value.ts";

/** Where a change goes: the field, and what messages call the place. */
export interface ChangePlace {
  readonly node: FieldNode | undefined;
  readonly path: string;
  readonly model?: string;
}

/** The operand of `$set`, `$min` and `$max`. */
export function storedOperand({ node, path, model }: ChangePlace, value: unknown): unknown {
  return encodeStoredValue(node, value, path, model);
}

/** The operand of `$inc` and `$mul`: a number that leaves the field of its declared kind. */
export function amountOperand({ node, path, model }: ChangePlace, operator: string, amount: unknown): unknown {
  if (amount === undefined) throw undefinedValue(path);
  const number = amount instanceof Double ? amount.value : amount;
  const countable = typeof number === "number"
    ? Number.isFinite(number)
    : typeof number === "bigint" || number instanceof Decimal128;
  if (!countable) {
    throw new InvalidArgument(`${path}: ${operator} takes a finite number, not ${describeValue(amount)}.`, { path });
  }
  const kind = node?.value.kind;
  const whole = typeof number === "bigint" || Number.isInteger(number);
  if ((kind === "int" || kind === "long") && !whole) {
    throw new ValidationError({
      code: "validation.kind",
      model,
      path,
      expected: `an integer for ${operator}`,
      found: describeValue(amount),
    });
  }
  if (number instanceof Decimal128 && kind !== undefined && kind !== "decimal128" && kind !== "any") {
    throw new ValidationError({
      code: "validation.kind",
      model,
      path,
      expected: `a number for ${operator}, since a decimal would make the field one`,
      found: describeValue(amount),
    });
  }
  checkCountable(node, path, operator);
  // A field that is not there yet takes its kind from the amount.
  if (kind === "double" && typeof number === "number") return new Double(number);
  return kind === "decimal128" && !(number instanceof Decimal128) ? new Decimal128(String(number)) : amount;
}

const COUNTABLE = new Set(["number", "int", "double", "long", "decimal128", "any"]);

/** @throws {InvalidArgument} for a field that is declared as something else than a number */
export function checkCountable(node: FieldNode | undefined, path: string, operator: string): void {
  if (node === undefined || COUNTABLE.has(node.value.kind)) return;
  throw new InvalidArgument(`${path} holds no numbers: ${operator} does not fit.`, { path });
}

/** The operand of `$pull`: an element, or a filter that elements match. */
export function pullOperand({ node, path }: ChangePlace, value: unknown): unknown {
  const element = listElement(node, path);
  if (value instanceof PredicateExpression) return compileElement(node, path, value);
  if (!isPlainObject(value)) return encodeFilterValue(element, value, path);
  const scope = elementScope(node, path);
  const isOperators = Object.keys(value).some((key) => key.startsWith("$"));
  if (!isOperators && node !== undefined && scope.fields().length === 0) return encodeFilterValue(element, value, path);
  return compileElement(node, path, value);
}

/** The operand of `$pullAll`: values that elements equal. */
export function pullAllOperand({ node, path }: ChangePlace, values: unknown): unknown[] {
  const element = listElement(node, path);
  if (!Array.isArray(values)) {
    throw new InvalidArgument(`${path}: $pullAll takes a list of values, not ${describeValue(values)}.`, { path });
  }
  return values.map((value, index) => encodeFilterValue(element, value, `${path}[${index}]`));
}

/** The operand of `$pop`: which end of a list. */
export function popOperand({ node, path }: ChangePlace, end: unknown): unknown {
  listElement(node, path);
  if (end === 1 || end === -1) return end;
  throw new InvalidArgument(`${path}: $pop takes 1 (the last element) or -1 (the first).`, { path });
}

/** The operand of `$unset`. The server would remove the field whatever it is told, even for `false`. */
export function unsetOperand(place: ChangePlace, value: unknown = true): unknown {
  const { path } = place;
  checkRemovable(place, "$unset");
  if (value === true || value === 1 || value === "") return value;
  throw new InvalidArgument(
    `${path}: $unset takes true, 1 or "" and removes the field; leave the key out to keep the field.`,
    { path },
  );
}

/** Without a required field the model could not read the document. Of a list the server leaves null in the element's place. */
function checkRemovable({ node, path, model }: ChangePlace, operator: string): void {
  const value = node?.value as Partial<PlanField> | undefined;
  // The id has an error of its own.
  if (value?.name === undefined || value.name === "_id" || mayBeMissing(value as PlanField)) return;
  if (value.nullable === true && node?.keepsNulls() === false) return;
  throw new ValidationError(
    { code: "validation.kind", model, path, expected: "a value", found: `${operator}, which removes it` },
    `${
      model === undefined ? "" : `${model}.`
    }${path} is required: ${operator} would remove it, and the document could not be read any more.`,
  );
}

/** The operand of `$currentDate`: `true`, or the BSON type that the field holds. */
export function currentDateOperand({ node, path }: ChangePlace, value: unknown): unknown {
  const kind = node?.value.kind;
  const type = isPlainObject(value) && Object.keys(value).length === 1 ? value.$type : undefined;
  if (kind !== undefined && kind !== "date" && kind !== "timestamp" && kind !== "any") {
    throw new InvalidArgument(`${path} holds no dates: $currentDate does not fit.`, { path });
  }
  if (value !== true && type !== "date" && type !== "timestamp") {
    throw new InvalidArgument(`${path}: $currentDate takes true or { $type: "date" | "timestamp" }.`, { path });
  }
  if (kind === "timestamp" && value === true) return { $type: "timestamp" };
  if (type !== undefined && kind !== undefined && kind !== "any" && kind !== type) {
    throw new InvalidArgument(`${path} is a ${kind}, and $currentDate would store a ${type}.`, { path });
  }
  return value;
}

/** The operand of `$rename`: the stored path of the field that takes the value over. */
export function renameOperand(place: ChangePlace, target: unknown): string {
  const { node, path } = place;
  checkRemovable(place, "$rename");
  if (!isFieldReference(target)) {
    throw new InvalidArgument(`${path}.rename(...) takes a field, not ${describeValue(target)}.`, { path });
  }
  const to = target[PATH];
  const [kind, other] = [node?.value.kind, target[NODE]?.value.kind];
  if (kind !== undefined && other !== undefined && kind !== other && kind !== "any" && other !== "any") {
    throw new InvalidArgument(
      `${path} can not be renamed to ${to}: a value of kind ${kind} would be in a field of kind ${other}, which its model could not read.`,
      { path },
    );
  }
  return to;
}

/** What the elements of a list are. */
export function listElement(node: FieldNode | undefined, path: string): FieldNode | undefined {
  const kind = node?.value.kind;
  if (kind !== undefined && kind !== "array" && kind !== "any") {
    throw new InvalidArgument(`${path} is no list.`, { path });
  }
  return node?.element();
}
